import { inWords } from '#engine/bpmn/texts.ts';
import type { Functions } from '#engine/decision.ts';
import type { VersionMove } from '#engine/move.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import type { Runner } from '#kernel/command/command.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import type { Config } from '#kernel/config/config.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import type { HttpApp } from '#kernel/http/http-app.ts';
import type { Job, JobHandler, JobOptions } from '#kernel/jobs/jobs.ts';
import type { Log } from '#kernel/log/log.ts';
import type { CaseDate } from '#work/calendar/case-dates.ts';
import type { CaseEvent } from '#work/calendar/case-event.ts';
import type { labels, tlps } from '#work/contract.ts';
import {
  checkDeliverable,
  type DeliverableModule,
  type ProcedureTitle,
} from '#work/deliverables/definition.ts';
import type { ReleaseRule } from '#work/deliverables/release-rule.ts';
import type { Importer } from '#work/imports/importer.ts';
import type { MailReader } from '#work/mailbox/mail-reader.ts';
import type { AgreementDraft, RequestDraft } from '#work/requests/draft.ts';
import { versionsOf } from './definitions/versions.ts';

/** A case as stored: everything that a decision or an effect may look at. */
export interface CaseRow {
  readonly ownerId: string;
  readonly id: string;
  readonly procedure: string;
  readonly definitionVersion: number;
  readonly reference: string;
  readonly title: string;
  readonly state: string;
  readonly label: string;
  readonly tlp: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly dueAt: string | null;
  readonly openedAt: string;
  readonly openedBy: string | null;
  readonly closedAt: string | null;
  readonly version: number;
  readonly updatedAt: string;
}

/** Values for computed fields, or nothing. */
// biome-ignore lint/suspicious/noConfusingVoidType: effects without values need not return any
type Computed = Promise<Record<string, unknown> | void>;

/** What an effect, a payload or a list of targets works on: the case before the action, and the action as decided. */
export interface ActInput<Facts = unknown> {
  readonly case: CaseRow;
  readonly action: string;
  readonly to: string;
  readonly form: Readonly<Record<string, unknown>>;
  readonly comment: string | null;
  readonly facts: Facts;
}

/** Functions that a definition calls by name. */
type Named<Facts, Result> = Readonly<
  Record<string, (context: WriteContext, input: ActInput<Facts>) => Promise<Result>>
>;

/** A case to open in the receiving procedure. */
export interface HandOffPayload {
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of a hand-off to any procedure: which one, what is asked of it in words, and the instant until when. Its fields are then an offer. */
  readonly asks?: {
    readonly procedure: string;
    readonly words: string;
    readonly dueBy?: string;
  };
}

/** Who a parallel task is for, and about what. */
export interface TaskTarget {
  readonly organisationId: string;
  readonly assigneeId?: string | null;
  readonly subject?: string | null;
  readonly subjectKind?: string | null;
  readonly subjectId?: string | null;
}

/**
 * A procedure with the named functions that its definition calls. `facts` loads what guards need from the area's registers, in as few
 * statements as it can; guards themselves are pure.
 */
export interface ProcedureModule<Facts = unknown> {
  readonly procedure: Procedure;
  readonly functions: Functions<Facts>;
  readonly facts?: (context: ReadContext, record: CaseRow) => Promise<Facts>;
  /** Each returns values for computed case fields to be written with the action, or nothing. */
  readonly effects?: Readonly<
    Record<string, (context: WriteContext, input: ActInput<Facts>) => Computed>
  >;
  readonly payloads?: Named<Facts, HandOffPayload[]>;
  /** By earlier version: how its open cases go on under this one when an administrator moves them. Without it they end with their own. */
  readonly movesFrom?: Readonly<Record<number, VersionMove>>;
  /** The opening that takes the place of a tracked task, from what was handed off before this procedure had a definition. */
  readonly adopts?: (planned: HandOffPayload) => HandOffPayload;
  readonly targets?: Named<Facts, TaskTarget[]>;
  /**
   * By kind of request: whether the case may ask these recipients, as terms or registers say. Returns the recipients with why and until when
   * each is asked; throws an AppError to refuse.
   */
  readonly mayAsk?: Readonly<
    Record<
      string,
      (
        context: WriteContext,
        input: { readonly case: CaseRow; readonly request: RequestDraft },
      ) => Promise<RequestDraft['recipients']>
    >
  >;
  /** By kind of request for agreement: what is asked when an action asks for it. The case is as the action left it. */
  readonly asks?: Named<Facts, AgreementDraft>;
  readonly event?: InvitedEvent;
  /** When what the case is about takes place, counts from or until: shown in the calendar. Pure. */
  readonly dates?: (record: CaseRow) => readonly CaseDate[];
  /** Records for which a periodic duty is due, per organisation; asked by the clock. */
  readonly dutySubjects?: Readonly<
    Record<
      string,
      (
        context: ReadContext,
      ) => Promise<readonly { id: string; ownerId: string; title: string; kind: string }[]>
    >
  >;
}

