type Values = { readonly [name: string]: unknown };

/** Where a version of terms stands at an instant (ISO 8601 UTC). */
export function standingOf(fields: Values, now: string): 'ahead' | 'in-force' | 'ended' {
  const { effectiveFrom, effectiveTo } = fields;
  if (String(effectiveFrom) > now) return 'ahead';
  return typeof effectiveTo === 'string' && effectiveTo <= now ? 'ended' : 'in-force';
}

/** Administrations that any of the versions binds, each once. */
export function boundAdministrations(versions: readonly { readonly fields: Values }[]): string[] {
  return [
    ...new Set(
      versions.flatMap(({ fields }) =>
        Array.isArray(fields['organisations']) ? fields['organisations'].map(String) : [],
      ),
    ),
  ];
}
