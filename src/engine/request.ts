import type { Functions } from './decision.ts';
import { addDuration, durationBetween } from './duration.ts';
import type { Fields } from './fields.ts';
import type { Action, Deadline, LifeCycle, RoleId } from './life-cycle.ts';

/** How long recipients have, as ISO 8601 durations; without `acknowledge` nothing is escalated before the answer is due. */
export interface Urgency {
  readonly acknowledge?: string;
  readonly answer: string;
}

/**
 * What is asked for is agreement, which a recipient gives by an action of the case, whichever page it starts from: the action answers the
 * request, and answering the request performs the action.
 */
export interface Agreement {
  /** Action with an approval of all parties. */
  readonly agree: string;
  /** Action of those who agree, by which one of them says why it does not. */
  readonly object: string;
}

/** A kind of request that a case sends to many parties at once, each of which answers for itself (evidence, information, agreement, action). */
export interface RequestKind {
  /** Who sends it, withdraws it, and verifies or returns answers: roles of the case. */
  readonly by: readonly RoleId[];
  /** States of the case in which it may be sent. */
  readonly from: readonly string[] | 'any-open';
  /** Roles in the recipient's organisation that may act on it; each recipient is asked in one of them. */
  readonly to: readonly RoleId[];
  /** What is asked beside subject and text. */
  readonly fields?: Fields;
  /** What a recipient fills in. */
  readonly answer?: Fields;
  readonly urgencies: { readonly [urgency: string]: Urgency };
  /** Urgencies whose mail carries a one-time link that acknowledges, and does nothing else; each has a time to acknowledge. */
  readonly linkFor?: readonly string[];
  /** Told one after another when nobody acknowledged or answered in time, each in the recipient's organisation and the case's. */
  readonly escalateTo: readonly RoleId[];
  /** All of them are told at once when an answer is overdue, instead of a day apart. */
  readonly escalateTogether?: true;
  /** The sender accepts or returns each answer; otherwise an answer is the end. */
  readonly verified: boolean;
  /** A recipient sees its own part only; otherwise every recipient sees who answered what. */
  readonly hidden: boolean;
  /** Roles that are asked, too, whose answers every recipient sees although those of others are hidden. */
  readonly shown?: readonly RoleId[];
  /** The case cannot end while a recipient is open. */
  readonly holdsEnd: boolean;
  /** Action by `system` of the case, performed when one recipient answered or declined. */
  readonly onAnswer?: string;
  /** Action by `system` of the case, performed when no recipient of this kind owes an answer any more. */
  readonly onAllAnswered?: string;
  /** Action by `system` of the case, performed when an answer is overdue. */
  readonly onOverdue?: string;
  /** Sent by an action that {@link Action.asks} for it, never by hand; over once the case is where nobody can agree. */
  readonly agreement?: Agreement;
  readonly clause: string;
}

const beforeMorningMs = 4 * 3_600_000;

/** What has to be acknowledged within four hours cannot wait until an office opens. */
export function isUrgent(kind: RequestKind, urgency: string): boolean {
  const acknowledge = kind.urgencies[urgency]?.acknowledge;
  if (acknowledge === undefined) return false;
  const begin = '2000-01-01T00:00:00.000Z';
  return Date.parse(addDuration(begin, acknowledge)) - Date.parse(begin) <= beforeMorningMs;
}

/** Whoever was asked, and whoever asks: the two roles of a recipient's life. */
export const recipientRoles = { recipient: 'recipient', sender: 'sender' } as const;

const { recipient, sender } = recipientRoles;

/** States in which the recipient owes something. */
export const owing = [
  'sent',
  'seen',
  'acknowledged',
  'accepted',
  'in-progress',
  'returned',
] as const;

/** States in which the sender has to decide. */
export const toDecide = ['done', 'declined'] as const;

/**
 * The life of one recipient of a request: sent, seen, acknowledged, accepted or declined with reason, in progress, done, verified or
 * returned (domain model, SM-EAR; R-INC-7 to 9). Built from the kind, so that a kind without verification ends with the answer.
 */
export function recipientLifeCycle(kind: RequestKind): LifeCycle {
  if (kind.agreement !== undefined) return lifeCycleOfAgreement(kind);
  const { clause, verified } = kind;
  const end = (outcome: 'achieved' | 'not-achieved') =>
    ({ kind: 'final', outcome, clause }) as const;
  const waiting = { kind: 'waiting', clause } as const;
  const active = { kind: 'active', clause } as const;
  return {
    initial: 'sent',
    states: {
      ...{ sent: active, seen: active, acknowledged: active, accepted: active },
      'in-progress': active,
      done: verified ? waiting : end('achieved'),
      declined: verified ? waiting : end('not-achieved'),
      ...(verified
        ? { returned: active, verified: end('achieved'), released: end('not-achieved') }
        : {}),
      withdrawn: end('not-achieved'),
    },
    actions: { ...actionsOfRecipient(kind), ...(verified ? actionsOfVerifier(kind) : {}) },
    deadlines: deadlinesOf(kind),
  };
}

/** The ends of somebody whose agreement is asked for, beside `withdrawn`: it agreed, it objects, what it agreed to was changed. */
export const endsOfAgreement = { agreed: 'done', objected: 'declined', void: 'void' } as const;

/**
 * The life of a recipient whose agreement is asked for: nothing is accepted or begun before, nothing verified after. Form, reason and guards are
 * those of the actions of the case; a change of what was agreed to makes it void.
 */
