import type { AllowedAction, Me } from '#work/contract.ts';

/** In whose place a person may act. */
export interface StandsFor {
  readonly personId: string;
  readonly name: string;
}

export interface Standing {
  /** Whether one of the own roles is enough, without standing for anybody. */
  readonly self: boolean;
  readonly others: readonly StandsFor[];
}

type Holding = Pick<Me['roles'][number], 'role' | 'caseId' | 'forPersonId' | 'forPerson'>;

/** As whom an action of a case may be taken: oneself, or those whose substitute or delegate one is in a role that the action asks for. */
export function standingFor(
  action: Pick<AllowedAction, 'roles'>,
  caseId: string,
  holdings: readonly Holding[],
): Standing {
  const wanted = holdings.filter(
    (holding) =>
      action.roles.includes(holding.role) && (holding.caseId === null || holding.caseId === caseId),
  );
  const others = new Map<string, StandsFor>();
  for (const { forPersonId, forPerson } of wanted) {
    if (forPersonId !== null) {
      others.set(forPersonId, { personId: forPersonId, name: forPerson ?? forPersonId });
    }
  }
  return {
    self:
      wanted.some(({ forPersonId }) => forPersonId === null) ||
      action.roles.includes('any-member') ||
      others.size === 0,
    others: [...others.values()],
  };
}

/** Who is meant unless another choice is made: oneself where that is enough. */
export function startStanding({ self, others }: Standing): string | null {
  return self ? null : (others[0]?.personId ?? null);
}
