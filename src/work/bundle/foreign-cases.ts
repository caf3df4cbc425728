import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { id, listInput } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import { wordPatterns } from '#work/search-words.ts';
import {
  type ForeignCaseDetail,
  type ForeignCasePage,
  type ForeignCaseSummary,
  type Manifest,
  partPath,
} from './contract.ts';
import { isoOf } from './export-scope.ts';
import { partNameOf } from './items/contract.ts';

export const readNeed = { permission: 'foreign-cases:read', roles: [anyMember] };

const summaryColumns = `f.id, f.owner_id as "ownerId", f.bundle_id as "bundleId", f.sender_id as "senderId", f.case_owner as "caseOwner", f.revision,
  f.procedure, f.definition_version as "definitionVersion", f.reference, f.title, f.state, f.label, f.tlp,
  ${isoOf('f.imported_at')} as "importedAt", ${isoOf('f.updated_at')} as "updatedAt"`;

export const foreignFilters = listInput.omit({ sort: true }).extend({
  procedure: z.string().max(60).optional(),
  sender: id.optional(),
  /** Those that belong with an own case. */
  caseId: id.optional(),
});

/** Cases of other installations that were imported by the reader's organisations, those that came first last. */
export const listForeignCases = defineQuery({
  id: 'foreign-cases.list',
  input: foreignFilters,
  authorise: (principal) => authorise(principal, readNeed),
  run: async (context, input): Promise<ForeignCasePage> => {
    const after = input.after === undefined ? null : decodeKey(input.after, 1)[0];
    if (after !== null && !isId(after)) {
      throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
    }
    const { rows } = await context.client.query<ForeignCaseSummary>({
      name: 'foreign-cases-list',
      text: `select x.* from unnest($1::uuid[]) as w (owner_id) cross join lateral (
          select ${summaryColumns} from foreign_case f where f.owner_id = w.owner_id and ($2::uuid is null or f.id < $2)
            and ($3::text is null or f.procedure = $3) and ($4::uuid is null or f.sender_id = $4)
            and ($5::text[] is null or concat_ws(' ', f.reference, f.title) ilike all ($5))
            and ($6::uuid is null or exists (select from foreign_case_link l where l.owner_id = f.owner_id and l.foreign_case_id = f.id
              and l.case_id = $6))
          order by f.id desc limit $7) x order by x.id desc limit $7`,
      values: [
        ...[context.scope.organisations, after, input.procedure ?? null, input.sender ?? null],
        input.q === undefined || input.q.trim() === '' ? null : wordPatterns(input.q),
        ...[input.caseId ?? null, input.limit + 1],
      ],
    });
    const items = rows.slice(0, input.limit);
    const last = items.at(-1);
    return {
      items,
      next: rows.length > input.limit && last !== undefined ? encodeKey([last.id]) : null,
      total: null,
      titles: await titlesOf(context, {
        organisations: items.flatMap((one) => [one.senderId, one.ownerId]),
      }),
    };
  },
});

/** @throws 404 */
export async function findForeignCase(
  context: ReadContext,
  foreignCaseId: string,
): Promise<ForeignCaseSummary> {
  const { rows } = await context.client.query<ForeignCaseSummary>({
    name: 'foreign-case-find',
    text: `select ${summaryColumns} from foreign_case f where f.owner_id = any ($1::uuid[]) and f.id = $2`,
    values: [context.scope.organisations, foreignCaseId],
  });
  if (rows[0] === undefined) throw notFound('foreign case');
  return rows[0];
}

interface RevisionRow {
  readonly revision: number;
  readonly importedAt: string;
  readonly importedBy: string | null;
  readonly contentHash: string;
  readonly fingerprint: string;
  readonly installation: string;
  readonly manifest: string;
  readonly content: Record<string, unknown>;
}

