export type Priority = 'immediate' | 'high' | 'normal' | 'low';

const order: readonly Priority[] = ['low', 'normal', 'high', 'immediate'];

/** Days from the decision to the verified patch; CISA's directive BOD 26-04 gives the same steps of 3, 14 and 60 days. */
export const daysOfPriority: Readonly<Record<Priority, number>> = {
  immediate: 3,
  high: 14,
  normal: 60,
  low: 180,
};

/**
 * The priority of a patch from the impact of the weakness and the environment of the assets (X.1052 §12.2.3 c):
 *
 * | starts at | when |
 * |---|---|
 * | high | known to be exploited (KEV), or CVSS 9.0 and more |
 * | normal | CVSS 4.0 to 8.9, or no score |
 * | low | CVSS below 4.0 |
 *
 * One step up for assets open to the internet, and one for critical or strategic assets; one step down for isolated assets of lesser
 * value. What is exploited and open to the internet is therefore immediate, and so is what is exploited on a critical asset.
 */
export function proposePatchPriority(values: Readonly<Record<string, unknown>>): Priority {
  const score = typeof values['cvssScore'] === 'number' ? values['cvssScore'] : null;
  const exploited = values['knownExploited'] === true;
  const exposure = values['exposure'];
  const value = values['assetValue'];
  const valuable = value === 'critical' || value === 'strategic';
  let rank = exploited || (score ?? 5) >= 9 ? 2 : (score ?? 5) >= 4 ? 1 : 0;
  if (exposure === 'internet') rank += 1;
  if (valuable) rank += 1;
  if (exposure === 'isolated' && !valuable) rank -= 1;
  return order[Math.min(Math.max(rank, 0), order.length - 1)] ?? 'normal';
}

/** The person's decision, or else the proposal. */
export function decidedPriority(values: Readonly<Record<string, unknown>>): Priority {
  const decided = order.find((one) => one === values['priority']);
  return decided ?? proposePatchPriority(values);
}

/** ISO 8601 duration until the patch has to be verified: by the priority, and never after the due date of KEV (at least a day). */
export function timeToImplement(values: Readonly<Record<string, unknown>>, now: string): string {
  const days = daysOfPriority[decidedPriority(values)];
  const kev = Date.parse(`${String(values['kevDueDate'])}T23:59:59.000Z`);
  if (Number.isNaN(kev)) return `P${days}D`;
  const daysToKev = Math.max(1, Math.ceil((kev - Date.parse(now)) / 86_400_000));
  return `P${Math.min(days, daysToKev)}D`;
}
