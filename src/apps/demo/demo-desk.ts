import type { Principal } from '#kernel/access/principal.ts';
import type { SettableClock } from '#kernel/clock/clock.ts';
import {
  type Command,
  decode,
  inWriteTransaction,
  type Query,
  runCommand,
  runQuery,
} from '#kernel/command/command.ts';
import type { Database } from '#kernel/database/database.ts';
import type { Log } from '#kernel/log/log.ts';
import { caseCommands } from '#work/cases/commands.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import type { RecordView } from '#work/contract.ts';
import {
  type ImportFiles,
  importerOf,
  performImport,
  receiveImport,
} from '#work/imports/import-service.ts';
import type { ImportReport } from '#work/imports/run-import.ts';
import { type RegisterOperations, registerOperations } from '#work/registers/register-commands.ts';
import type { DemoParties } from './load-parties.ts';

export interface DeskParts {
  readonly database: Database;
  readonly clock: SettableClock;
  readonly catalogue: Catalogue;
  readonly files: ImportFiles;
  readonly log: Log;
  /** Aborted when the product stops: the next step is not begun. */
  readonly stopping: AbortSignal;
}

/** The product stops while the demonstration is loaded. */
export class DemoStopped extends Error {
  override readonly name = 'DemoStopped';
}

/** Commands of one person in one transaction: so many, then the next. */
const batchSize = 40;
/** Between two steps of the demonstration passes a little time, so that what followed what can be seen. */
const stepMs = 20_000;

/** The desks of the demonstration's people: every step is a command of the product, as the person in whose name it stands. */
export class DemoDesk {
  readonly parts: DeskParts;
  readonly parties: DemoParties;
  readonly #cases: ReturnType<typeof caseCommands>;
  readonly #registers = new Map<string, RegisterOperations>();

  constructor(parts: DeskParts, parties: DemoParties) {
    this.parts = parts;
    this.parties = parties;
    this.#cases = caseCommands(parts.catalogue);
  }

  get now(): Date {
    return this.parts.clock.now();
  }

  /** The person as a session would carry it. */
  person(email: string): Principal {
    const found = this.parties.people.get(email);
    if (found === undefined) throw new Error(`the demonstration knows no ${email}`);
    const organisationId = this.organisation(found.organisation);
    return {
      kind: 'session',
      personId: found.id,
      name: found.name,
      locale: 'en',
      organisationId,
      holdings: found.roles.map((role) => ({
        role,
        organisationId,
        systemId: null,
        caseId: null,
        kind: 'holder' as const,
        forPersonId: null,
      })),
      tokenScopes: null,
      viaId: null,
      from: '127.0.0.1',
    };
  }

  personId(email: string): string {
    return this.person(email).personId ?? '';
  }

  organisation(code: string): string {
    const id = this.parties.organisations.get(code);
    if (id === undefined) throw new Error(`the demonstration knows no organisation ${code}`);
    return id;
  }

  register(id: string): RegisterOperations {
    const known = this.#registers.get(id);
    if (known !== undefined) return known;
    const module = this.parts.catalogue.registers.get(id);
    if (module === undefined) throw new Error(`no register ${id}`);
    const made = registerOperations(this.parts.catalogue, module);
    this.#registers.set(id, made);
    return made;
  }

  run<In, Out>(email: string, command: Command<In, Out>, input: unknown): Promise<Out> {
    this.step();
    return runCommand(this.parts, command, this.person(email), input);
  }

  ask<In, Out>(email: string, query: Query<In, Out>, input: unknown): Promise<Out> {
    return runQuery(this.parts, query, this.person(email), input);
  }

  /** The same command many times over: some at once in a transaction, as an import would. */
  async runMany<In, Out>(
    email: string,
    command: Command<In, Out>,
    inputs: readonly unknown[],
  ): Promise<Out[]> {
    const principal = this.person(email);
    const done: Out[] = [];
    for (let at = 0; at < inputs.length; at += batchSize) {
      this.step();
      const batch = inputs.slice(at, at + batchSize).map((input) => decode(command.input, input));
      const scopes = batch.map((input) => command.authorise(principal, input));
      const [scope] = scopes;
      if (scope === undefined) break;
      const results = await inWriteTransaction(
        this.parts,
        { principal, scope, role: 'app' },
        async (context) => {
          const written: Out[] = [];
          for (const input of batch) written.push(await command.run(context, input));
          return written;
        },
      );
      done.push(...results);
    }
    return done;
  }

  create(email: string, register: string, fields: object, caseId?: string): Promise<RecordView> {
    const input = { fields, ...(caseId === undefined ? {} : { caseId }) };
    return this.run(email, this.register(register).create, input);
  }

  open(email: string, procedure: string, title: string, fields: object): Promise<CaseRow> {
    return this.run(email, this.#cases.open, { procedure, title, fields });
  }

  act(
    email: string,
    caseId: string,
    action: string,
    fields: object = {},
    comment: string | null = null,
  ): Promise<CaseRow> {
    return this.run(email, this.#cases.act, { caseId, action, fields, comment });
  }

  /** Takes a file in and reads it at once. @throws Error naming the first fault when it is refused, whole or in part */
  async import(
    email: string,
    format: string,
    text: string,
    query: { readonly fileName: string; readonly target?: string; readonly ecosystem?: string },
  ): Promise<ImportReport> {
    this.step();
    const { catalogue, files } = this.parts;
    const principal = this.person(email);
    const bytes = Buffer.from(text);
    const source = (async function* () {
      yield bytes;
    })();
    const input = { format, query, source };
    const { id } = await receiveImport(this.parts, catalogue, files, principal, input);
    const ownerId = principal.organisationId ?? '';
    const job = { ownerId, importId: id };
    const report = await performImport(this.parts, catalogue, files, job, principal);
    if (report === null || report.failure !== null || report.refused > 0) {
      throw new Error(`${importerOf(catalogue, format).id} ${query.fileName}: ${report?.failure}`);
    }
    return report;
  }

  /** @throws DemoStopped when the product stops */
  step(): void {
    if (this.parts.stopping.aborted) throw new DemoStopped('the product stops');
    this.parts.clock.advance(stepMs);
  }
}
