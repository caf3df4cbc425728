import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { listCases } from '#work/cases/list-cases.ts';
import { readCase } from '#work/cases/read-case.ts';
import { reportIncident } from './commands/report-incident.ts';

describe('an incident that others should be warned of', () => {
  let world: World;
  let manager: Principal;
  let analyst: Principal;
  let liso: Principal;
  let incident: string;

  before(async () => {
    world = await createWorld();
    const central = await world.organisation('TAXUD', 'central-body');
    const contractor = await world.organisation('ITSM', 'contractor');
    const x = await world.organisation('XX', 'national-administration');
    const desk = await world.person('Desk', contractor, ['service-desk']);
    manager = await world.person('Manager', contractor, ['itsm-security-manager']);
    liso = await world.person('Liso', central, ['liso']);
    analyst = await world.person('Analyst', central, ['isirt']);
    const { id } = await runCommand(world.runner, reportIncident(catalogue), desk, {
      ...{ title: 'A library lets strangers in', summary: 'Seen in the logs.', reporter: 'SD' },
      ...{ category: 'vulnerability', managedItem: false, originAdministration: x },
    });
    incident = id;
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const act = (who: Principal, caseId: string, action: string, more: object) =>
    runCommand(world.runner, caseCommands(catalogue).act, who, { caseId, action, ...more });
  const read = (who: Principal, caseId: string) =>
    runQuery(world.runner, readCase(catalogue), who, { caseId });

  it('R-EW-2 H15 opens an early warning with the incident as its source, whose status flows back', async () => {
    await act(manager, incident, 'accept', { fields: { commonDomainImpact: 'suspected' } });
    const warning = 'Installations of the library below 3.1 let strangers in.';
    await act(manager, incident, 'warn', { fields: { warning } });
    const { items } = await runQuery(world.runner, listCases(catalogue), analyst, {
      procedure: 'early-warning',
    });
    assert.equal(items.length, 1);
    const opened = await read(analyst, items[0]?.id ?? '');
    const { source, summary, incident: from } = opened.case.fields;
    assert.deepEqual([source, summary, from], ['internal-incident', warning, incident]);
    const handedOff = async () =>
      (await read(liso, incident)).links.find(({ handOff }) => handOff === 'warning');
    assert.equal((await handedOff())?.handOffState, 'accepted');
    await act(analyst, opened.case.id, 'start-analysis', {});
    const comment = 'Nobody uses it.';
    await act(analyst, opened.case.id, 'declare-no-impact', { comment });
    const back = await handedOff();
    assert.deepEqual([back?.handOffState, back?.outcome], ['returned', 'achieved']);
    const { rows } = await world.test.database.transaction(
      { role: 'owner', scope: [], person: null, readOnly: true },
      ({ client }) =>
        client.query(
          `select 1 from trail_entry where action = 'incident-coordination.take-result'`,
        ),
    );
    assert.equal(rows.length, 1);
  });
});
