import type { DocumentModel, Language } from '#documents/model.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { notFoundOrWithdrawn } from '#work/sharing/withdrawn.ts';

/** Document control and texts as people wrote them; what is null on the cover is not printed. */
export interface DeliverableFields {
  readonly language: Language;
  readonly owner: string;
  readonly organisation: string;
  readonly programme: string | null;
  readonly project: string;
  readonly subject: string;
  readonly frameworkContract: string | null;
  readonly specificContract: string | null;
  readonly contractLine: string | null;
  readonly texts: Readonly<Record<string, string>>;
  /** Who sent it back for modification last. */
  readonly returnedFrom?: 'approval' | null;
  /** The modification under way was agreed with the approver: quality control delivers it to approval at once (R-DOC-5). */
  readonly agreed?: boolean;
  readonly discussedOn?: string | null;
  readonly discussedWith?: string | null;
}

/** What approvals and renderings are bound to: the printed document and the data that it was made from. */
export interface FrozenCopy {
  readonly model: DocumentModel;
  readonly data: unknown;
}

export interface Rendering {
  readonly contentType: string;
  readonly sha256: string;
  readonly bytes: number;
}

export interface HistoryEntryRow {
  readonly edition: number;
  readonly revision: number;
  readonly date: string;
  readonly description: string;
  readonly action: string;
  readonly pages: string;
  readonly discussedOn: string | null;
  readonly discussedWith: string | null;
  readonly personId: string | null;
  readonly at: string;
}

export interface RecipientRow {
  readonly id: string;
  readonly organisationId: string;
  readonly personId: string | null;
  readonly reason: string;
  readonly manual: boolean;
  readonly sentAt: string | null;
  readonly readAt: string | null;
  readonly acknowledgedAt: string | null;
  readonly acknowledgedBy: string | null;
  /** Why it is not sent to this recipient, though the distribution names it; null: nothing stands against it. */
  readonly withheld: Withheld | null;
}

/** What stands against a recipient. */
export interface Withheld {
  /** `mask`: it was told that there is a document; `hold`: it was told nothing; `withdrawn`: it was sent, and withdrawn. */
  readonly outcome: 'mask' | 'hold' | 'withdrawn';
  /** Null: nothing decides it yet, and somebody has to. */
  readonly because: string | null;
  /** When it was withdrawn. */
  readonly at?: string;
}

/** What was said of a document: a comment, or something about one. */
export interface CommentRow {
  readonly id: string;
  readonly about: string | null;
  readonly kind: 'comment' | 'answer' | 'acceptance' | 'objection';
  readonly section: string | null;
  readonly text: string;
  readonly edition: number;
  readonly revision: number;
  readonly personId: string | null;
  readonly organisationId: string | null;
  readonly at: string;
}

/** An organisation that reads it for quality assurance. */
export interface ReaderRow {
  readonly organisationId: string;
  readonly reason: string;
  readonly givenAt: string;
}

export interface ApprovalRow {
  readonly action: string;
  readonly person: string;
  readonly organisation: string;
  readonly at: string;
  readonly hash: string;
  readonly frozenHash: string;
  readonly voided: boolean;
}

export interface DeliverableRow {
  readonly ownerId: string;
  readonly id: string;
  readonly caseId: string;
  readonly type: string;
  readonly title: string;
  readonly reference: string;
  readonly edition: number;
  readonly revision: number;
  readonly state: string;
  readonly label: string;
  readonly tlp: string;
  readonly fields: DeliverableFields;
  readonly frozen: FrozenCopy | null;
  readonly frozenHash: string | null;
  readonly renderings: Readonly<Record<string, Rendering>>;
  readonly authorId: string | null;
  readonly contractId: string | null;
  readonly supersedesId: string | null;
  readonly issuedAt: string | null;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string | null;
  readonly updatedAt: string;
}

export interface LoadedDeliverable {
  readonly row: DeliverableRow;
  readonly history: readonly HistoryEntryRow[];
  readonly recipients: readonly RecipientRow[];
  readonly approvals: readonly ApprovalRow[];
  /** Oldest first. */
  readonly comments: readonly CommentRow[];
  readonly readers: readonly ReaderRow[];
  readonly performed: readonly {
    action: string;
    person: string;
    onBehalfOf: string | null;
    at: string;
  }[];
}

