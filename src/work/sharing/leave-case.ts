import type { WriteContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { holdDeliverables } from './hold-deliverables.ts';
import { endShares, type Withdrawal } from './withdraw-share.ts';

interface Case {
  readonly ownerId: string;
  readonly id: string;
}

/**
 * Takes an organisation out of a case: it acts there no longer. What it owes there ends with what it may see. Returns the roles in which it took part.
 * @throws 409 `open-request` while something asked of it is open: it is withdrawn as a request first
 */
export async function leaveCase(
  context: WriteContext,
  { ownerId, id }: Case,
  organisationId: string,
): Promise<string[]> {
  const place = [ownerId, id, organisationId];
  const open = await context.client.query({
    name: 'case-requests-open',
    text: `select from request_recipient where owner_id = $1 and case_id = $2 and organisation_id = $3 and open limit 1`,
    values: place,
  });
  if (open.rows.length > 0) {
    throw conflict('open-request', 'Something asked of it is open: withdraw the request first.');
  }
  const { rows } = await context.client.query<{ role: string }>({
    name: 'case-party-leave',
    text: `delete from case_party where owner_id = $1 and case_id = $2 and organisation_id = $3 returning role`,
    values: place,
  });
  return rows.map(({ role }) => role);
}

interface OfCase {
  readonly kind: string;
  readonly table: string;
  readonly id: string;
}

/** Ends what the organisation may see of what hangs on a case: records, documents, evidence, but what its own people brought in. */
export async function endSharesOfCase(
  context: WriteContext,
  catalogue: Catalogue,
  { ownerId, recordId }: { readonly ownerId: string; readonly recordId: string },
  withdrawal: Withdrawal,
): Promise<void> {
  const { organisationId, because } = withdrawal;
  const { rows } = await context.client.query<OfCase>({
    text: textOf(catalogue),
    values: [ownerId, recordId, organisationId],
  });
  for (const [kind, found] of Map.groupBy(rows, (row) => row.kind)) {
    const recordIds = found.map(({ id }) => id);
    const table = found[0]?.table ?? '';
    await endShares(context, { ownerId, kind, table, recordIds }, withdrawal);
    if (kind === 'deliverable') {
      await holdDeliverables(context, recordIds, { ownerId, organisationId, because });
    }
  }
}

const texts = new WeakMap<Catalogue, string>();

function textOf(catalogue: Catalogue): string {
  const known = texts.get(catalogue);
  if (known !== undefined) return known;
  const ofCase = [...catalogue.registers.values()]
    .filter(({ register }) => register.ofCase === true && register.class === 'tenant')
    .map(({ register }) => part(register.id, register.table, 'r.created_by'));
  const text = [
    ...ofCase,
    part('deliverable', 'deliverable', 'r.created_by'),
    part('evidence', 'evidence', 'r.received_by'),
  ].join('\nunion all\n');
  texts.set(catalogue, text);
  return text;
}

const part = (kind: string, table: string, by: string) =>
  `select '${kind}' as kind, '${table}' as "table", r.id from ${table} r
   where r.owner_id = $1 and r.case_id = $2 and r.audience @> array[$3::uuid]
     and not exists (select from person p where p.id = ${by} and p.organisation_id = $3)`;
