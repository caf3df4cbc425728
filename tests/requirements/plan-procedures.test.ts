import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

/** The top processes of Figure 1, with who starts each. */
const processes = [
  'incident-coordination',
  'meeting',
  'fact-finding-mission',
  'terms-of-collaboration',
] as const;

describe('the processes of the Security Plan', () => {
  let world: HttpWorld;
  let requester: Caller;
  let desk: Caller;
  let manager: Caller;
  let administration: string;
  let contractor: string;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const organisation = async (code: string, kind: string) => {
      const id = await world.organisation(code);
      await world.query('update organisation set kind = $2 where id = $1', [id, kind]);
      return id;
    };
    const body = await organisation('BODY', 'central-body');
    contractor = await organisation('ITSM', 'contractor');
    administration = await organisation('NA', 'national-administration');
    const person = async (name: string, at: string, role: string) =>
      world.withToken(await world.person(name, at, [role]));
    requester = await person('requester', body, 'taxud-requester');
    desk = await person('desk', contractor, 'service-desk');
    manager = await person('manager', contractor, 'itsm-security-manager');
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  it('R-GEN-2 R-GEN-14 are four, each described with its clause and the contractor’s ITSM Security Management among its roles', async () => {
    for (const id of processes) {
      const { status, body } = await requester('GET', `/procedures/${id}`);
      assert.equal(status, 200, id);
      const described = (body['procedure'] ?? body) as {
        clause: string;
        roles: Record<string, { party: string }>;
      };
      assert.match(described.clause, /^Security Plan §/);
      assert.equal(described.roles['itsm-security-manager']?.party, 'contractor', id);
    }
  });

  it('R-GEN-15 start on their own, in an order that is not that of the plan', async () => {
    const incident = await desk('POST', '/incident-reports', {
      ...{ title: 'Outage', summary: 'No answer.', ticket: 'SD-1', category: 'other' },
      ...{ managedItem: false, originAdministration: administration },
    });
    assert.equal(incident.status, 201, incident.text);
    const fields = {
      meeting: { purpose: 'Security', administrations: [administration], contractor },
      'fact-finding-mission': { description: 'Controls of the gateway.' },
      'terms-of-collaboration': { description: 'Who is told what.' },
    };
    for (const [procedure, given] of Object.entries(fields)) {
      const opened = await requester('POST', '/cases', {
        ...{ procedure, title: `A ${procedure}`, fields: given },
      });
      assert.equal(opened.status, 201, opened.text);
      const { id, state } = opened.body['case'] as { id: string; state: string };
      assert.equal(state, 'requested');
      const accepted = await manager('POST', `/cases/${id}/actions/accept`, { fields: {} });
      assert.equal(accepted.status, 200, accepted.text);
    }
  });

  it('R-GEN-13 the assignment rule of AD2, Annex 12, assigns at once by category, and names the document that binds', async () => {
    const answer = await requester('GET', '/procedures/incident-coordination');
    assert.ok((answer.body['applicableDocuments'] as string[]).includes('AD2'));
    const reported = await desk('POST', '/incident-reports', {
      ...{ title: 'CCN', summary: 'Configuration.', ticket: 'SD-2', category: 'ccn-configuration' },
      ...{ managedItem: true, originAdministration: administration },
    });
    assert.equal(reported.status, 201, reported.text);
    const { body } = await requester('GET', `/cases/${String(reported.body['id'])}`);
    const { fields } = body['case'] as { fields: Record<string, unknown> };
    assert.equal(fields['assignedTo'], 'application-management', JSON.stringify(fields));
  });
});
