import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { newId } from '#kernel/database/ids.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import type { EvidenceList } from './contract.ts';

const many = 1250;

describe('the evidence of a case', () => {
  let world: HttpWorld;
  let keeper: Caller;
  let giver: Caller;
  const caseId = newId();

  before(async () => {
    world = await createHttpWorld({ worker: false });
    const [home, other] = [await world.organisation('HOME'), await world.organisation('OTHER')];
    keeper = await world.withToken(await world.person('keeper', home, ['liso']));
    giver = await world.withToken(await world.person('giver', other, ['niso']));
    await world.query(
      `insert into procedure_case (owner_id, id, procedure, definition_version, reference, title, state, opened_at, updated_at, audience)
       values ($1, $2, 'incident-coordination', 1, 'INC-1', 'One incident', 'analysing', now(), now(), array[$3]::uuid[])`,
      [home, caseId, other],
    );
    await world.query(
      `insert into shared_with_me (owner_id, kind, sort_key, record_id, record_owner_id, since) values ($1, 'case', $2::text, $2::uuid, $3, now())`,
      [other, caseId, home],
    );
    await world.query(
      `insert into evidence (owner_id, id, case_id, reference, kind, title, file_name, media_type, bytes, sha256, collected_by, collected_at, scan,
         contributor_id, holder_id, retained_until, state, label, tlp, audience, received_at, updated_at)
       select $1, ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $2, 'EV-' || n, 'log', 'Log of hour ' || n, 'gw-' || n || '.log',
         'text/plain', 10, repeat('a', 64), 'NISO', now(), 'clean', $3, $1, now(), 'held', 'LIMITED', 'AMBER',
         case when n % 100 = 0 then array[$3]::uuid[] else '{}' end, now(), now() from generate_series(1, $4::int) n`,
      [home, caseId, other, many],
    );
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const read = async (who: Caller, query: string): Promise<EvidenceList> => {
    const answer = await who('GET', `/cases/${caseId}/evidence?${query}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body as unknown as EvidenceList;
  };

  it('is read to its end by key, each piece once and in order, however much it is', async () => {
    const seen: string[] = [];
    let page = await read(keeper, 'limit=200&count=true');
    assert.deepEqual(page.total, { count: 1000, bounded: true });
    for (;;) {
      seen.push(...page.items.map(({ reference }) => reference));
      if (page.next === null) break;
      page = await read(keeper, `limit=200&after=${page.next}`);
    }
    assert.deepEqual(
      seen,
      Array.from({ length: many }, (_, index) => `EV-${index + 1}`),
    );
  });

  it('is searched by reference, title and file, by all words of what was typed', async () => {
    const found = await read(keeper, 'q=hour%201207&count=true');
    assert.deepEqual(
      [found.items.map(({ fileName }) => fileName), found.total],
      [['gw-1207.log'], { count: 1, bounded: false }],
    );
  });

  it('shows a party what it gave, and counts nothing else', async () => {
    const page = await read(giver, 'limit=5&count=true');
    assert.deepEqual(page.total, { count: 12, bounded: false });
    const rest = await read(giver, `limit=200&after=${page.next}`);
    assert.equal(page.items.length + rest.items.length, 12);
    const refused = await giver('GET', `/cases/${caseId}/evidence?after=WyJ4Il0`);
    assert.equal(refused.status, 422);
  });
});
