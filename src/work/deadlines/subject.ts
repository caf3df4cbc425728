import type { LifeCycle } from '#engine/life-cycle.ts';
import { isUrgent, type RequestKind, recipientLifeCycle } from '#engine/request.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { timerActor } from '#work/cases/system-actor.ts';
import type { Catalogue, RegisterModule } from '#work/catalogue.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { type NoticeDraft, noticeOfCase } from '#work/notifications/notify.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { type RegisterRow, viewOf } from '#work/registers/register-sql.ts';
import { performOnRecipient } from '#work/requests/act-on-recipient.ts';
import { kindOfRecipient, loadRecipient } from '#work/requests/load-recipient.ts';

/** What a deadline is about: a case, or a record of a register, with the life cycle that it lives. */
export interface Subject {
  /** Id of the procedure or register. */
  readonly definitionId: string;
  readonly lifeCycle: LifeCycle;
  readonly state: string;
  readonly version: number;
  readonly about: Omit<NoticeDraft, 'kind' | 'about' | 'roles'>;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Who could take the next step, where the life cycle's own roles do not say it. */
  readonly acting?: { readonly roles: string[]; readonly people: string[] };
  /** Organisations whose holders an escalation is brought to; absent: as for every other notice about it. */
  readonly escalatesIn?: readonly string[];
  /** Tells areas that a deadline passed, where they are to answer that. */
  readonly passed?: (deadline: string) => void;
  /** Performs an action by the clock. @throws 409 `action-refused` */
  perform(action: string): Promise<void>;
}

/** Loads and locks the subject; null when it is gone. @throws Error when no definition is loaded for it. */
export async function loadSubject(
  context: WriteContext,
  catalogue: Catalogue,
  kind: string,
  recordId: string,
): Promise<Subject | null> {
  try {
    if (kind === 'case') {
      const loaded = await loadCase(context, recordId, { lock: true });
      return subjectOfCase(context, catalogue, loaded);
    }
    if (kind === 'request-recipient') return await subjectOfRecipient(context, catalogue, recordId);
    const module = catalogue.registers.get(kind);
    if (module === undefined) throw new Error(`no definition of the register ${kind}`);
    const row = await findRecord(context, module.register, recordId, { lock: true });
    return subjectOfRecord(context, module, row);
  } catch (error) {
    if (error instanceof AppError && error.status === 404) return null;
    throw error;
  }
}

function subjectOfCase(context: WriteContext, catalogue: Catalogue, loaded: LoadedCase): Subject {
  const { row } = loaded;
  const module = moduleOf(catalogue, row);
  return {
    definitionId: row.procedure,
    lifeCycle: module.procedure,
    state: row.state,
    version: row.version,
    about: noticeOfCase(row),
    fields: row.fields,
    perform: async (action) => {
      const act = { loaded, actor: timerActor, action, comment: null, fields: {} };
      await performAction(context, catalogue, act);
    },
  };
}

function subjectOfRecord(context: WriteContext, module: RegisterModule, row: RegisterRow): Subject {
  const { register } = module;
  const view = viewOf(register, row);
  const title = view.fields[register.title];
  return {
    definitionId: register.id,
    lifeCycle: register.lifeCycle ?? { initial: '', states: {}, actions: {} },
    state: view.state ?? '',
    version: view.version,
    about: {
      ownerId: view.ownerId ?? '',
      recordKind: register.id,
      recordId: view.id,
      caseId: view.caseId ?? null,
      title: typeof title === 'string' ? title : register.id,
      label: view.label ?? 'LIMITED',
      tlp: view.tlp ?? 'AMBER',
    },
    fields: view.fields,
    perform: async (action) => {
      const act = { action, comment: null, fields: {}, actor: timerActor };
      await actOnRecord(context, module, row, act);
    },
  };
}

/** The contact that terms name is the first in line. */
function reachedFirst(kind: RequestKind, role: string | null): RequestKind {
  if (role === null) return kind;
  return { ...kind, escalateTo: [role, ...kind.escalateTo.filter((one) => one !== role)] };
}

async function subjectOfRecipient(
  context: WriteContext,
  catalogue: Catalogue,
  recordId: string,
): Promise<Subject> {
  const seen = await loadRecipient(context, recordId, { lock: false });
  const kind = kindOfRecipient(catalogue, seen);
  // What is overdue may move the case, which every command locks first.
  if (kind.onOverdue !== undefined) await loadCase(context, seen.caseId, { lock: true });
  const loaded = await loadRecipient(context, recordId, { lock: true });
  const { ownerId, organisationId, senderId, personId } = loaded;
  return {
    definitionId: `request.${loaded.kind}`,
    lifeCycle: recipientLifeCycle(reachedFirst(kind, loaded.contact?.role ?? null)),
    state: loaded.state,
    version: loaded.version,
    about: {
      ...{ ownerId, recordKind: 'request', recordId: loaded.requestId, organisationId },
      ...{ title: loaded.subject, reference: loaded.reference, procedure: loaded.procedure },
      ...{ label: loaded.label, tlp: loaded.tlp, urgent: isUrgent(kind, loaded.urgency) },
    },
    fields: {},
    acting: {
      roles: personId === null ? [loaded.role] : [],
      people: personId === null ? [] : [personId],
    },
    escalatesIn: [...new Set([organisationId, senderId, ownerId])],
    passed: (deadline) => {
      const { caseId, contact } = loaded;
      const payload = { deadline, caseId, organisationId, reference: loaded.reference, contact };
      context.emit({ name: 'request.deadline-passed', ownerId, recordId, payload });
    },
    perform: (action) =>
      performOnRecipient(context, catalogue, loaded, {
        ...{ action, comment: null, fields: {}, actor: timerActor },
      }),
  };
}

/** Who could take the next step: the roles of the actions that start here, and the people whom an `owner` or `person` field names. */
export function whoCanAct(subject: Subject): { roles: string[]; people: string[] } {
  if (subject.acting !== undefined) return subject.acting;
  const roles = new Set<string>();
  const final = subject.lifeCycle.states[subject.state]?.kind === 'final';
  for (const action of Object.values(subject.lifeCycle.actions)) {
    const starts = action.from === 'any-open' ? !final : action.from.includes(subject.state);
    if (!starts || typeof action.by === 'string') continue;
    for (const role of action.by) roles.add(role);
  }
  const people = ['owner', 'person'].flatMap((name) => {
    const person = subject.fields[name];
    return roles.has(name) && typeof person === 'string' ? [person] : [];
  });
  // Every member is nobody in particular: telling all of an organisation tells no one.
  return {
    roles: [...roles].filter((role) => !['any-member', 'owner', 'person'].includes(role)),
    people,
  };
}
