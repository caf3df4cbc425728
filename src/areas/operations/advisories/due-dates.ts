import { addDuration } from '#engine/duration.ts';

export interface Urgency {
  readonly severity: string | null;
  readonly exploited: boolean;
  /** Calendar day by which the catalogue of known exploitation asks for remediation. */
  readonly kevDueDate: string | null;
}

/** Times of CISA's BOD 19-02 for critical and high, its BOD 22-01 for known exploitation; the others follow their proportion. */
const times: Readonly<Record<string, string>> = {
  critical: 'P15D',
  high: 'P30D',
  medium: 'P90D',
  low: 'P180D',
  none: 'P180D',
};
const exploitedTime = 'P14D';
const unratedTime = 'P90D';

/** When something about a finding is due if nobody decides otherwise, from when it was first seen. ISO 8601 UTC. */
export function defaultDueAt(firstSeenAt: string, urgency: Urgency): string {
  const byRule = addDuration(
    firstSeenAt,
    urgency.exploited ? exploitedTime : (times[urgency.severity ?? ''] ?? unratedTime),
  );
  if (urgency.kevDueDate === null) return byRule;
  const byCatalogue = `${urgency.kevDueDate}T23:59:59.000Z`;
  return byCatalogue > firstSeenAt && byCatalogue < byRule ? byCatalogue : byRule;
}
