import assert from 'node:assert/strict';
import { act, items } from '#tests/requirements/terms-stage/terms-calls.ts';
import { behind } from './behind-desk.ts';
import type { Collaborator } from './collaboration-stage.ts';
import { inDays } from './sample-dates.ts';
import type { Stage } from './stage.ts';

/** What speaks for a mission to Germany: an incident that came from there with impact on the Common Domain, and a policy that is new. */
export async function happenBefore(stage: Stage<Collaborator>): Promise<void> {
  const call = async (who: Collaborator) => behind(await stage.at(who));
  const [liso, desk, manager] = [
    ...[await call('liso'), await call('serviceDesk'), await call('manager')],
  ] as const;
  const [germany] = await items(liso, '/organisations?code=NA-DE');
  const reported = await desk('POST', '/incident-reports', {
    ...{ title: 'Outage of the transit exchange', summary: 'Movements of transit got no answer.' },
    ...{ ticket: 'SD-2026-7', category: 'availability', managedItem: false },
    originAdministration: germany?.id,
  });
  assert.equal(reported.status, 201, reported.text);
  const incident = String(reported.body['id']);
  for (const about of ['tell', 'ask-evidence']) {
    const fields = {
      about,
      organisations: [germany?.id],
      ruling: 'allow',
      reason: 'No terms yet.',
    };
    const decided = await liso('POST', '/liso-decisions', { caseId: incident, fields });
    assert.equal(decided.status, 201, decided.text);
  }
  await act(manager, incident, 'accept', { commonDomainImpact: 'yes' });
  const standard = await liso('POST', '/common-standards', {
    fields: {
      ...{ code: 'NET-9', title: 'Network policy of the Common Domain', kind: 'policy' },
      ...{ edition: '3', effectiveFrom: inDays(0) },
    },
  });
  assert.equal(standard.status, 201, standard.text);
}
