import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createTermsDesk, type TermsDesk } from '../terms-desk.ts';

describe('a case that waits for another organisation says that nobody is there', () => {
  let desk: TermsDesk;
  let caseId: string;
  const since = '2026-01-01T00:00:00.000Z';
  const until = new Date(Date.now() + 5 * 86_400_000).toISOString();

  before(async () => {
    desk = await createTermsDesk();
    caseId = await desk.drafted('Terms that wait', ['npmde']);
    await desk.act('manager', caseId, 'submit-review');
  });
  after(async () => {
    await desk.world.close();
    await stopTestServer();
  });

  async function waiting(who: string) {
    const { body, text } = await desk.call(who)('GET', `/cases/${caseId}`);
    const groups = body['waitingFor'] as {
      role: string;
      people: { name: string }[];
      away: { organisationId: string; since: string | null; until: string | null }[];
    }[];
    const found = groups.find(({ role }) => role === 'npm');
    assert.ok(found, text);
    return found;
  }

  it('until when, to the owner; whose absence it is stays with its organisation, and no party is told of another', async () => {
    assert.deepEqual((await waiting('liso')).away, []);
    const { de } = desk.organisations;
    const npm = desk.people['npmde']?.id ?? '';
    const absent = await desk.call('npmde')('POST', '/absences', {
      fields: { person: npm, note: 'Leave', startsAt: since, endsAt: until },
    });
    assert.equal(absent.status, 201, absent.text);
    const seen = await waiting('liso');
    assert.deepEqual([seen.away, seen.people], [[{ organisationId: de, since, until }], []]);
    assert.deepEqual((await waiting('npmfr')).away, []);
    await desk.world.query(
      `insert into role_holding (owner_id, id, person_id, role, kind, for_person_id, valid_from, created_at, updated_at)
       values ($1, $2, $3, 'npm', 'substitute', $4, $5, $5, $5)`,
      [de, newId(), desk.people['nisode']?.id, npm, new Date(Date.now() - 1000)],
    );
    assert.deepEqual((await waiting('liso')).away, [], 'a substitute is there');
  });

  it('that nobody holds the role there at all', async () => {
    const { fr } = desk.organisations;
    await desk.world.query(`update role_holding set valid_to = $2 where owner_id = $1`, [
      fr,
      new Date(Date.now() - 1),
    ]);
    assert.deepEqual((await waiting('liso')).away, [
      { organisationId: fr, since: null, until: null },
    ]);
  });

  it('a request says it of each who owes an answer, to who waits for it and to nobody else', async () => {
    const { de, fr } = desk.organisations;
    type Recipient = { organisationId: string; open: boolean; answeredAt: string | null };
    const owing = async (who: string, of: string) => {
      const { body } = await desk.call(who)('GET', `/requests?caseId=${caseId}&limit=20`);
      const requests = body['items'] as {
        id: string;
        recipients: (Recipient & { away: object })[];
      }[];
      return requests
        .flatMap(({ recipients }) => recipients)
        .filter((one) => one.organisationId === of && one.open && one.answeredAt === null)
        .map(({ away }) => away);
    };
    const french = await owing('liso', fr);
    assert.ok(french.length > 0);
    for (const away of french) assert.deepEqual(away, { since: null, until: null });
    for (const away of await owing('liso', de)) assert.equal(away, null, 'a substitute is there');
    for (const away of await owing('npmde', de)) assert.equal(away, null);
    const { body } = await desk.call('liso')('GET', `/requests?caseId=${caseId}&limit=20`);
    const [first] = body['items'] as { id: string }[];
    const one = await desk.call('liso')('GET', `/requests/${first?.id}`);
    const { recipients } = one.body['request'] as { recipients: (Recipient & { away: object })[] };
    const away = recipients.find(({ organisationId }) => organisationId === fr)?.away;
    assert.deepEqual(away, { since: null, until: null });
  });

  it('who can see a request is told of it: to the owner of all, to a party of itself', async () => {
    const { body: own, de, fr, contractor } = desk.organisations;
    const [request] = await desk.items('liso', `/requests?caseId=${caseId}&limit=1`);
    const path = `/requests/${request?.id}/audience?owner=${own}`;
    const named = async (who: string) => {
      const seen = await desk.call(who)('GET', path);
      assert.equal(seen.status, 200, seen.text);
      const items = seen.body['items'] as { organisationId: string; mayWithdraw: boolean }[];
      assert.ok(items.every(({ mayWithdraw }) => !mayWithdraw));
      return [...new Set(items.map(({ organisationId }) => organisationId))].sort();
    };
    assert.deepEqual(await named('liso'), [own, contractor, de, fr].sort());
    assert.deepEqual(await named('npmde'), [own, de].sort());
  });
});
