import type { MissionDesk } from '../mission-desk.ts';
import { controlOf, inDays, period, today } from '../mission-steps.ts';

/** A finding as the action `add-finding` takes it, of Germany. */
export interface Found {
  readonly title: string;
  readonly control: string;
  readonly statement: string;
  readonly assessment: string;
  readonly severity?: string;
}

/** A small mission to Germany of one control, whose programme is approved. */
export async function smallMission(
  desk: MissionDesk,
  title: string,
  more: object = {},
  because: object = { rationale: 'It was never looked at.', basis: ['priority'] },
): Promise<string> {
  const id = await desk.opened(title, { ...desk.scope, targets: ['administration'], ...more });
  await desk.act('manager', id, 'accept');
  await planSmall(desk, id, because);
  const programme = await desk.submitted(id, 'mission-programme');
  await desk.act('manager', id, 'submit-programme', { fields: period });
  await desk.approved(programme);
  await desk.act('liso', id, 'approve-programme');
  return id;
}

async function planSmall(desk: MissionDesk, id: string, because: object): Promise<void> {
  const organisation = desk.organisations.de;
  const set = (action: string, fields: object) => desk.act('manager', id, action, { fields });
  await set('set-objectives', { objectives: [{ objective: 'How rights are reviewed.' }] });
  await set('set-controls', {
    controls: [
      {
        ...{ control: controlOf(desk, '11.2.4'), whatToDocument: 'The last review.' },
        ...because,
      },
    ],
  });
  await set('set-contacts', {
    contacts: [{ name: 'Ralf Petersen', contactRole: 'Operations', organisation, hours: 4 }],
  });
  await set('set-access', {
    access: [
      {
        ...{ kind: 'information', item: 'Record of the last review', organisation },
        ...{ provider: 'Ralf Petersen', dueOn: inDays(10) },
      },
    ],
  });
}

/** What it asked for is given, and it found this: the report is being written. */
export async function found(
  desk: MissionDesk,
  id: string,
  findings: readonly Found[],
): Promise<void> {
  const provided = { provided: 'documents-handed-over', where: 'Data room, folder 1' };
  for (const one of await desk.asked('npmde', id, 'access')) {
    await desk.answer('npmde', one, 'answer', { fields: provided });
  }
  await desk.act('manager', id, 'start-report');
  for (const { control, ...finding } of findings) {
    const fields = {
      ...{ ...finding, control: controlOf(desk, control), organisation: desk.organisations.de },
      note: 'Seen on site.',
    };
    await desk.act('manager', id, 'add-finding', { fields });
  }
}

/** Its report is with the LISO. Returns the report. */
export async function handedIn(desk: MissionDesk, id: string): Promise<string> {
  const report = await desk.submitted(id, 'mission-report');
  await desk.act('manager', id, 'submit-report');
  return report;
}

/** The LISO approves the report, it is discussed, its findings get an owner, and the mission is closed. */
export async function concluded(desk: MissionDesk, id: string, report: string): Promise<void> {
  await desk.approved(report);
  await desk.act('liso', id, 'approve-report');
  const fields = {
    ...{ heldOn: today, participants: 'Paula Nunes (CSIP)', outcome: 'Nothing that ITSM offers.' },
    noImprovementBecause: 'The review is the administration’s own.',
  };
  await desk.act('csip', id, 'hold-csip-discussion', { fields });
  for (const finding of await desk.items('liso', `/mission-findings?caseId=${id}&limit=50`)) {
    const assigned = {
      finding: finding.id,
      responsible: 'Head of IT operations',
      dueOn: inDays(120),
    };
    await desk.act('liso', id, 'assign-finding', { fields: assigned });
  }
  for (const request of await desk.asked('manager', id, 'access')) {
    await desk.answer('manager', request, 'verify');
  }
  await desk.act('manager', id, 'close', { fields: { followUps: ['none'] } });
}
