import { formatVersion } from '#documents/version.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { collectReferences, type FieldReferences } from '#work/registers/titles.ts';
import {
  type Candidate,
  type CollectedPart,
  type ExportScope,
  isoOf,
  sharedWithRecipient,
  sift,
  stayed,
} from './export-scope.ts';
import type { DocumentItem, EvidenceItem, RequestItem } from './items/contract.ts';
import { bundleLimits } from './limits.ts';

const order = `order by x.id limit ${bundleLimits.maxItems + 1}`;

const requestsText = `select x.id, x.kind, x.reference, x.subject, x.text, x.urgency, ${isoOf('x.due_at')} as "dueAt", x.fields, x.label, x.tlp,
  ${isoOf('x.sent_at')} as "sentAt", x.sent_by as "sentBy", x.sender_id as "senderId", ${sharedWithRecipient('x')} as shared,
  coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'organisationId', r.organisation_id, 'role', r.role, 'state', r.state,
    'answer', r.answer, 'comment', r.comment, 'dueAt', ${isoOf('r.due_at')}, 'acknowledgedAt', ${isoOf('r.acknowledged_at')},
    'answeredAt', ${isoOf('r.answered_at')}, 'answeredBy', r.answered_by) order by r.id)
    from request_recipient r where r.owner_id = x.owner_id and r.request_id = x.id and ${sharedWithRecipient('r')}), '[]') as recipients
  from request x where x.owner_id = $1 and x.case_id = $3 ${order}`;

/** What was asked, and the answers that the recipient may see. */
export async function collectRequests(
  scope: ExportScope,
  references: FieldReferences,
): Promise<CollectedPart> {
  const { rows } = await query<RequestItem & Candidate>(scope, 'bundle-requests', requestsText);
  const { goes, stays } = sift(
    scope,
    'requests',
    rows,
    ({ reference, subject }) => `${reference} ${subject}`,
  );
  const kinds = moduleOf(scope.catalogue, scope.loaded.row).procedure.requests ?? {};
  const items = goes.map(({ shared: _shared, ...item }): RequestItem => {
    const kind = kinds[item.kind];
    collectReferences(kind?.fields ?? {}, item.fields, references);
    references.people.push(item.sentBy);
    references.organisations.push(item.senderId);
    for (const { answer, organisationId, answeredBy } of item.recipients) {
      collectReferences(kind?.answer ?? {}, answer ?? {}, references);
      references.organisations.push(organisationId);
      references.people.push(answeredBy);
    }
    return item;
  });
  const ids = items.flatMap((item) => item.recipients.map(({ id }) => id));
  return {
    ...{ path: 'requests.jsonl', items, stays, files: [] },
    trail: { kind: 'request-recipient', ids: [...items.map(({ id }) => id), ...ids] },
  };
}

const evidenceText = `select x.id, x.reference, x.kind, x.title, x.file_name as "fileName", x.media_type as "mediaType",
  x.bytes::float8 as bytes, x.sha256, x.collected_by as "collectedBy", ${isoOf('x.collected_at')} as "collectedAt",
  x.collected_where as "collectedWhere", to_char(x.effective_on, 'YYYY-MM-DD') as "effectiveOn", x.method, x.scan, x.contributor_id as "contributorId", x.holder_id as "holderId", x.state, x.label,
  x.tlp, ${isoOf('x.received_at')} as "receivedAt", ${sharedWithRecipient('x')} as shared, x.audience,
  coalesce((select jsonb_agg(jsonb_build_object('act', c.act, 'personId', c.person_id, 'organisationId', c.organisation_id,
    'sha256', c.sha256, 'at', ${isoOf('c.at')}) order by c.id)
    from custody_entry c where c.owner_id = x.owner_id and c.evidence_id = x.id and c.act not in ('read', 'export')
      and ${sharedWithRecipient('c')}), '[]') as custody
  from evidence x where x.owner_id = $1 and x.case_id = $3 ${order}`;

export type EvidenceRow = EvidenceItem & Candidate & { readonly audience: readonly string[] };

