import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

const sources = ['internal-incident', 'vendor', 'security-organisation'];

describe('warnings and their documents through HTTP', () => {
  let world: HttpWorld;
  let analyst: Caller;
  let manager: Caller;
  let member: Caller;

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const telco = await world.organisation('TELCO');
    analyst = await world.withToken(await world.person('ingrid', telco, ['isirt']));
    manager = await world.withToken(await world.person('sami', telco, ['security-manager']));
    member = await world.withToken(await world.person('mona', telco, []));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const opened = (who: Caller, source: string) =>
    who('POST', '/cases', {
      procedure: 'early-warning',
      title: `From ${source}`,
      fields: { source, summary: 'Something to look at.' },
    });

  it('R-EW-2 is collected from incidents of our own, vendors and other organisations, from no other source and by nobody without the role', async () => {
    for (const source of sources) {
      const { status, body, text } = await opened(analyst, source);
      assert.equal(status, 201, text);
      assert.equal((body['case'] as { state: string }).state, 'collected');
    }
    assert.equal((await opened(analyst, 'hearsay')).status, 422);
    assert.equal((await opened(member, 'vendor')).status, 403);
    const { body } = await analyst('GET', '/cases?procedure=early-warning&limit=10');
    assert.equal((body['items'] as unknown[]).length, sources.length);
  });

  it('R-DOC-1 R-DOC-7 a report names on its cover the contract line that it is traced to, up to the framework contract', async () => {
    const line = async (kind: string, reference: string, parentId?: string): Promise<string> => {
      const fields = { kind, reference, ...(parentId === undefined ? {} : { parentId }) };
      const answer = await manager('POST', '/contracts', { fields });
      assert.equal(answer.status, 201, answer.text);
      return String(answer.body['id']);
    };
    const framework = await line('framework-contract', 'FC TAXUD/2007/CC/088');
    const specific = await line('specific-contract', 'SC 06', framework);
    const workPackage = await line('work-package', 'W.P.8.5', specific);
    const contractId = await line('deliverable', 'DLV.8.5.5', workPackage);
    const { body } = await opened(analyst, 'vendor');
    const { id } = body['case'] as { id: string };
    const made = await analyst('POST', `/cases/${id}/deliverables`, {
      type: 'early-warning-report',
    });
    assert.equal(made.status, 201, made.text);
    const deliverable = made.body['deliverable'] as { id: string };
    const path = `/deliverables/${deliverable.id}`;
    const absent = { contractId: deliverable.id };
    assert.equal((await analyst('PATCH', path, absent)).status, 422, 'no such contract line');
    const traced = await analyst('PATCH', path, { contractId });
    assert.equal(traced.status, 200, traced.text);
    const html = await analyst('GET', `${path}.html`);
    assert.equal(html.status, 200);
    for (const reference of ['FC TAXUD/2007/CC/088', 'SC 06', 'W.P.8.5', 'DLV.8.5.5']) {
      assert.ok(html.text.includes(reference), reference);
    }
  });
});
