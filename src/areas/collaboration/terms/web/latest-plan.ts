interface Plan {
  readonly fields: { readonly [name: string]: unknown };
}

/** The newest plan of a kind: of the Common Domain where `organisation` is null, or else of that administration. */
export function latestPlan<P extends Plan>(
  plans: readonly P[],
  organisation: string | null,
  kind: string,
): P | null {
  const found = plans.filter(
    ({ fields }) =>
      fields['plan'] === kind &&
      (organisation === null
        ? fields['domain'] === 'common'
        : fields['domain'] === 'local' && fields['organisation'] === organisation),
  );
  return found.reduce<P | null>(
    (newest, one) =>
      newest === null || String(one.fields['at']) > String(newest.fields['at']) ? one : newest,
    null,
  );
}

/** Whether a plan counts on a day (`YYYY-MM-DD`): its first and last day are days of it. */
export function standingOfPlan(fields: Plan['fields'], day: string): 'valid' | 'over' | 'ahead' {
  if (String(fields['validTo']) < day) return 'over';
  return String(fields['validFrom']) > day ? 'ahead' : 'valid';
}
