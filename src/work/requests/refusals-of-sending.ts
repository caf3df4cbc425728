import type { Refusal } from '#engine/decision.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { RequestKind } from '#engine/request.ts';
import type { LoadedCase } from '#work/cases/load-case.ts';

/** Why a request cannot be sent now by who holds these roles: the case's state, the role, or that an action of the case sends it. */
export function refusalsOfSending(
  procedure: Procedure,
  kind: RequestKind,
  { row }: LoadedCase,
  roles: readonly string[],
): Refusal[] {
  const { clause } = kind;
  if (kind.agreement !== undefined) return [{ rule: 'unknown-action', name: 'send', clause }];
  const ended = procedure.states[row.state]?.kind === 'final';
  const starts = kind.from === 'any-open' ? !ended : kind.from.includes(row.state);
  return [
    ...(starts
      ? []
      : [{ rule: 'wrong-state' as const, name: row.state, detail: { from: kind.from }, clause }]),
    ...(kind.by.some((role) => roles.includes(role))
      ? []
      : [{ rule: 'role' as const, name: 'send', detail: { roles: kind.by }, clause }]),
  ];
}
