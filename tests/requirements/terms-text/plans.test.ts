import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { stopTestServer } from '#tests/database.ts';
import { createTermsDesk, type TermsDesk } from '../terms-desk.ts';

interface Asked {
  readonly id: string;
  readonly fields: { readonly plan: string };
  readonly recipients: readonly { readonly id: string }[];
}

describe('plans in effect', () => {
  let desk: TermsDesk;
  let caseId: string;

  before(async () => {
    desk = await createTermsDesk();
    caseId = await desk.drafted('ToC of plans', []);
  });
  after(async () => {
    await desk.world.close();
    await stopTestServer();
  });

  const plan = (planFrom: string, planTo: string) => ({
    ...{ planTitle: 'A plan', planEdition: '1', planFrom, planTo, planPlace: 'Store' },
  });
  const common = (kind: string, from: string, to: string, status = 200) =>
    desk.act(
      'liso',
      caseId,
      'provide-common-plan',
      { fields: { plan: kind, ...plan(from, to) } },
      status,
    );

  it('R-TOC-6 terms whose scope overlaps none in force are created, not updated', async () => {
    const { body } = await desk.call('liso')('GET', `/cases/${caseId}`);
    const { fields } = body['case'] as { fields: Record<string, unknown> };
    assert.deepEqual([fields['kind'], fields['updates']], ['create', undefined]);
  });

  it('R-TOC-15 whoever may ask for plans is told whom: all administrations; none of them is told of another', async () => {
    const told = async (who: string) => {
      const { body } = await desk.call(who)('GET', `/cases/${caseId}`);
      const requests = body['requests'] as { kind: string; recipients: string[] }[];
      const { recipients = [] } = requests.find(({ kind }) => kind === 'plans') ?? {};
      const titles = body['titles'] as Record<string, string>;
      return recipients.map((id) => titles[id]).sort();
    };
    assert.deepEqual(await told('manager'), ['NA-DE', 'NA-FR']);
    assert.deepEqual(await told('liso'), ['NA-DE', 'NA-FR']);
    assert.deepEqual(await told('npmde'), []);
  });

  it('R-TOC-15 a plan of the Common Domain that ends before it begins is refused, and the field named', async () => {
    for (const who of ['liso', 'requester', 'manager']) {
      const fields = { plan: 'capacity', ...plan('2027-01-01', '2026-12-31') };
      const refused = await desk.act(who, caseId, 'provide-common-plan', { fields }, 409);
      const { faults } = refused.body as { faults: { path: string; code: string }[] };
      assert.deepEqual(
        faults.map(({ path, code }) => [path, code]),
        [['/fields/planTo', 'plan-period-is-sound']],
        who,
      );
    }
    assert.deepEqual(await desk.items('liso', `/terms-plans?caseId=${caseId}&domain=common`), []);
    // A plan of one day is a plan.
    await common('capacity', '2026-12-31', '2026-12-31');
    const kept = await desk.items('liso', `/terms-plans?caseId=${caseId}&domain=common`);
    assert.equal(kept.length, 1);
  });

  it('R-TOC-15 a plan that ends before it begins is refused of every administration, and the field named', async () => {
    for (const npm of ['npmde', 'npmfr']) {
      const { body } = await desk.call(npm)('GET', `/requests?caseId=${caseId}&limit=50`);
      const asked = body['items'] as Asked[];
      assert.equal(asked.length, 4);
      for (const { id, recipients } of asked) {
        const path = `/requests/${id}/recipients/${recipients[0]?.id}/actions/answer`;
        const fields = plan('2027-01-01', '2026-12-31');
        const refused = await desk.call(npm)('POST', path, { fields });
        assert.equal(refused.status, 422, refused.text);
        const { faults } = refused.body as { faults: { path: string }[] };
        assert.deepEqual(
          faults.map((one) => one.path),
          ['/fields/planTo'],
          npm,
        );
      }
      const local = `/terms-plans?caseId=${caseId}&domain=local&limit=50`;
      assert.deepEqual(await desk.items(npm, local), []);
    }
  });

  it('R-TOC-15 R-TOC-22 an expired plan, one of the future and a missing one of an administration hold the approval up', async () => {
    await desk.giveCommonPlans(caseId);
    await desk.givePlans('npmde', caseId);
    await desk.act('manager', caseId, 'submit-review');
    for (const npm of ['npmde', 'npmfr']) await desk.act(npm, caseId, 'agree');
    const held = async () =>
      assert.match(
        (await desk.act('manager', caseId, 'submit-approval', {}, 409)).text,
        /plans-are-complete/,
      );
    await held();
    await desk.givePlans('npmfr', caseId);
    await common('capacity', '2020-01-01', '2020-12-31');
    await held();
    await common('capacity', '2090-01-01', '2090-12-31');
    await held();
    await common('capacity', '2020-01-01', '2090-12-31');
    await desk.act('manager', caseId, 'submit-approval');
  });
});
