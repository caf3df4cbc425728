import type { ReadContext } from '#kernel/command/context.ts';

export interface AdvisoryRevision {
  readonly number: number;
  readonly sourceRevision: string;
  readonly trackingStatus: string;
  readonly sha256: string;
  readonly receivedAt: string;
  readonly issuedAt: string | null;
  readonly changes: readonly { path: string; before: unknown; after: unknown }[];
  readonly changesLeftOut: number;
  readonly changedTargets: number;
  readonly holds: boolean;
}

interface Row extends Omit<AdvisoryRevision, 'receivedAt' | 'issuedAt'> {
  readonly receivedAt: Date;
  readonly issuedAt: Date | null;
}

/** Revisions of an advisory, newest first, at most 200, each with what it changed. */
export async function revisionsOf(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
): Promise<AdvisoryRevision[]> {
  const { rows } = await context.client.query<Row>({
    name: 'advisory-revisions',
    text: `select number, source_revision as "sourceRevision", tracking_status as "trackingStatus", sha256, received_at as "receivedAt",
        issued_at as "issuedAt", changes, changes_left_out as "changesLeftOut", changed_targets as "changedTargets", holds
      from advisory_revision where advisory_id = $1 order by number desc limit 200`,
    values: [advisoryId],
  });
  return rows.map((row) => ({
    ...row,
    receivedAt: row.receivedAt.toISOString(),
    issuedAt: row.issuedAt?.toISOString() ?? null,
  }));
}

export interface StoredDocument {
  readonly sha256: string;
  readonly format: string;
  readonly fileName: string | null;
  readonly bytes: number;
}

/** The document of a revision; of the one that holds when no number is given. */
export async function documentOf(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
  number: number | null,
): Promise<StoredDocument | null> {
  const { rows } = await context.client.query<StoredDocument>({
    name: 'advisory-document-of',
    text: `select d.sha256, d.format, d.file_name as "fileName", d.bytes from advisory_revision r join advisory_document d on d.sha256 = r.sha256
      where r.advisory_id = $1 and (r.number = $2 or $2::integer is null and r.holds) order by r.number desc limit 1`,
    values: [advisoryId, number],
  });
  return rows[0] ?? null;
}