/** The event that the cases of a procedure are about. */
export interface InvitedEvent {
  /** Roles of parties that read every answer; other parties read those of their own people. */
  readonly readers: readonly string[];
  /** The event as people are invited to it now; null while nobody is, or no longer. */
  of(context: ReadContext, record: CaseRow): Promise<CaseEvent | null>;
}

/** A change of a register's record that an area wants to look at, inside the same transaction. */
export interface RecordChange {
  readonly register: Register;
  readonly kind: 'create' | 'update' | 'delete' | 'action';
  readonly id: string;
  readonly ownerId: string | null;
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
}

/** What an effect of a register's life cycle works on: the record before the action, and the action as decided. */
export interface RecordActInput {
  readonly id: string;
  readonly ownerId: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly action: string;
  readonly to: string;
  readonly form: Readonly<Record<string, unknown>>;
  readonly comment: string | null;
}

/** A date of a register's records that the calendar shows; an index of owner and field serves it. */
export interface RegisterDate {
  readonly field: string;
  /** States in which it counts; absent: always. */
  readonly states?: readonly string[];
  /** Fields that end it: once one of them says something, there is nothing to wait for. */
  readonly endedBy?: readonly string[];
  /** True: it takes place then; absent: it is due then. */
  readonly takesPlace?: true;
  /** True: everybody who may read the record takes part. */
  readonly ofReaders?: boolean;
  /** The field of the person whose it is, and of the organisation; absent: the owner's. */
  readonly person?: string;
  readonly organisation?: string;
}

/** Whom records wait for in these states: pages say when that person, or all who hold the office, are away. */
export interface RegisterWait {
  readonly states: readonly string[];
  /** The field of the person, and of the organisation; absent: who holds one of the roles, in the owner's. */
  readonly person?: string;
  readonly organisation?: string;
  /** Roles of those who act, and in which somebody stands in for the person. */
  readonly roles: readonly string[];
}

/** A register with what its declaration cannot say: checks and derived values of the area. */
export interface RegisterModule {
  readonly register: Register;
  readonly functions?: Functions;
  readonly dates?: readonly RegisterDate[];
  readonly waitsFor?: readonly RegisterWait[];
  /** Effects that its life cycle names; each returns values for computed fields to be written with the action, or nothing. */
  readonly effects?: Readonly<
    Record<string, (context: WriteContext, input: RecordActInput) => Computed>
  >;
  /** Effects that open or move cases, and so need the whole catalogue, by the same names. */
  readonly effectsOnCases?: Readonly<
    Record<string, (context: WriteContext, input: RecordActInput, catalogue: Catalogue) => Computed>
  >;
  /** Computed fields of a new or changed record, from the values as they will be. */
  readonly derive?: (fields: Readonly<Record<string, unknown>>) => Record<string, unknown>;
  /**
   * Its records say which organisation was told of something: of which kind, the field that names it (or `case`: the case that they hang on),
   * the field of the organisation, and the action of theirs that withdraws it.
   */
  readonly tells?: {
    readonly kind: string;
    readonly record: string;
    readonly organisation: string;
    readonly withdraw: string;
  };
  /** Throws an AppError to refuse; may write more in the same transaction. */
  readonly changed?: (context: WriteContext, change: RecordChange) => Promise<void>;
}

/**
 * After something happened in one area, another area's answer: run by the relay, at least once, idempotent. It gets the whole catalogue,
 * because a case that it opens or moves may hand off to, or return to, a procedure of any area.
 */
export interface Reaction {
  readonly id: string;
  /** Name of the event it answers (`inventory.replaced`). */
  readonly on: string;
  run(context: WriteContext, event: ReactionEvent, catalogue: Catalogue): Promise<void>;
}

/** A reaction that holds its catalogue, as the relay runs it. */
export interface BoundReaction extends Omit<Reaction, 'run'> {
  run(context: WriteContext, event: ReactionEvent): Promise<void>;
}

export interface ReactionEvent {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  readonly recordId: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly at: string;
}

/** What background work of an area has at hand. */
export interface BackgroundParts {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly files: FileStore;
  readonly config: Config;
  readonly log: Log;
}

/** A kind of job that the area's commands enqueue, or that comes by itself. */
export interface AreaJob {
  readonly kind: string;
  readonly options?: JobOptions;
  /** When it comes by itself, as a cron line in UTC. */
  readonly schedule?: string;
  run(parts: BackgroundParts, job: Job): ReturnType<JobHandler>;
}

/** Work that the worker repeats while it runs, as looking into a folder. Absent `when`: always. */
export interface AreaLoop {
  readonly name: string;
  readonly everyMs: number;
  readonly when?: (config: Config) => boolean;
  /** True: there is more to do at once. */
  run(parts: BackgroundParts): Promise<boolean>;
  /** What an administrator sees of it, counted now. */
  look?(parts: BackgroundParts): Promise<Readonly<Record<string, number>>>;
}

/** Routes that stand beside those derived from the definitions. */
export type AreaRoutes = (app: HttpApp, runner: Runner, catalogue: Catalogue) => void;

