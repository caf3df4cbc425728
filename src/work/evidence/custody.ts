import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';

export interface CustodyDraft {
  /** An action of the life of evidence, or `collect`, `send`, `receive`, `read`. */
  readonly act: string;
  readonly person: string | null;
  readonly onBehalfOf?: string | null;
  readonly organisation: string | null;
  readonly sha256: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Appends entries of custody, in this order. What was written stays. */
export async function writeCustody(
  context: WriteContext,
  evidence: {
    readonly id: string;
    readonly ownerId: string;
    readonly audience: readonly string[];
  },
  entries: readonly CustodyDraft[],
): Promise<void> {
  await context.client.query({
    name: 'custody-write',
    text: `insert into custody_entry (owner_id, evidence_id, id, act, person_id, on_behalf_of, organisation_id, sha256, detail, at, audience)
      select $1, $2, e.id, e.act, e.person, e.on_behalf_of, e.organisation, e.sha256, e.detail, $4, $5
      from jsonb_to_recordset($3::jsonb) as e (id uuid, act text, person uuid, on_behalf_of uuid, organisation uuid, sha256 text, detail jsonb)`,
    values: [
      evidence.ownerId,
      evidence.id,
      JSON.stringify(
        entries.map(({ onBehalfOf, ...entry }) => ({
          ...{ id: newId(), on_behalf_of: onBehalfOf ?? null },
          ...entry,
        })),
      ),
      context.now,
      evidence.audience,
    ],
  });
}
