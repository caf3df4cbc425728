import type { Functions, GuardInput } from '#engine/decision.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordChange } from '#work/catalogue.ts';

/** What differs between the registers of exceptions. */
interface ExceptionOptions {
  /** The clause that lets something be borne for a time. */
  readonly clause: string;
  /** Effects of the register's module when it is approved, and when it ends before or on its day. */
  readonly onApproval: readonly string[];
  readonly onEnd?: readonly string[];
}

const decidedBy = ['security-manager', 'operations-management'] as const;

/**
 * The life of a written decision to live with something until a day: asked for by one person, decided by another, ended by its day or by
 * a person. The register has the field `expiresAt` (an instant) and the functions `exceptionFunctions`.
 */
export function exceptionLife({ clause, onApproval, onEnd }: ExceptionOptions) {
  const atEnd = onEnd === undefined ? {} : { effects: onEnd };
  return {
    initial: 'requested',
    states: {
      requested: { kind: 'active', clause },
      approved: { kind: 'waiting', clause },
      rejected: { kind: 'final', outcome: 'not-achieved', clause },
      expired: { kind: 'final', outcome: 'achieved', clause },
      revoked: { kind: 'final', outcome: 'not-achieved', clause },
    },
    actions: {
      approve: {
        from: ['requested'],
        to: 'approved',
        by: decidedBy,
        clause,
        guards: ['expiry-is-ahead'],
        effects: onApproval,
        notBy: ['open'],
        primary: true,
        comment: 'required',
      },
      reject: {
        from: ['requested'],
        to: 'rejected',
        by: decidedBy,
        clause,
        notBy: ['open'],
        comment: 'required',
      },
      revoke: {
        from: ['approved'],
        to: 'revoked',
        by: decidedBy,
        clause,
        comment: 'required',
        ...atEnd,
        destructive: true,
      },
      expire: { from: ['approved'], to: 'expired', by: 'timer', ...atEnd, clause },
    },
    deadlines: {
      decision: {
        states: ['requested'],
        within: 'P5D',
        remindBefore: ['P1D'],
        escalateTo: ['security-manager'],
        escalateEvery: 'P2D',
        clause,
      },
      expiry: {
        states: ['approved'],
        within: { by: 'until-expiry' },
        remindBefore: ['P14D', 'P2D'],
        escalateTo: ['security-manager'],
        action: 'expire',
        clause,
      },
    },
  } as const satisfies LifeCycle;
}

const soonest = 'PT1H';

/** Minutes until the exception's last moment; negative when it is past. */
function minutesLeft(input: GuardInput): number {
  const expiresAt = input.fields['expiresAt'] ?? input.record.fields['expiresAt'];
  return Math.floor((Date.parse(String(expiresAt)) - Date.parse(input.now)) / 60_000);
}

export const exceptionFunctions: Functions = {
  guards: { 'expiry-is-ahead': (input) => minutesLeft(input) > 0 },
  durations: {
    'until-expiry': (input) => {
      const minutes = minutesLeft(input);
      return minutes > 60 ? `PT${minutes}M` : soonest;
    },
  },
};

/** An exception ends after it is asked for. @throws 422 with the place */
export async function refusePastExpiry(context: WriteContext, change: RecordChange): Promise<void> {
  const expiresAt = change.after?.['expiresAt'];
  if (change.kind !== 'create' || Date.parse(String(expiresAt)) > context.now.getTime()) return;
  const message = 'The exception must end after now.';
  throw invalidInput([{ path: '/expiresAt', code: 'past', message }]);
}

/** An approved exception, until when it counts. */
export interface StandingException {
  /** ISO 8601 UTC. */
  readonly expiresAt: string;
}

/**
 * Until when everything in a list is covered: the earliest instant at which one of them loses its last exception; null: not all are.
 * @param coversOf the exceptions that cover one of them
 */
export function coveredUntil<One>(
  wanted: readonly One[],
  coversOf: (one: One) => readonly StandingException[],
): string | null {
  const ends = wanted.map(
    (one) =>
      coversOf(one)
        .map(({ expiresAt }) => expiresAt)
        .sort()
        .at(-1) ?? null,
  );
  return ends.length === 0 || ends.includes(null) ? null : (ends.sort()[0] ?? null);
}
