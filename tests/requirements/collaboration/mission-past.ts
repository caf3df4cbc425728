import assert from 'node:assert/strict';
import type { MissionDesk } from '../mission-desk.ts';
import { today } from '../mission-steps.ts';
import { act } from '../terms-stage/terms-calls.ts';
import { concluded, found, handedIn, smallMission } from './earlier-mission.ts';

/** What comes before a mission: an earlier one with its finding, incidents that count and others that do not, a policy that is new since then. */
export async function past(desk: MissionDesk): Promise<void> {
  const { organisations } = desk;
  const before = await smallMission(desk, 'Mission of last year');
  await found(desk, before, [
    {
      ...{ title: 'Rights are reviewed seldom', control: '11.2.4', statement: 'Once a year' },
      ...{ assessment: 'partly-in-place', severity: 'medium' },
    },
  ]);
  await concluded(desk, before, await handedIn(desk, before));
  await incident(desk, 'Outage of the transit exchange', organisations.de, 'yes');
  await incident(desk, 'Local virus', organisations.de, 'no');
  await incident(desk, 'Leak at another administration', organisations.fr, 'yes');
  const title = 'Network policy of the Common Domain';
  const policy = await desk.call('liso')('POST', '/common-standards', {
    fields: { code: 'NET-9', title, kind: 'policy', edition: '3', effectiveFrom: today },
  });
  assert.equal(policy.status, 201, policy.text);
}

/** An incident that came from an administration: coordinated, as it has an impact on the Common Domain, or left to its own management. */
async function incident(
  desk: MissionDesk,
  title: string,
  originAdministration: string,
  impact: 'yes' | 'no',
): Promise<void> {
  const manager = desk.call('manager');
  const reported = await manager('POST', '/incident-reports', {
    ...{ title, summary: title, category: 'availability', managedItem: false },
    ticket: `SD-${title}`,
    originAdministration,
  });
  assert.equal(reported.status, 201, reported.text);
  const id = String(reported.body['id']);
  if (impact === 'no') {
    const local = { localManagement: 'Service desk of the administration' };
    await act(manager, id, 'not-in-scope', local, 'It stays within one administration.');
    return;
  }
  const fields = {
    organisations: [originAdministration],
    ruling: 'allow',
    reason: 'No terms yet.',
  };
  for (const about of ['tell', 'ask-evidence']) {
    const decided = await desk.call('liso')('POST', '/liso-decisions', {
      ...{ caseId: id, fields: { ...fields, about } },
    });
    assert.equal(decided.status, 201, decided.text);
  }
  await act(manager, id, 'accept', { commonDomainImpact: impact });
}
