import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { createLog } from '#kernel/log/log.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { readCase } from '#work/cases/read-case.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { reportIncident } from './commands/report-incident.ts';

const start = '2026-03-02T08:00:00.000Z';
const minutes = (count: number) => new Date(Date.parse(start) + count * 60_000).toISOString();

describe('scenario F: the two hours of AD2 Annex 12', () => {
  let world: World;
  let desk: Principal;
  let manager: Principal;
  let x: string;

  before(async () => {
    world = await createWorld(start);
    await world.organisation('TAXUD', 'central-body');
    const contractor = await world.organisation('ITSM', 'contractor');
    x = await world.organisation('XX', 'national-administration');
    desk = await world.person('Desk', contractor, ['service-desk']);
    manager = await world.person('Manager', contractor, ['itsm-security-manager']);
    await world.person('Applications', contractor, ['application-management']);
  });
  beforeEach(() => world.clock.set(start));
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const report = async (managedItem: boolean, category = 'availability') => {
    const { id } = await runCommand(world.runner, reportIncident(catalogue), desk, {
      ...{ title: 'A queue does not drain', summary: 'Messages wait.', reporter: 'Monitoring' },
      ...{ category, managedItem, originAdministration: x },
    });
    return id;
  };
  const act = (who: Principal, caseId: string, action: string, fields: object) =>
    runCommand(world.runner, caseCommands(catalogue).act, who, { caseId, action, fields });
  const at = async (instant: string) => {
    world.clock.set(instant);
    await sweepDeadlines({ runner: world.runner, catalogue, log: createLog('silent') });
  };
  const fieldsOf = async (caseId: string) => {
    const detail = await runQuery(world.runner, readCase(catalogue), manager, { caseId });
    return detail.case.fields;
  };

  it('R-INC-10 a managed item without a solution is with Application Management at 2 h 00, not before, whatever the coordination does', async () => {
    const id = await report(true);
    await act(manager, id, 'accept', { commonDomainImpact: 'suspected' });
    await at(minutes(119));
    assert.equal((await fieldsOf(id))['assignedTo'], undefined);
    await at(minutes(120));
    const fields = await fieldsOf(id);
    assert.equal(fields['assignedTo'], 'application-management');
    assert.equal(fields['assignedBecause'], 'two-hours');
    assert.equal(fields['assignedAt'], minutes(120));
    const told = await notices(world, id);
    assert.deepEqual(told, [['application-management', 'itsm-security-manager', 'service-desk']]);
  });

  it('R-INC-10 a solution in time, or an item that is not managed, stays with the Service Desk', async () => {
    const solved = await report(true);
    await act(desk, solved, 'record-solution', { serviceDeskSolution: 'The queue was restarted.' });
    const unmanaged = await report(false);
    await at(minutes(121));
    for (const id of [solved, unmanaged]) {
      assert.equal((await fieldsOf(id))['assignedTo'], undefined);
    }
  });

  it('R-INC-10 what went to Application Management at once has no two hours', async () => {
    const id = await report(true, 'ccn-configuration');
    const detail = await runQuery(world.runner, readCase(catalogue), desk, { caseId: id });
    assert.equal(detail.case.fields['assignedBecause'], 'category');
    const deadlines = detail.deadlines.map(({ deadline }) => deadline);
    assert.equal(deadlines.includes('service-desk-solution'), false);
  });
});

/** Roles of the notices about the assignment. */
async function notices(world: World, caseId: string): Promise<string[][]> {
  const { rows } = await world.test.database.transaction(
    { role: 'owner', scope: [], person: null },
    ({ client }) =>
      client.query<{ payload: { recordId: string; about: string; roles: string[] } }>(
        `select payload from job_request where kind = 'notify-roles'`,
      ),
  );
  return rows
    .map(({ payload }) => payload)
    .filter((one) => one.recordId === caseId && one.about === 'assign-to-application-management')
    .map(({ roles }) => [...roles].sort());
}
