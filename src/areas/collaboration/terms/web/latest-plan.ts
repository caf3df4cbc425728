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
