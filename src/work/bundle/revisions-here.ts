import type { ReadContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import type { IntakeView, Manifest } from './contract.ts';
import { type Digests, digest } from './inspect-bundle.ts';

/** A case of another installation as it stands here. */
export interface KnownForeignCase {
  readonly id: string;
  readonly revision: number;
  readonly contentHash: string;
  /** Id of the case at its owner. */
  readonly caseId: string;
  readonly importedAt: string;
}

/** What is here of a bundle, or null. */
export async function foreignCaseOf(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  senderId: string,
  bundleId: string,
): Promise<KnownForeignCase | null> {
  const { rows } = await context.client.query<Omit<KnownForeignCase, 'importedAt'> & { at: Date }>({
    name: 'foreign-case-of-bundle',
    text: `select f.id, f.revision, r.content_hash as "contentHash", r.manifest::jsonb #>> '{case,id}' as "caseId", r.imported_at as at
      from foreign_case f
      join foreign_case_revision r on r.owner_id = f.owner_id and r.foreign_case_id = f.id and r.revision = f.revision
      where f.owner_id = $1 and f.sender_id = $2 and f.bundle_id = $3`,
    values: [ownerId, senderId, bundleId],
  });
  const [row] = rows;
  if (row === undefined) return null;
  const { at, ...known } = row;
  return { ...known, importedAt: at.toISOString() };
}

/** What an import would do, by id and revision. */
export function outcomeFor(
  known: KnownForeignCase | null,
  manifest: Manifest,
): NonNullable<IntakeView['outcome']> {
  if (known === null) return 'new';
  if (known.caseId !== manifest.case.id) return 'contradiction';
  if (manifest.revision > known.revision) return 'newer';
  if (manifest.revision < known.revision) return 'older';
  return manifest.contentHash === known.contentHash ? 'unchanged' : 'contradiction';
}

/** @throws 409 for an older revision, and for another content under the same one */
export function refuseOutcome(
  outcome: NonNullable<IntakeView['outcome']>,
  known: KnownForeignCase | null,
  manifest: Manifest,
): void {
  if (outcome === 'older') {
    throw conflict(
      'older-revision',
      `Revision ${known?.revision} of ${manifest.case.reference} is here already; revision ${manifest.revision} is older and was left out.`,
    );
  }
  if (outcome === 'contradiction') {
    throw conflict(
      'contradiction',
      `Revision ${manifest.revision} of ${manifest.case.reference} is here with another content. Ask the sender which one counts; nothing was changed.`,
    );
  }
}

const pageSize = 500;

/** Hashes of the objects of the revision that is shown, read page by page. */
export async function digestsHere(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  known: KnownForeignCase,
): Promise<Digests> {
  const digests: Digests = new Map();
  for (let path = '', position = -1; ; ) {
    const { rows } = await context.client.query<{
      path: string;
      position: number;
      body: Record<string, unknown>;
    }>({
      name: 'foreign-items-page',
      text: `select path, position, body from foreign_case_item
        where owner_id = $1 and foreign_case_id = $2 and revision = $3 and (path, position) > ($4, $5) order by path, position limit ${pageSize}`,
      values: [ownerId, known.id, known.revision, path, position],
    });
    for (const row of rows) digest(digests, row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return digests;
    ({ path, position } = last);
  }
}
