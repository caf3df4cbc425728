import { z } from 'zod';
import type { ReadContext } from '#kernel/command/context.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id, listInput } from '#work/contract.ts';
import { titlesOf } from '#work/paging.ts';
import type { WaitedFor } from '#work/presence/contract.ts';
import { whoIsWaitedFor } from '#work/presence/waited-for.ts';
import { awaitedDocuments } from './awaited-documents.ts';
import type { DeliverablePage } from './contract.ts';
import type { DeliverableRow } from './load-deliverable.ts';
import { summaryOf } from './read-deliverable.ts';

export const listDeliverablesInput = listInput.omit({ sort: true, count: true }).extend({
  case: id.optional(),
  type: z.string().max(60).optional(),
  state: z.string().max(60).optional(),
});
type Input = z.infer<typeof listDeliverablesInput>;

type Row = Omit<DeliverableRow, 'issuedAt' | 'updatedAt'> & {
  issuedAt: Date | null;
  updatedAt: Date;
};

const columns = `d.owner_id as "ownerId", d.id, d.case_id as "caseId", d.type, d.title, d.reference, d.edition, d.revision, d.state,
  d.label, d.tlp, d.issued_at as "issuedAt", d.version, d.updated_at as "updatedAt"`;

const matches = `and ($3::uuid is null or d.case_id = $3) and ($4::text is null or d.type = $4)
  and ($5::text is null or d.state = $5) and ($6::text is null or d.title ilike $6 or d.reference ilike $6)`;

/** `$1` organisations of the scope, `$2` the id after which the page starts. Own ones by owner, shared ones from the recipient's list. */
const listText = `
with shared as materialized (
  select s.record_owner_id, s.record_id from shared_with_me s
  where s.owner_id = any ($1::uuid[]) and s.kind = 'deliverable' and s.sort_key < $2::text
  order by s.sort_key desc limit 5000
)
select * from (
  (select own.* from unnest($1::uuid[]) as o (owner_id) cross join lateral (
    select ${columns} from deliverable d where d.owner_id = o.owner_id and d.id < $2::uuid ${matches}
    order by d.id desc limit $7) own)
  union
  (select ${columns} from shared s join deliverable d on d.owner_id = s.record_owner_id and d.id = s.record_id
    -- TLP:RED is for the persons it was sent to, not for everybody's list.
    where d.id < $2::uuid and d.tlp <> 'RED' ${matches} order by d.id desc limit $7)
) merged order by id desc limit $7`;

/** Newest first: the deliverables of my organisations, and those that were sent or submitted to them. */
export async function listDeliverables(
  context: ReadContext,
  catalogue: Catalogue,
  input: Input,
): Promise<DeliverablePage> {
  const after = input.after === undefined ? null : decodeKey(input.after, 1)[0];
  const pattern =
    input.q === undefined || input.q === ''
      ? null
      : `%${input.q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await context.client.query<Row>({
    name: 'deliverables-list',
    text: listText,
    values: [
      context.scope.organisations,
      after ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      input.case ?? null,
      input.type ?? null,
      input.state ?? null,
      pattern,
      input.limit + 1,
    ],
  });
  const shown = rows.slice(0, input.limit);
  const waiting = await whoIsAwaited(context, catalogue, shown);
  const items = shown.map((row) =>
    summaryOf(
      catalogue.deliverables.get(row.type) ?? null,
      {
        ...row,
        issuedAt: row.issuedAt?.toISOString() ?? null,
        updatedAt: row.updatedAt.toISOString(),
      },
      waiting.get(row.id) ?? [],
    ),
  );
  const last = items.at(-1);
  return {
    items,
    next: rows.length > input.limit && last !== undefined ? encodeKey([last.id]) : null,
    total: null,
    titles: await titlesOf(context, {
      organisations: items.flatMap(({ ownerId, waitingFor }) => [
        ownerId,
        ...waitingFor.flatMap(({ parties }) => parties),
      ]),
    }),
  };
}

/** Whom the documents of my organisations wait for; of those that others shared, that is for them to know. */
async function whoIsAwaited(
  context: ReadContext,
  catalogue: Catalogue,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, WaitedFor[]>> {
  const owners = context.scope.organisations;
  const own = rows.filter(({ ownerId }) => owners.includes(ownerId));
  const documents = await awaitedDocuments(context, catalogue, owners, own);
  const found = await whoIsWaitedFor(
    context,
    documents.map((one) => ({
      ...one,
      told: one.parties.map(({ organisationId }) => organisationId),
    })),
  );
  return new Map(documents.map(({ id }, at) => [id, found[at] ?? []]));
}