interface LoadedRow extends Omit<DeliverableRow, 'issuedAt' | 'createdAt' | 'updatedAt'> {
  issuedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  history: HistoryEntryRow[];
  recipients: RecipientRow[];
  approvals: ApprovalRow[];
  comments: CommentRow[];
  readers: ReaderRow[];
  performed: { action: string; person: string; onBehalfOf: string | null; at: string }[];
}

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const loadText = (lock: string) => `
select d.owner_id as "ownerId", d.id, d.case_id as "caseId", d.type, d.title, d.reference, d.edition, d.revision, d.state,
  d.label, d.tlp, d.fields, d.frozen, d.frozen_hash as "frozenHash", d.renderings, d.author_id as "authorId",
  d.contract_id as "contractId", d.supersedes_id as "supersedesId", d.issued_at as "issuedAt", d.version,
  d.created_at as "createdAt", d.created_by as "createdBy", d.updated_at as "updatedAt",
  coalesce((select jsonb_agg(jsonb_build_object('edition', h.edition, 'revision', h.revision,
      'date', to_char(h.date, 'YYYY-MM-DD'), 'description', h.description, 'action', h.action, 'pages', h.pages,
      'discussedOn', to_char(h.discussed_on, 'YYYY-MM-DD'), 'discussedWith', h.discussed_with, 'personId', h.person_id,
      'at', ${iso('h.at')}) order by h.edition, h.revision, h.id)
    from deliverable_history h where h.owner_id = d.owner_id and h.deliverable_id = d.id), '[]') as history,
  coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'organisationId', r.organisation_id, 'personId', r.person_id,
      'reason', r.reason, 'manual', r.manual, 'sentAt', ${iso('r.sent_at')}, 'readAt', ${iso('r.read_at')},
      'acknowledgedAt', ${iso('r.acknowledged_at')}, 'acknowledgedBy', r.acknowledged_by, 'withheld', r.withheld) order by r.id)
    from deliverable_recipient r where r.owner_id = d.owner_id and r.deliverable_id = d.id), '[]') as recipients,
  coalesce((select jsonb_agg(jsonb_build_object('action', a.action, 'person', a.person_id, 'organisation', a.organisation_id,
      'at', ${iso('a.at')}, 'hash', a.hash, 'frozenHash', a.frozen_hash, 'voided', a.voided_at is not null) order by a.id)
    from deliverable_approval a where a.owner_id = d.owner_id and a.deliverable_id = d.id), '[]') as approvals,
  coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'about', c.about_id, 'kind', c.kind, 'section', c.section, 'text', c.text,
      'edition', c.edition, 'revision', c.revision, 'personId', c.person_id, 'organisationId', c.organisation_id,
      'at', ${iso('c.at')}) order by c.id)
    from deliverable_comment c where c.owner_id = d.owner_id and c.deliverable_id = d.id), '[]') as comments,
  coalesce((select jsonb_agg(jsonb_build_object('organisationId', r.organisation_id, 'reason', r.reason,
      'givenAt', ${iso('r.given_at')}) order by r.given_at)
    from deliverable_reader r where r.owner_id = d.owner_id and r.deliverable_id = d.id), '[]') as readers,
  coalesce((select jsonb_agg(jsonb_build_object('action', substr(e.action, 13), 'person', e.person_id,
      'onBehalfOf', e.on_behalf_of, 'at', ${iso('e.at')}) order by e.id)
    from trail_entry e where e.owner_id = d.owner_id and e.record_id = d.id and e.person_id is not null
      and e.kind = 'deliverable' and e.action like 'deliverable.%'), '[]') as performed
from deliverable d where d.owner_id = any ($1::uuid[]) and d.id = $2 ${lock}`;

const loadToRead = { name: 'deliverable-load', text: loadText('') };
const loadToChange = { name: 'deliverable-load-locked', text: loadText('for update of d') };

/**
 * Loads a deliverable that the scope may see, as owned or as shared with it. For a shared one the scope of the transaction then takes
 * in its owner, because the decision to see this one deliverable was just made; whoever uses it names owner and id.
 * @throws 404 for an absent deliverable and for one that is not visible.
 */
export async function loadDeliverable(
  context: ReadContext,
  deliverableId: string,
  options: { readonly lock: boolean },
): Promise<LoadedDeliverable> {
  if (!isId(deliverableId)) throw notFound('deliverable');
  const statement = options.lock ? loadToChange : loadToRead;
  const { organisations } = context.scope;
  const own = await context.client.query<LoadedRow>({
    ...statement,
    values: [organisations, deliverableId],
  });
  // The policy shows a shared row too, but not what hangs on it: that needs its owner in the scope.
  const found = own.rows[0];
  if (found !== undefined) return loaded(found);
  const shared = await context.client.query<{ owner_id: string }>({
    name: 'deliverable-find-owner',
    text: `select record_owner_id as owner_id from shared_with_me
      where owner_id = any ($1::uuid[]) and record_id = $2 and kind = 'deliverable' limit 1`,
    values: [organisations, deliverableId],
  });
  const owner = shared.rows[0]?.owner_id;
  if (owner === undefined) throw await notFoundOrWithdrawn(context, 'deliverable', deliverableId);
  await widenScope(context, owner);
  const other = await context.client.query<LoadedRow>({
    ...statement,
    values: [[owner], deliverableId],
  });
  const row = other.rows[0];
  if (row === undefined) throw notFound('deliverable');
  return loaded(row);
}

async function widenScope(context: ReadContext, owner: string): Promise<void> {
  await context.client.query('select access.set_context($1, $2)', [
    `{${[...context.scope.organisations, owner].join(',')}}`,
    context.principal.personId ?? '',
  ]);
}

function loaded(found: LoadedRow): LoadedDeliverable {
  const { history, recipients, approvals, comments, readers, performed, ...row } = found;
  return {
    row: {
      ...row,
      issuedAt: row.issuedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    },
    history,
    recipients,
    approvals,
    comments,
    readers,
    performed,
  };
}
