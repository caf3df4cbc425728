import { canonicalJson, hashOf } from '#engine/canonical.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Database } from '#kernel/database/database.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { versionKey } from './versions.ts';

/** What came of keeping the definitions. */
export interface KeptDefinitions {
  /** Versions that were kept before in other words (`change@1`). */
  readonly changed: readonly string[];
  /** Versions that open cases run by and that are not loaded any more. */
  readonly missing: readonly string[];
}

const owner = { role: 'owner', scope: [], person: null } as const;

/** The definition as it is hashed and kept: plain JSON, without what JavaScript alone can hold. */
export function plainDefinition(procedure: Procedure): Record<string, unknown> {
  return JSON.parse(JSON.stringify(procedure)) as Record<string, unknown>;
}

/** SHA-256 of the canonical JSON (RFC 8785) of a definition, in hexadecimal digits. */
export function definitionHash(procedure: Procedure): string {
  return hashOf(plainDefinition(procedure));
}

/** Keeps every loaded version of each procedure as canonical JSON with its hash, so that a case can be read when its version has long gone. */
export async function keepDefinitions(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  catalogue: Pick<Catalogue, 'versions'>,
): Promise<KeptDefinitions> {
  const loaded = [...catalogue.versions.values()].map(({ procedure }) => ({
    procedure: procedure.id,
    version: procedure.version,
    hash: definitionHash(procedure),
    definition: canonicalJson(plainDefinition(procedure)),
  }));
  return database.transaction(owner, async ({ client }) => {
    const { rows: kept } = await client.query<{ procedure: string; version: number; hash: string }>(
      'select procedure, version, hash from procedure_definition',
    );
    const hashes = new Map(
      kept.map(({ procedure, version, hash }) => [versionKey(procedure, version), hash]),
    );
    const keyOf = (one: { procedure: string; version: number }) =>
      versionKey(one.procedure, one.version);
    const other = loaded.filter((one) => hashes.get(keyOf(one)) !== one.hash);
    if (other.length > 0) {
      await client.query(
        `insert into procedure_definition as d (procedure, version, hash, definition, first_seen_at)
          select w.procedure, w.version, w.hash, w.definition::jsonb, $2
          from jsonb_to_recordset($1::jsonb) as w (procedure text, version integer, hash text, definition text)
          on conflict (procedure, version) do update set hash = excluded.hash, definition = excluded.definition`,
        [JSON.stringify(other), clock.now()],
      );
    }
    const gone = kept.filter((one) => !catalogue.versions.has(keyOf(one)));
    const { rows: open } = await client.query<{ procedure: string; version: number }>(
      `select g.procedure, g.version from jsonb_to_recordset($1::jsonb) as g (procedure text, version integer)
        where exists (select from procedure_case c where c.procedure = g.procedure and c.definition_version = g.version and c.closed_at is null)`,
      [JSON.stringify(gone)],
    );
    return {
      changed: other.map(keyOf).filter((key) => hashes.has(key)),
      missing: open.map(keyOf),
    };
  });
}
