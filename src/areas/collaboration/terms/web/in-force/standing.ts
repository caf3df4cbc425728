type Values = { readonly [name: string]: unknown };

/** Where a version of terms stands at an instant (ISO 8601 UTC). */
export function standingOf(fields: Values, now: string): 'ahead' | 'in-force' | 'ended' {
  const { effectiveFrom, effectiveTo } = fields;
  if (String(effectiveFrom) > now) return 'ahead';
  return typeof effectiveTo === 'string' && effectiveTo <= now ? 'ended' : 'in-force';
}

interface Known {
  readonly id: string;
  readonly fields: Values;
}

/**
 * Administrations that have a line, each once: whom any of the versions binds, and everybody else that is there today, so that one that is bound by
 * nothing is seen.
 * @param today ISO 8601 date
 */
export function linesOf(
  versions: readonly { readonly fields: Values }[],
  known: readonly Known[],
  today: string,
): string[] {
  const isThere = ({ fields: { validFrom, validTo } }: Known) =>
    (typeof validFrom !== 'string' || validFrom <= today) &&
    (typeof validTo !== 'string' || validTo >= today);
  return [
    ...new Set([
      ...versions.flatMap(({ fields }) =>
        Array.isArray(fields['organisations']) ? fields['organisations'].map(String) : [],
      ),
      ...known.filter(isThere).map(({ id }) => id),
    ]),
  ];
}
