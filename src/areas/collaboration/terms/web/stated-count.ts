interface Said {
  readonly fields: { readonly [name: string]: unknown };
}

interface Clause extends Said {
  readonly id: string;
}

/** What each kind of party states compliance of: itself, or the clause with the two agreements on service levels. */
export const sidesOf = (kind: string): readonly string[] =>
  kind === 'national-administration' ? ['administration'] : ['sla-to-central', 'sla-from-central'];

/**
 * For how many clauses a party's compliance is stated, on each of its sides, as the clauses read now. What was stated for an earlier wording
 * does not count.
 * @param organisation whose statements count for the side of the administrations
 */
export function statedCount(
  clauses: readonly Clause[],
  assessments: readonly Said[],
  organisation: string,
  sides: readonly string[],
): number {
  const stands = new Set(
    assessments
      .filter(({ fields }) => fields['outdated'] !== true)
      .filter(
        ({ fields }) =>
          fields['against'] !== 'administration' || fields['organisation'] === organisation,
      )
      .map(({ fields }) => `${fields['termsClause']} ${fields['against']}`),
  );
  return clauses.filter(({ id }) => sides.every((side) => stands.has(`${id} ${side}`))).length;
}
