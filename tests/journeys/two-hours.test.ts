import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { behind } from './behind-desk.ts';
import { withoutBrowser } from './browser.ts';
import { type Collaborator, joinCollaboration } from './collaboration-stage.ts';
import type { Stage } from './stage.ts';

describe('scenario F in the browser: the two hours of AD2 Annex 12', {
  skip: withoutBrowser,
}, () => {
  const collaboration = joinCollaboration();
  let stage: Stage<Collaborator>;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  it('R-INC-10 a managed item without a solution at 2 h 00 is with Application Management, and the page says why', async () => {
    const desk = await stage.at('serviceDesk');
    const late = 'A queue of the hub does not drain';
    const reported = await behind(desk)('POST', '/incident-reports', {
      ...{ title: late, summary: 'Messages wait.', ticket: 'SD-2026-118901' },
      ...{ category: 'availability', managedItem: true },
    });
    assert.equal(reported.status, 201, reported.text);
    await desk.visit(`/incidents/${reported.body['id']}`, late);
    await desk.sees('Solution by the Service Desk');
    assert.equal(await desk.main.getByText('With: Application Management').count(), 0);
    stage.pass(2 * 3_600_000);
    await desk.sees('With: Application Management');
    await desk.sees('No solution within two hours');
    const applications = await stage.at('applications');
    await applications.visit(`/incidents/${reported.body['id']}`, late);
    await applications.sees('With: Application Management');
  });
});
