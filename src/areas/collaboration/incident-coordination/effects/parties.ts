import { permitByTerms } from '#areas/collaboration/terms/queries/permit.ts';
import { levelsOf } from '#areas/collaboration/terms/queries/weigh.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import type { IncidentFacts } from '../facts.ts';
import { manager } from '../fields.ts';
import { checkNotice } from './notice-in-time.ts';

type Input = ActInput<IncidentFacts>;

const contractorRoles = [
  manager,
  'service-desk',
  'itsm-security-officer',
  'application-management',
  'quality-controller',
  'csip-manager',
] as const;

const partiesIn = (organisationId: string, roles: readonly string[]) =>
  roles.map((role) => ({ organisationId, role }));

async function organisationsOfKind(
  context: WriteContext,
  kind: string,
  among: readonly string[] | null,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'incident-organisations',
    text: `select id from organisation where kind = $1 and ($2::uuid[] is null or id = any ($2))
      and valid_from <= $3::date and (valid_to is null or valid_to >= $3::date) order by code`,
    values: [kind, among, context.now.toISOString().slice(0, 10)],
  });
  return rows.map(({ id }) => id);
}

/** The contractor coordinates; an administration that reports the incident itself keeps seeing it. */
async function takeInContractor(context: WriteContext, { case: row }: Input): Promise<void> {
  const contractors = await organisationsOfKind(context, 'contractor', null);
  const { organisationId } = context.principal;
  const reporting =
    organisationId === null
      ? []
      : await organisationsOfKind(context, 'national-administration', [organisationId]);
  await addParties(context, row, [
    ...contractors.flatMap((id) => partiesIn(id, contractorRoles)),
    ...reporting.flatMap((id) => partiesIn(id, originRoles)),
  ]);
}

const originRoles = ['niso', 'npm', 'lsa'] as const;
const affectedRoles = ['niso', 'npm'] as const;

/** @throws 422 for an organisation that is no national administration */
async function refuseOthers(
  context: WriteContext,
  path: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const known = await organisationsOfKind(context, 'national-administration', ids);
  if (ids.every((id) => known.includes(id))) return;
  throw invalidInput([
    {
      path: `/fields/${path}`,
      code: 'no-administration',
      message: 'Name a national administration that is a member now.',
    },
  ]);
}

/** Origin and affected administrations with their security officers and project managers; the origin's local administrators too. */
async function takeInAdministrations(context: WriteContext, input: Input): Promise<void> {
  const { origin, affected } = administrationsOf(input);
  await refuseOthers(context, 'originAdministration', [origin]);
  await refuseOthers(context, 'affectedAdministrations', affected);
  await addParties(context, input.case, partiesIn(origin, originRoles));
  const fields = { ...input.case.fields, ...input.form };
  await checkNotice(context, input.case, fields, origin);
  await tellAffected(context, { ...input.case, fields }, origin, affected);
}

/**
 * Affected administrations are told, and take part, where the terms in force say so or the LISO decided it. Where a clause limits what one of them
 * may see to less than the case's label, it is told that there is something, and nothing of it (masked).
 * @throws 409 naming the clause that forbids it, or the decision that is missing
 */
async function tellAffected(
  context: WriteContext,
  row: CaseRow,
  origin: string,
  affected: readonly string[],
): Promise<void> {
  if (affected.length === 0) return;
  const permitted = await permitByTerms(context, row, {
    ...{ ask: 'tell', event: 'incident-common-domain', from: origin, to: affected },
    ...levelsOf(row),
  });
  const masked: string[] = [];
  for (const [id, { reason, detail, masked: isMasked }] of permitted) {
    if (isMasked) masked.push(id);
    else await addParties(context, row, partiesIn(id, affectedRoles), { reason, detail });
  }
  await insertTasks(
    context,
    masked.map((organisationId) => ({
      ...{ ownerId: row.ownerId, organisationId, caseId: null, procedure: row.procedure },
      ...{ task: maskedTask, role: 'niso', required: false, subject: row.reference },
      ...{ clause: 'Security Plan §6.2', dueAt: null },
    })),
  );
}

function administrationsOf({ case: row, form }: Input) {
  const value = (name: string) => form[name] ?? row.fields[name];
  const origin = String(value('originAdministration'));
  const affected = value('affectedAdministrations');
  const others = Array.isArray(affected) ? affected.map(String) : [];
  return { origin, affected: others.filter((id) => id !== origin) };
}

async function involveAdministration(context: WriteContext, { case: row, form }: Input) {
  const id = String(form['administration']);
  await refuseOthers(context, 'administration', [id]);
  await tellAffected(context, row, String(row.fields['originAdministration'] ?? id), [id]);
  const before = row.fields['affectedAdministrations'];
  const known = Array.isArray(before) ? before.map(String) : [];
  const isOrigin = id === row.fields['originAdministration'];
  return isOrigin || known.includes(id) ? {} : { affectedAdministrations: [...known, id] };
}

/** The NISO is told, and manages it locally: a task of its own administration, which stays when this case ends. */
async function handToLocalManagement(context: WriteContext, input: Input): Promise<void> {
  const { case: row } = input;
  const { origin } = administrationsOf(input);
  await refuseOthers(context, 'originAdministration', [origin]);
  await addParties(context, row, partiesIn(origin, originRoles));
  await insertTasks(context, [
    {
      ownerId: row.ownerId,
      organisationId: origin,
      caseId: null,
      procedure: row.procedure,
      task: localTask,
      role: 'niso',
      required: false,
      subject: `${row.reference} ${row.title}`,
      subjectKind: 'case',
      subjectId: row.id,
      clause: 'Security Plan §6.1',
      dueAt: null,
    },
  ]);
}

/** The incident stays with the administration in which it occurred. */
export const localTask = 'manage-locally';

/** Told that an incident concerns it, and no more: the NISO asks the central body for what he may know. */
export const maskedTask = 'ask-about-incident';

export const partyEffects = {
  'take-in-contractor': takeInContractor,
  'take-in-administrations': takeInAdministrations,
  'involve-administration': involveAdministration,
  'hand-to-local-management': handToLocalManagement,
};

/** Parties of the case in one role. */
export async function partiesInRole(
  context: WriteContext,
  row: CaseRow,
  role: string,
): Promise<string[]> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'incident-parties',
    text: 'select organisation_id as id from case_party where owner_id = $1 and case_id = $2 and role = $3',
    values: [row.ownerId, row.id, role],
  });
  return rows.map(({ id }) => id);
}
