import type { Answer } from '#tests/access/http-world.ts';
import { act, drafted, historyRow, items, opened, passed } from './terms-calls.ts';
import type { TermsWorld } from './terms-world.ts';

/** A mission whose report is approved. */
export interface Reported {
  readonly id: string;
  readonly findings: string[];
  readonly report: string;
}

/** The people and places of a mission at X. */
export type MissionStage = Pick<
  TermsWorld,
  'http' | 'people' | 'ids' | 'requester' | 'scope' | 'clock'
>;

const dayMs = 24 * 3_600_000;

/** A mission at X whose programme the LISO has only to approve; with what it asks beside access to a document. */
export async function prepared(
  world: MissionStage,
  asking: 'access' | 'questions-and-talks',
): Promise<string> {
  const { people, ids, requester, scope, clock } = world;
  const { manager, liso } = people;
  const inDays = (days: number) =>
    new Date(clock.now().getTime() + days * dayMs).toISOString().slice(0, 10);
  const [memberState = ''] = scope.memberStates;
  const id = await opened(requester, {
    ...{ procedure: 'fact-finding-mission', title: 'Review of remote access' },
    fields: {
      ...{ description: 'Remote access of third parties.', targets: ['administration'] },
      ...{ ...scope, memberStates: [memberState] },
    },
  });
  await act(manager, id, 'accept');
  const set = (action: string, fields: object) => act(manager, id, action, fields);
  await set('set-objectives', { objectives: [{ objective: 'Know who has access.' }] });
  const control = { control: await controlOf(world), whatToDocument: 'Rights' };
  await set('set-controls', { controls: [{ ...control, rationale: 'An incident' }] });
  const at = { organisation: ids.x };
  const person = { name: 'Anke Vogt', contactRole: 'Head of IT', hours: 4 };
  await set('set-contacts', { contacts: [{ ...person, ...at }] });
  const item = { item: 'Policy', kind: 'information', provider: 'Anke Vogt', dueOn: inDays(40) };
  await set('set-access', { access: [{ ...item, ...at }] });
  if (asking === 'questions-and-talks') {
    const question = { number: 1, section: 'Rights', question: 'Who reviews?', kind: 'text' };
    await set('set-questions', { questions: [{ ...question, addressee: 'administration' }] });
    await set('set-interviews', { interviews: [{ ...at, interviewee: 'Vogt', topics: 'Rights' }] });
  }
  const programme = await drafted(manager, id, 'mission-programme');
  await passed(programme, [
    [manager, 'submit-qc', historyRow],
    [people.controller, 'qc-pass', historyRow],
  ]);
  await act(manager, id, 'submit-programme', { startsOn: inDays(5), endsOn: inDays(40) });
  await passed(programme, [
    [liso, 'review-ok', historyRow],
    [liso, 'approve'],
  ]);
  return id;
}

export const approvesProgramme = ({ people }: MissionStage, id: string): Promise<Answer> =>
  people.liso('POST', `/cases/${id}/actions/approve-programme`, {});

/** A mission at X led to its approved report, with findings that nobody but X reads yet. */
export async function reported(world: MissionStage, findings: number): Promise<Reported> {
  const { people, ids } = world;
  const { manager, liso, npmX } = people;
  const id = await prepared(world, 'access');
  await act(liso, id, 'approve-programme');
  const { body } = await npmX('GET', `/requests?caseId=${id}&kind=access`);
  const provided = { provided: 'documents-handed-over', where: 'Data room, folder 1' };
  for (const { id: request, recipients } of body['items'] as Asked[]) {
    const path = `/requests/${request}/recipients/${recipients[0]?.id}/actions/answer`;
    await npmX('POST', path, { fields: provided });
  }
  await act(manager, id, 'start-report');
  for (let number = 1; number <= findings; number += 1) {
    await act(manager, id, 'add-finding', {
      ...{ title: `Sessions are not recorded (${number})`, statement: 'No records are kept.' },
      ...{ control: await controlOf(world), organisation: ids.x, note: 'Seen on site.' },
      ...{ assessment: 'partly-in-place', severity: 'medium' },
    });
  }
  const report = await drafted(manager, id, 'mission-report');
  await passed(report, [
    [manager, 'submit-qc', historyRow],
    [people.controller, 'qc-pass', historyRow],
  ]);
  await act(manager, id, 'submit-report');
  await passed(report, [
    [liso, 'review-ok', historyRow],
    [liso, 'approve'],
  ]);
  await act(liso, id, 'approve-report');
  const kept = await items(liso, `/mission-findings?caseId=${id}&limit=100`);
  return { id, report, findings: kept.map((one) => one.id) };
}

interface Asked {
  readonly id: string;
  readonly recipients: readonly { readonly id: string }[];
}

async function controlOf({ http }: MissionStage): Promise<string> {
  const [found] = await http.query<{ id: string }>(
    `select id from control where number = '11.2.4' limit 1`,
  );
  return found?.id ?? '';
}
