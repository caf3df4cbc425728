import type { ActorView, RecordView } from '#engine/decision.ts';
import { type Principal, rolesFor } from '#kernel/access/principal.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { notFoundOrWithdrawn } from '#work/sharing/withdrawn.ts';

/** An organisation that takes part in a case, in one role; waived: nothing is waited for from it in that role. */
export interface PartyOfCase {
  readonly organisationId: string;
  readonly role: string;
  readonly waived: boolean;
}

/** A case with everything that the engine looks at. */
export interface LoadedCase {
  readonly row: CaseRow;
  readonly view: RecordView;
  readonly parties: readonly PartyOfCase[];
}

interface LoadedRow {
  owner_id: string;
  id: string;
  procedure: string;
  definition_version: number;
  reference: string;
  title: string;
  state: string;
  label: string;
  tlp: string;
  fields: Record<string, unknown>;
  due_at: Date | null;
  opened_at: Date;
  opened_by: string | null;
  closed_at: Date | null;
  version: number;
  updated_at: Date;
  performed: RecordView['performed'];
  tasks: RecordView['tasks'];
  hand_offs: RecordView['handOffs'];
  approvals: RecordView['approvals'];
  parties: PartyOfCase[];
  open_requests: string[];
}

/** `$1` the organisations of the scope, `$2` the case, `$3` the person: finds who shared it, and takes that owner into the scope. */
const enterShared = `
select s.record_owner_id as shared_by, access.set_context(array_append($1::uuid[], s.record_owner_id)::text, $3)
from (select record_owner_id from shared_with_me where owner_id = any ($1::uuid[]) and record_id = $2 and kind = 'case' limit 1) s`;

const columnsText = (
  more: string,
) => `c.owner_id, c.id, c.procedure, c.definition_version, c.reference, c.title, c.state, c.label, c.tlp, c.fields,
  c.due_at, c.opened_at, c.opened_by, c.closed_at, c.version, c.updated_at,
  coalesce((select jsonb_agg(jsonb_build_object('action', p.action, 'person', p.person_id, 'onBehalfOf', p.on_behalf_of,
      'organisation', p.organisation_id, 'at', p.at) order by p.id)
    from case_performed p where p.owner_id = c.owner_id and p.case_id = c.id and p.person_id is not null), '[]') as performed,
  coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'task', t.task, 'done', t.state = 'done', 'required', t.required))
    from task t where t.owner_id = c.owner_id and t.case_id = c.id and t.state <> 'cancelled'), '[]') as tasks,
  coalesce((select jsonb_agg(jsonb_build_object('id', h.id, 'handOff', h.hand_off, 'mandatory', h.mandatory, 'state', h.state,
      'outcome', h.outcome))
    from hand_off h where h.owner_id = c.owner_id and h.from_case_id = c.id), '[]') as hand_offs,
  coalesce((select jsonb_agg(jsonb_build_object('action', a.action, 'person', a.person_id, 'onBehalfOf', a.on_behalf_of,
      'organisation', a.organisation_id, 'at', a.at, 'hash', a.hash, 'voided', a.voided_at is not null))
    from case_approval a where a.owner_id = c.owner_id and a.case_id = c.id), '[]') as approvals,
  coalesce((select jsonb_agg(jsonb_build_object('organisationId', y.organisation_id, 'role', y.role,
      'waived', y.waived_at is not null))
    from case_party y where y.owner_id = c.owner_id and y.case_id = c.id), '[]') as parties,
  coalesce((select jsonb_agg(distinct q.kind) from request_recipient q
    where q.owner_id = c.owner_id and q.case_id = c.id and q.open), '[]') as open_requests
  ${more}`;

/** A case that is not the scope's own is looked for among what was shared; all columns but `shared_by` are empty then. */
const readText = (owned: string, more: string) => `
select ${columnsText(more)}, e.shared_by
from (select $2::uuid as id) w
left join procedure_case c on c.owner_id ${owned} and c.id = w.id
left join lateral (select s.* from (${enterShared}) s where c.id is null) e on true`;

/** More columns of the statement that loads a case, from its row `c`; `$4` on are the values. */
export interface MoreOfCase {
  /** Of the prepared statement: one name, one text. */
  readonly name: string;
  readonly columns: string;
  readonly values: readonly unknown[];
}

const nothingMore: MoreOfCase = { name: 'case-load', columns: '', values: [] };

const lockedText = (owned: string, more: string) => `
select ${columnsText(more)} from procedure_case c where c.owner_id ${owned} and c.id = $2 and $3::text is not null for update of c`;

/**
 * Loads a case that the scope may see. A case shared by another owner is found in the recipient's own list; the scope of the
 * transaction then takes in that owner, because the decision to see this one case was just made.
 * @throws 404 for an absent case and for one that is not visible.
 */
export async function loadCase(
  context: ReadContext,
  caseId: string,
  options: { readonly lock: boolean },
): Promise<LoadedCase> {
  const load = options.lock ? loadCaseToChange : loadCaseWith;
  return (await load(context, caseId, nothingMore)).loaded;
}

/** A case, and what else its statement was asked for. */
interface LoadedWith<More> {
  readonly loaded: LoadedCase;
  readonly more: More;
}

