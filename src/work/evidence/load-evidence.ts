import { type Principal, rolesFor } from '#kernel/access/principal.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { notFoundOrWithdrawn } from '#work/sharing/withdrawn.ts';
import type { EvidenceView } from './contract.ts';

/** Evidence as stored, with the organisations that may see it. */
export type LoadedEvidence = Omit<EvidenceView, 'underWay'> & {
  readonly audience: readonly string[];
  readonly underWay: { readonly to: string; readonly since: string } | null;
};

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Columns of {@link LoadedEvidence}, of the row `e`. */
export const evidenceColumns = `e.owner_id as "ownerId", e.id, e.case_id as "caseId", e.reference, e.kind, e.title, e.file_name as "fileName",
  e.media_type as "mediaType", e.bytes::float8 as bytes, e.sha256, e.collected_by as "collectedBy", ${iso('e.collected_at')} as "collectedAt",
  e.collected_where as "collectedWhere", to_char(e.effective_on, 'YYYY-MM-DD') as "effectiveOn", e.method, e.scan, e.contributor_id as "contributorId", e.recipient_id as "recipientId",
  e.holder_id as "holderId", e.held, ${iso('e.retained_until')} as "retainedUntil", e.state, e.label, e.tlp, e.version,
  ${iso('e.received_at')} as "receivedAt", e.received_by as "receivedBy", e.audience,
  (select jsonb_build_object('to', k.detail->>'organisation', 'since', ${iso('k.at')}) from (
    select y.act, y.detail, y.at from custody_entry y
    where y.owner_id = e.owner_id and y.evidence_id = e.id and y.act in ('transfer', 'receive') order by y.id desc limit 1
  ) k where k.act = 'transfer' and e.state = 'held') as "underWay"`;

/**
 * One piece of evidence that the scope may see; the owner of one that was shared comes into the scope.
 * @throws 404 for an absent one and for one that is not visible
 */
export async function loadEvidence(
  context: ReadContext,
  evidenceId: string,
  options: { readonly lock: boolean },
): Promise<LoadedEvidence> {
  if (!isId(evidenceId)) throw notFound('evidence');
  const lock = options.lock ? 'for update' : '';
  const find = async (owners: readonly string[]) => {
    const { rows } = await context.client.query<LoadedEvidence>({
      name: options.lock ? 'evidence-load-locked' : 'evidence-load',
      text: `select ${evidenceColumns} from evidence e where e.owner_id = any ($1::uuid[]) and e.id = $2 ${lock}`,
      values: [owners, evidenceId],
    });
    return rows[0];
  };
  const own = await find(context.scope.organisations);
  if (own !== undefined) return own;
  const { rows } = await context.client.query<{ owner: string }>({
    name: 'evidence-enter',
    text: `select s.record_owner_id as owner, access.set_context(array_append($1::uuid[], s.record_owner_id)::text, $3)
      from (select record_owner_id from shared_with_me where owner_id = any ($1::uuid[]) and record_id = $2 and kind = 'evidence' limit 1) s`,
    values: [context.scope.organisations, evidenceId, context.principal.personId ?? ''],
  });
  const owner = rows[0]?.owner;
  const shared = owner === undefined ? undefined : await find([owner]);
  if (shared === undefined) throw await notFoundOrWithdrawn(context, 'evidence', evidenceId);
  return shared;
}

/** Whether the principal holds one of the roles in an organisation of the case: its owner, or a party in that role. */
export function holdsInCase(
  principal: Principal,
  roles: readonly string[],
  ofCase: {
    readonly caseId: string;
    readonly ownerId: string;
    readonly parties: readonly { readonly organisationId: string; readonly role: string }[];
  },
): boolean {
  const organisationIds = [ofCase.ownerId, ...ofCase.parties.map((one) => one.organisationId)];
  return rolesFor(principal, { organisationIds, caseId: ofCase.caseId }).some(
    ({ role, organisationId }) =>
      roles.includes(role) &&
      (organisationId === ofCase.ownerId ||
        ofCase.parties.some((one) => one.organisationId === organisationId && one.role === role)),
  );
}
