import type { ReadContext } from '#kernel/command/context.ts';

/** One change of a common policy or standard, of a trans-European system, or of a service. */
export interface ReferenceChange {
  readonly kind: 'common-standards' | 'systems' | 'services';
  /** The standard, system or service; null when it is gone. */
  readonly recordId: string | null;
  readonly subject: string;
  readonly act: 'entered' | 'changed' | 'ended';
  readonly changedFields: readonly string[];
  readonly edition: string | null;
  readonly at: string;
}

interface ChangeRow extends Omit<ReferenceChange, 'at'> {
  readonly at: Date;
}

const text = `
select "subject_kind" as kind, coalesce("standard_id", "system_id")::text as "recordId", "subject", "act",
  coalesce("changed_fields", '{}') as "changedFields", "edition", "at"
from reference_change where "at" >= $1 and "at" < $2
union all
select 'services', "record", "subject", "act", coalesce("changed_fields", '{}'), null, "at"
from own_change where owner_id = any ($3::uuid[]) and "subject_kind" = 'services' and "at" >= $1 and "at" < $2
order by "at" desc limit 500`;

/**
 * Changes in policies concerning the Common Domain and in trans-European services, newest first: the input H10 of a mission's set-up
 * (Security Plan §4.2). Services are those that the scope owns.
 */
export async function changesSince(
  context: Pick<ReadContext, 'client' | 'scope' | 'now'>,
  since: string,
): Promise<ReferenceChange[]> {
  const { rows } = await context.client.query<ChangeRow>({
    name: 'reference-changes-since',
    text,
    values: [since, context.now, context.scope.organisations],
  });
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}
