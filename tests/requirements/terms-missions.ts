import type { MissionDesk } from './mission-desk.ts';
import { controlOf, period } from './mission-steps.ts';
import { named } from './terms-emergency.ts';

/** A mission with findings of its approved report. */
export interface Findings {
  readonly mission: string;
  readonly ids: string[];
}

/** A mission at Germany whose report is approved, with findings that nobody else reads yet. */
export async function reportedFindings(desk: MissionDesk): Promise<Findings> {
  const { de, body } = desk.organisations;
  const mission = await desk.opened('Review of remote access', desk.scope);
  const control = controlOf(desk, '11.2.4');
  const rows = await desk.world.query<{ id: string }>(
    `insert into mission_finding (owner_id, id, case_id, state, number, title, control, organisation, statement, assessment, severity,
        created_at, updated_at)
      select $1, gen_random_uuid(), $2, 'open', n, 'Sessions are not recorded', $3, $4, 'No records', 'partly-in-place', 'medium', now(), now()
      from generate_series(1, 6) as n returning id`,
    [body, mission, control, de],
  );
  await desk.world.query(`update procedure_case set state = 'report-approved' where id = $1`, [
    mission,
  ]);
  return { mission, ids: rows.map(({ id }) => id) };
}

/** A mission with a question and an interview, whose programme the LISO has only to approve. */
export async function prepared(desk: MissionDesk): Promise<string> {
  const { de } = desk.organisations;
  const id = await desk.opened('Review of the service desk', {
    ...{ ...desk.scope, targets: ['administration'] },
  });
  await desk.act('manager', id, 'accept');
  const set = (action: string, fields: object) => desk.act('manager', id, action, { fields });
  await set('set-objectives', { objectives: [{ objective: 'Know who has access.' }] });
  const control = { control: controlOf(desk, '11.2.4'), whatToDocument: 'Rights' };
  await set('set-controls', { controls: [{ ...control, rationale: 'An incident' }] });
  const person = { name: 'Anke Vogt', contactRole: 'Head of IT', organisation: de, hours: 4 };
  await set('set-contacts', { contacts: [person] });
  const question = { number: 1, section: 'Rights', question: 'Who reviews?', kind: 'text' };
  await set('set-questions', { questions: [{ ...question, addressee: 'administration' }] });
  const item = { item: 'Policy', kind: 'information', organisation: de, provider: 'Anke Vogt' };
  await set('set-access', { access: [{ ...item, dueOn: period.endsOn }] });
  const talk = { organisation: de, interviewee: 'Anke Vogt', topics: 'Rights' };
  await set('set-interviews', { interviews: [talk] });
  const programme = await desk.submitted(id, 'mission-programme');
  await desk.act('manager', id, 'submit-programme', { fields: period });
  await desk.approved(programme);
  return id;
}

/** What refuses, and whether it names terms, version and clause. */
export const refusal = ({ body }: { body: Record<string, unknown> }) =>
  body['code'] === undefined
    ? 'done'
    : `${body['code']}${named.test(String(body['detail'])) ? ' by name' : ''}`;

/** Tells France of the next finding; what comes of it, and whether it reads the finding. */
export async function toldOf(desk: MissionDesk, { mission, ids }: Findings): Promise<unknown[]> {
  const finding = ids.shift();
  const answer = await desk.call('liso')('POST', `/cases/${mission}/finding-tellings`, {
    ...{ finding, organisations: [desk.organisations.fr] },
  });
  const read = await desk.call('npmfr')('GET', `/mission-findings/${finding}`);
  return [refusal(answer), read.status];
}