/** Loads a case to read it, with further columns in the same statement. @throws 404 as {@link loadCase} does */
export async function loadCaseWith<More>(
  context: ReadContext,
  caseId: string,
  more: MoreOfCase,
): Promise<LoadedWith<More>> {
  const find = finder<More & { shared_by: string | null }>(context, caseId, more, readText);
  const own = await find(context.scope.organisations);
  const row = typeof own?.shared_by === 'string' ? await find([own.shared_by]) : own;
  if (row === undefined || row.id === null) {
    throw await notFoundOrWithdrawn(context, 'case', caseId);
  }
  return { loaded: loaded(row), more: row };
}

/** Loads and locks a case, with further columns in the same statement. @throws 404 as {@link loadCase} does */
export async function loadCaseToChange<More>(
  context: ReadContext,
  caseId: string,
  more: MoreOfCase,
): Promise<LoadedWith<More>> {
  const locking = { ...more, name: `${more.name}-locked` };
  const find = finder<More>(context, caseId, locking, lockedText);
  const row =
    (await find(context.scope.organisations)) ?? (await find(await enter(context, caseId)));
  if (row === undefined) throw await notFoundOrWithdrawn(context, 'case', caseId);
  return { loaded: loaded(row), more: row };
}

/** @throws 404 for what is no id */
function finder<More>(
  context: ReadContext,
  caseId: string,
  more: MoreOfCase,
  textOf: (owned: string, columns: string) => string,
): (owners: readonly string[]) => Promise<(LoadedRow & More) | undefined> {
  if (!isId(caseId)) throw notFound('case');
  const columns = more.columns === '' ? '' : `, ${more.columns}`;
  return async (owners) => {
    // A comparison with one owner costs the same whoever it is: its plan is kept, where that of a list would be made anew each time.
    const one = owners.length === 1;
    const text = textOf(one ? '= ($1::uuid[])[1]' : '= any ($1::uuid[])', columns);
    const name = one ? `${more.name}-one` : more.name;
    const values = [owners, caseId, context.principal.personId ?? '', ...more.values];
    const statement = { name, text, values };
    return (await context.client.query<LoadedRow & More>(statement)).rows[0];
  };
}

/** Takes the owner who shared the case into the scope. Returns whose case it then is: nobody's when it was not shared. */
async function enter(context: ReadContext, caseId: string): Promise<string[]> {
  const { rows } = await context.client.query<{ shared_by: string }>({
    name: 'case-enter-shared',
    text: enterShared,
    values: [context.scope.organisations, caseId, context.principal.personId ?? ''],
  });
  return rows.map((row) => row.shared_by);
}

function loaded(row: LoadedRow): LoadedCase {
  return {
    row: {
      ownerId: row.owner_id,
      id: row.id,
      procedure: row.procedure,
      definitionVersion: row.definition_version,
      reference: row.reference,
      title: row.title,
      state: row.state,
      label: row.label,
      tlp: row.tlp,
      fields: row.fields,
      dueAt: row.due_at?.toISOString() ?? null,
      openedAt: row.opened_at.toISOString(),
      openedBy: row.opened_by,
      closedAt: row.closed_at?.toISOString() ?? null,
      version: row.version,
      updatedAt: row.updated_at.toISOString(),
    },
    view: {
      state: row.state,
      fields: row.fields,
      openedBy: row.opened_by,
      performed: row.performed,
      tasks: row.tasks,
      handOffs: row.hand_offs,
      approvals: row.approvals,
      parties: [...new Set([row.owner_id, ...row.parties.map((party) => party.organisationId)])],
      partyRoles: row.parties
        .filter(({ waived }) => !waived)
        .map(({ organisationId, role }) => ({ organisation: organisationId, role })),
      openRequests: row.open_requests,
    },
    parties: row.parties,
  };
}

/**
 * The principal as the engine sees it, for one case: roles in the owner's organisation, and in a party's organisation the role that the
 * party takes part in. Acting `onBehalfOf` uses only the delegation or substitution from that person.
 */
export function actorFor(
  principal: Principal,
  loadedCase: LoadedCase,
  onBehalfOf: string | null,
): ActorView {
  if (principal.kind === 'system') {
    return { person: null, via: 'system', onBehalfOf: null, organisation: null, roles: [] };
  }
  const { row, parties } = loadedCase;
  const systemId = typeof row.fields['system'] === 'string' ? row.fields['system'] : null;
  const holdings = rolesFor(principal, {
    organisationIds: [row.ownerId, ...parties.map((party) => party.organisationId)],
    systemId,
    caseId: row.id,
  }).filter((holding) => (onBehalfOf === null ? true : holding.forPersonId === onBehalfOf));
  const roles = new Set<string>();
  for (const holding of holdings) {
    const asParty = parties.some(
      (party) =>
        party.organisationId === holding.organisationId &&
        (party.role === holding.role || party.role === 'any-member'),
    );
    if (holding.organisationId === row.ownerId || asParty) roles.add(holding.role);
  }
  if (principal.organisationId === row.ownerId && onBehalfOf === null) roles.add('any-member');
  return {
    person: principal.personId,
    via: 'person',
    onBehalfOf,
    organisation: principal.organisationId,
    roles: [...roles],
  };
}