/** The most that an organisation may be shown of another's case, by what an area knows; null: it says nothing of the two. */
export type CeilingRule = (
  context: ReadContext,
  between: { readonly from: string; readonly to: string; readonly case: Pick<CaseRow, 'fields'> },
) => Promise<{
  readonly label: (typeof labels)[number];
  readonly tlp: (typeof tlps)[number];
  readonly ground: Readonly<Record<string, unknown>>;
} | null>;

/** People on duty now for these offices of an organisation, outside its office hours; none inside them. */
export type OnDuty = (
  context: Pick<ReadContext, 'client' | 'scope' | 'now'>,
  of: { readonly organisationId: string; readonly roles: readonly string[] },
) => Promise<readonly string[]>;

/** Everything that the areas declare; the apps put it together. */
export interface Catalogue {
  /** The newest version of each procedure, by its id. */
  readonly procedures: ReadonlyMap<string, ProcedureModule>;
  /** Every loaded version of each procedure: a case stays with that of its opening, see `definitions/versions.ts`. */
  readonly versions: ReadonlyMap<string, ProcedureModule>;
  readonly registers: ReadonlyMap<string, RegisterModule>;
  readonly reactions: readonly BoundReaction[];
  readonly importers: ReadonlyMap<string, Importer>;
  readonly deliverables: ReadonlyMap<string, DeliverableModule>;
  /** Asked before a document is sent. */
  readonly releaseRules: readonly ReleaseRule[];
  readonly routes: readonly AreaRoutes[];
  readonly jobs: readonly AreaJob[];
  readonly loops: readonly AreaLoop[];
  readonly onDuty: readonly OnDuty[];
  readonly ceilings: readonly CeilingRule[];
  readonly mailReaders: readonly MailReader[];
}

export interface AreaModule {
  // biome-ignore lint/suspicious/noExplicitAny: each module is checked against its own facts; the catalogue only passes them through
  readonly procedures?: readonly ProcedureModule<any>[];
  readonly registers?: readonly RegisterModule[];
  readonly reactions?: readonly Reaction[];
  readonly importers?: readonly Importer[];
  // biome-ignore lint/suspicious/noExplicitAny: each module is checked against its own data; the catalogue only passes them through
  readonly deliverables?: readonly DeliverableModule<any>[];
  readonly releaseRule?: ReleaseRule;
  readonly routes?: AreaRoutes;
  readonly jobs?: readonly AreaJob[];
  readonly loops?: readonly AreaLoop[];
  readonly onDuty?: OnDuty;
  readonly ceilings?: readonly CeilingRule[];
  readonly mailReaders?: readonly MailReader[];
}

/**
 * @param procedureTitle what documents call a procedure; without it, its id in plain words
 * @throws Error when two areas declare the same id, or two procedures number their cases with the same letters
 */
export function catalogueOf(
  areas: readonly AreaModule[],
  procedureTitle: ProcedureTitle = (_language, id) => inWords(id),
): Catalogue {
  const { procedures, versions } = versionsOf(areas);
  const registers = new Map<string, RegisterModule>();
  for (const area of areas) {
    for (const module of area.registers ?? []) {
      if (registers.has(module.register.id)) throw new Error(`two registers ${module.register.id}`);
      registers.set(
        module.register.id,
        withEffectsOnCases(module, () => catalogue),
      );
    }
  }
  const importers = areas.flatMap((area) => area.importers ?? []);
  const deliverables = new Map<string, DeliverableModule>();
  for (const module of areas.flatMap((area) => area.deliverables ?? [])) {
    const { id } = module.definition;
    if (deliverables.has(id)) throw new Error(`two deliverables ${id}`);
    const same = [...deliverables.values()].find(
      (other) => other.definition.referencePattern === module.definition.referencePattern,
    );
    if (same !== undefined) throw new Error(`${id} has the references of ${same.definition.id}`);
    checkDeliverable(module);
    deliverables.set(id, { ...module, procedureTitle });
  }
  const catalogue: Catalogue = {
    ...{ procedures, versions },
    registers,
    reactions: areas
      .flatMap((area) => area.reactions ?? [])
      .map(({ id, on, run }) => ({
        id,
        on,
        run: (context, event) => run(context, event, catalogue),
      })),
    importers: new Map(importers.map((importer) => [importer.id, importer])),
    deliverables,
    releaseRules: areas.flatMap((area) => area.releaseRule ?? []),
    routes: areas.flatMap((area) => area.routes ?? []),
    jobs: areas.flatMap((area) => area.jobs ?? []),
    loops: areas.flatMap((area) => area.loops ?? []),
    onDuty: areas.flatMap((area) => area.onDuty ?? []),
    ceilings: areas.flatMap((area) => area.ceilings ?? []),
    mailReaders: areas.flatMap((area) => area.mailReaders ?? []),
  };
  return catalogue;
}

function withEffectsOnCases(module: RegisterModule, catalogue: () => Catalogue): RegisterModule {
  const bound = Object.entries(module.effectsOnCases ?? {}).map(
    ([name, effect]) =>
      [
        name,
        (context: WriteContext, input: RecordActInput) => effect(context, input, catalogue()),
      ] as const,
  );
  if (bound.length === 0) return module;
  return { ...module, effects: { ...module.effects, ...Object.fromEntries(bound) } };
}