/** One foreign case in one revision (absent: the newest), with its proofs, its other revisions and the own cases that it belongs with. */
export const readForeignCase = defineQuery({
  id: 'foreign-cases.read',
  input: z.strictObject({ foreignCaseId: id, revision: z.number().int().optional() }),
  authorise: (principal) => authorise(principal, readNeed),
  run: async (context, input): Promise<ForeignCaseDetail> => {
    const found = await findForeignCase(context, input.foreignCaseId);
    const place = [found.ownerId, found.id];
    const { rows: revisions } = await context.client.query<ForeignCaseDetail['revisions'][number]>({
      name: 'foreign-case-revisions',
      text: `select revision, ${isoOf('imported_at')} as "importedAt", imported_by as "importedBy" from foreign_case_revision
        where owner_id = $1 and foreign_case_id = $2 order by revision desc limit 200`,
      values: place,
    });
    const { rows: shown } = await context.client.query<RevisionRow>({
      name: 'foreign-case-revision',
      text: `select r.revision, ${isoOf('r.imported_at')} as "importedAt", r.imported_by as "importedBy", r.content_hash as "contentHash",
          r.fingerprint, coalesce(k.name, '') as installation, r.manifest, i.body as content
        from foreign_case_revision r
        join foreign_case_item i on i.owner_id = r.owner_id and i.foreign_case_id = r.foreign_case_id and i.revision = r.revision
          and i.path = 'case.json'
        left join known_installation k on k.id = r.installation_id
        where r.owner_id = $1 and r.foreign_case_id = $2 and r.revision = $3`,
      values: [...place, input.revision ?? found.revision],
    });
    const [one] = shown;
    if (one === undefined) throw notFound('revision');
    const links = await linksOf(context, found);
    const { manifest: text, content, ...rest } = one;
    const manifest = JSON.parse(text) as Manifest;
    return {
      case: { ...found, ...asRevised(manifest) },
      shown: {
        ...rest,
        ...{ exportedAt: manifest.exportedAt, head: manifest.head, parts: partsOf(manifest) },
      },
      ...{ revisions, links, content },
      mayLink: context.principal.holdings.some((held) => held.organisationId === found.ownerId),
      titles: await titlesOf(context, {
        organisations: [found.senderId, found.ownerId],
        people: revisions.map((revision) => revision.importedBy),
      }),
    };
  },
});

/** What an earlier revision said differently. */
function asRevised({ case: one, revision }: Manifest) {
  const { title, state, label, tlp } = one;
  return { revision, title, state, label, tlp };
}

function partsOf({ parts }: Manifest): ForeignCaseDetail['shown']['parts'] {
  const counted = new Map<string, { items: number; bytes: number }>();
  for (const { path, bytes, items } of parts) {
    const part = partNameOf(path);
    const before = counted.get(part) ?? { items: 0, bytes: 0 };
    counted.set(part, { items: before.items + (items ?? 1), bytes: before.bytes + bytes });
  }
  return [...counted].map(([part, sums]) => ({ part, ...sums }));
}

async function linksOf(
  context: ReadContext,
  { ownerId, id: foreignCaseId }: ForeignCaseSummary,
): Promise<ForeignCaseDetail['links']> {
  const { rows } = await context.client.query<ForeignCaseDetail['links'][number]>({
    name: 'foreign-case-links',
    text: `select l.case_id as "caseId", c.reference || ' ' || c.title as title, c.procedure, ${isoOf('l.at')} as at
      from foreign_case_link l join procedure_case c on c.owner_id = l.owner_id and c.id = l.case_id
      where l.owner_id = $1 and l.foreign_case_id = $2 order by l.at desc, l.case_id limit 200`,
    values: [ownerId, foreignCaseId],
  });
  return rows;
}

/** The path of a part by the name that people and lists use. */
export function pathOfPart(part: string): string | null {
  const candidates = [`${part}.json`, `${part}.jsonl`, `records/${part}.jsonl`];
  return candidates.find((path) => partPath.test(path)) ?? null;
}

export const itemsInput = z.strictObject({
  foreignCaseId: id,
  part: z.string().max(60),
  revision: z.coerce.number().int().optional(),
  after: z.coerce.number().int().min(-1).default(-1),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** Objects of one part of a revision, in their order, by position. */
export const listForeignItems = defineQuery({
  id: 'foreign-cases.items',
  input: itemsInput,
  authorise: (principal) => authorise(principal, readNeed),
  run: async (context, input) => {
    const found = await findForeignCase(context, input.foreignCaseId);
    const path = pathOfPart(input.part);
    const { rows } = await context.client.query<{
      position: number;
      body: Record<string, unknown>;
    }>({
      name: 'foreign-items',
      text: `select position, body from foreign_case_item
        where owner_id = $1 and foreign_case_id = $2 and revision = $3 and path = $4 and position > $5 order by position limit $6`,
      values: [
        ...[found.ownerId, found.id, input.revision ?? found.revision, path],
        ...[input.after, input.limit + 1],
      ],
    });
    const shown = rows.slice(0, input.limit);
    const last = shown.at(-1);
    return {
      items: shown.map(({ body }) => body),
      next: rows.length > input.limit && last !== undefined ? String(last.position) : null,
    };
  },
});
