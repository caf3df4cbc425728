import { act, items } from '#tests/requirements/terms-stage/terms-calls.ts';
import { isAccessible } from './accessibility.ts';
import { behind } from './behind-desk.ts';
import type { Desk } from './desk.ts';
import { inDays } from './sample-dates.ts';
import { sheetOf } from './spreadsheet.ts';

/** The CSIP Manager records what was discussed of a mission, and two improvements. */
export async function discuss(csip: Desk): Promise<void> {
  await csip.act('Record the discussion with the CSIP Manager', {
    'Held on': inDays(0),
    Participants: 'Imke Manager\nCora Improver',
    Outcome: 'Two improvements are taken up.',
    'Service improvements': sheetOf(
      ['title', 'description', 'objective'],
      [
        {
          title: 'Yearly review of rights',
          description: 'Privileged accounts are reviewed with the hosting company.',
          objective: 'No account without an owner.',
        },
        {
          title: 'Training of developers',
          description: 'They join the yearly training.',
          objective: 'Everybody with access is trained.',
        },
      ],
    ),
  });
  await csip.state('Discussed with CSIP');
  await csip.sees('Yearly review of rights');
}

/** Both improvements are followed from the page of the mission until their benefit is judged; one is judged twice. */
export async function followImprovements(csip: Desk, path: string, title: string): Promise<void> {
  const follow = async (improvement: string) => {
    await csip.visit(path, title);
    await csip.follow(improvement);
    await csip.heading(improvement);
    await csip.act('Agree');
    await csip.act('Plan', {
      Responsible: 'ITSM Operations',
      'Benefit to the administrations': 'They see who has access.',
      'Planned for': inDays(90),
    });
    await csip.act('Report as implemented', { Result: 'In service.' });
  };
  const judge = async (reached: 'Yes' | 'No', judgement: string) =>
    csip.act('Judge the benefit', { 'Objective reached': reached, Judgement: judgement });
  await follow('Yearly review of rights');
  await judge('No', 'One administration of two uses it.');
  await csip.state('In progress');
  await csip.act('Report as implemented', { Result: 'Both use it.' });
  await judge('Yes', 'No account is without an owner.');
  await csip.state('Closed');
  await isAccessible(csip.page);
  await follow('Training of developers');
  await judge('Yes', 'Everybody with access was trained.');
}

/** A meeting is asked for, every finding gets its owner, and the mission is closed. */
export async function close(manager: Desk, path: string, title: string): Promise<void> {
  await manager.act('Ask for a meeting', {
    'Part of the mission': 'Outcome of the mission',
    'Purpose of the meeting': 'Remote access of third parties.',
  });
  await manager.actAt(manager.main, 'Assign a finding', 'Assign a finding', {
    Responsible: 'Head of IT operations',
    'Due on': inDays(120),
  });
  // One is enough to see how; the others are assigned behind the page.
  const call = behind(manager);
  const mission = path.slice(-36);
  for (const { id, fields } of await items(call, `/mission-findings?caseId=${mission}`)) {
    if (typeof fields['responsible'] === 'string') continue;
    const to = { finding: id, responsible: 'Head of IT operations', dueOn: inDays(120) };
    await act(call, mission, 'assign-finding', to);
  }
  await manager.visit(path, title);
  await manager.act('Close the mission', { 'Follow-up': ['Meeting'] });
  await manager.state('Closed');
}