/** Evidence with its custody; who read it and what was exported is not part of it. */
export async function collectEvidence(
  scope: ExportScope,
  references: FieldReferences,
): Promise<CollectedPart & { readonly rows: readonly EvidenceRow[] }> {
  const { rows } = await query<EvidenceRow>(scope, 'bundle-evidence', evidenceText);
  const titleOf = ({ reference, title }: EvidenceRow) => `${reference} ${title}`;
  const isClean = ({ scan }: EvidenceRow) => scan !== 'infected' && scan !== 'waiting';
  const { goes, stays } = sift(scope, 'evidence', rows.filter(isClean), titleOf);
  const kept = rows.filter((row) => !isClean(row) && (scope.isOwn || row.shared)).map(titleOf);
  const items = goes.map(({ shared: _shared, audience: _audience, ...item }): EvidenceItem => {
    references.organisations.push(item.contributorId, item.holderId);
    for (const { personId, organisationId } of item.custody) {
      references.people.push(personId);
      references.organisations.push(organisationId);
    }
    return item;
  });
  return {
    ...{ path: 'evidence.jsonl', items, rows: goes },
    stays: [...stays, ...stayed('evidence', 'quarantine', kept)],
    files: items.filter(({ state }) => state !== 'destroyed'),
    trail: { kind: 'evidence', ids: items.map(({ id }) => id) },
  };
}

interface DocumentRow extends Candidate {
  readonly type: string;
  readonly title: string;
  readonly reference: string;
  readonly edition: number;
  readonly revision: number;
  readonly state: string;
  readonly issuedAt: string | null;
  readonly frozenHash: string | null;
  readonly renderings: Readonly<
    Record<string, { contentType: string; sha256: string; bytes: number }>
  >;
  readonly history: readonly {
    edition: number;
    revision: number;
    date: string;
    description: string;
    action: string;
    pages: string;
  }[];
}

const documentsText = `select x.id, x.type, x.title, x.reference, x.edition, x.revision, x.state, x.label, x.tlp, ${isoOf('x.issued_at')} as "issuedAt",
  x.frozen_hash as "frozenHash", x.renderings, ${sharedWithRecipient('x')} as shared,
  coalesce((select jsonb_agg(jsonb_build_object('edition', h.edition, 'revision', h.revision, 'date', h.date, 'description', h.description,
    'action', h.action, 'pages', h.pages) order by h.id)
    from deliverable_history h where h.owner_id = x.owner_id and h.deliverable_id = x.id), '[]') as history
  from deliverable x where x.owner_id = $1 and x.case_id = $3 ${order}`;

/** Released documents, in the formats that were stored when they were issued. Drafts stay. */
export async function collectDocuments(scope: ExportScope): Promise<CollectedPart> {
  const { rows } = await query<DocumentRow>(scope, 'bundle-documents', documentsText);
  const titleOf = ({ reference, title }: DocumentRow) => `${reference} ${title}`;
  const isReleased = (row: DocumentRow) =>
    row.issuedAt !== null && Object.keys(row.renderings).length > 0;
  const drafts = rows.filter((row) => !isReleased(row) && (scope.isOwn || row.shared));
  const { goes, stays } = sift(scope, 'documents', rows.filter(isReleased), titleOf);
  const items = goes.map(
    (row): DocumentItem => ({
      ...{ id: row.id, type: row.type, title: row.title, reference: row.reference },
      ...{ version: formatVersion(row), state: row.state, frozenHash: row.frozenHash },
      ...{ label: row.label as DocumentItem['label'], tlp: row.tlp as DocumentItem['tlp'] },
      issuedAt: row.issuedAt ?? '',
      history: row.history.map(({ date, description, action, pages, ...version }) => ({
        ...{ version: formatVersion(version), date, description, action, pages },
      })),
      renderings: Object.entries(row.renderings)
        .map(([format, { contentType, sha256, bytes }]) => ({ format, contentType, sha256, bytes }))
        .sort((a, b) => (a.format < b.format ? -1 : 1)),
    }),
  );
  return {
    ...{ path: 'documents.jsonl', items },
    stays: [...stays, ...stayed('documents', 'not-released', drafts.map(titleOf))],
    files: items.flatMap(({ renderings }) => renderings),
    trail: { kind: 'deliverable', ids: items.map(({ id }) => id) },
  };
}

function query<Row extends object>(scope: ExportScope, name: string, text: string) {
  const { row } = scope.loaded;
  return scope.context.client.query<Row>({
    ...{ name, text },
    values: [row.ownerId, scope.recipientId, row.id],
  });
}