function lifeCycleOfAgreement(kind: RequestKind): LifeCycle {
  const { clause } = kind;
  const open = openStates(kind);
  const by = [recipient];
  const active = { kind: 'active', clause } as const;
  const over = { kind: 'final', outcome: 'not-achieved', clause } as const;
  const { agreed, objected, void: voided } = endsOfAgreement;
  return {
    initial: 'sent',
    states: {
      ...{ sent: active, seen: active, acknowledged: active },
      [agreed]: { kind: 'final', outcome: 'achieved', clause },
      ...{ [objected]: over, [voided]: over, withdrawn: over },
    },
    actions: {
      see: { from: ['sent'], to: 'seen', by, clause },
      acknowledge: { from: ['sent', 'seen'], to: 'acknowledged', by, clause },
      answer: { from: open, to: agreed, by, clause, comment: 'optional', primary: true },
      decline: { from: open, to: objected, by, clause, comment: 'optional' },
      withdraw: { from: open, to: 'withdrawn', by: 'system', clause },
      lapse: { from: open, to: 'withdrawn', by: 'system', clause },
      void: { from: [agreed], to: voided, by: 'system', clause },
      ...overdueOf(kind),
    },
    deadlines: deadlinesOf(kind),
  };
}

function openStates(kind: RequestKind): string[] {
  const skipped = [
    ...(kind.verified ? [] : ['returned']),
    ...(kind.agreement === undefined ? [] : ['accepted', 'in-progress']),
  ];
  return owing.filter((state) => !skipped.includes(state));
}

function overdueOf(kind: RequestKind): Record<string, Action> {
  if (kind.onOverdue === undefined) return {};
  const { clause } = kind;
  return { overdue: { from: openStates(kind), to: 'same', by: 'timer', clause } };
}

function actionsOfRecipient(kind: RequestKind): Record<string, Action> {
  const { clause } = kind;
  const by = [recipient];
  const open = openStates(kind);
  return {
    see: { from: ['sent'], to: 'seen', by, clause },
    acknowledge: { from: ['sent', 'seen'], to: 'acknowledged', by, clause },
    accept: { from: ['sent', 'seen', 'acknowledged'], to: 'accepted', by, clause },
    start: { from: ['sent', 'seen', 'acknowledged', 'accepted'], to: 'in-progress', by, clause },
    answer: {
      ...{ from: open, to: 'done', by, clause, comment: 'optional', primary: true },
      ...(kind.answer === undefined ? {} : { form: kind.answer }),
    },
    decline: {
      ...{ from: open, to: 'declined', by, clause, comment: 'required' },
      form: { alternative: { kind: 'text', multiline: true } },
    },
    withdraw: {
      ...{ from: [...open, ...(kind.verified ? ['declined'] : [])], to: 'withdrawn' },
      ...{ by: [sender], clause, comment: 'required', destructive: true },
    },
    ...overdueOf(kind),
  };
}

/** Nobody verifies what he answered himself. */
function actionsOfVerifier({ clause }: RequestKind): Record<string, Action> {
  const by = [sender];
  return {
    verify: {
      ...{ from: ['done'], to: 'verified', by, clause, comment: 'optional', primary: true },
      notBy: ['answer'],
    },
    return: { from: ['done'], to: 'returned', by, clause, comment: 'required' },
    release: { from: ['declined'], to: 'released', by, clause, comment: 'optional', primary: true },
    reissue: { from: ['declined'], to: 'sent', by, clause, comment: 'required' },
  };
}

/** Whoever owes an answer is reminded a day and an hour before it is due, of those instants that lie ahead when it is asked. */
const remindBefore = ['P1D', 'PT1H'];

function deadlinesOf(kind: RequestKind): Record<string, Deadline> {
  const { clause, escalateTo } = kind;
  const acknowledges = Object.values(kind.urgencies).some((one) => one.acknowledge !== undefined);
  return {
    ...(acknowledges
      ? {
          acknowledgement: {
            ...{ states: ['sent', 'seen'], within: { by: 'time-to-acknowledge' } },
            ...{ escalateTo, escalateEvery: 'PT30M', clause },
          },
        }
      : {}),
    answer: {
      ...{ states: openStates(kind), within: { by: 'time-to-answer' }, escalateTo, remindBefore },
      ...{ ...(kind.escalateTogether === true ? {} : { escalateEvery: 'P1D' }), clause },
      ...(kind.onOverdue === undefined ? {} : { action: 'overdue' }),
    },
  };
}

/** What the declaration of a recipient's life refers to: how long it has, by the urgency and the date that were sent with it. */
export function recipientFunctions(kind: RequestKind): Functions {
  const urgencyOf = (fields: Readonly<Record<string, unknown>>): Urgency =>
    kind.urgencies[String(fields['urgency'])] ?? { answer: 'P5D' };
  return {
    guards: {},
    durations: {
      'time-to-acknowledge': ({ record, now }) => {
        const { acknowledgeBy } = record.fields;
        if (typeof acknowledgeBy === 'string' && acknowledgeBy > now) {
          return durationBetween(now, acknowledgeBy);
        }
        const { acknowledge, answer } = urgencyOf(record.fields);
        return acknowledge ?? answer;
      },
      'time-to-answer': ({ record, now }) => {
        const { dueAt } = record.fields;
        return typeof dueAt === 'string' && dueAt > now
          ? durationBetween(now, dueAt)
          : urgencyOf(record.fields).answer;
      },
    },
  };
}
