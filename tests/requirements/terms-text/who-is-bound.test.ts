import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { act, items, type Listed, opened } from '../terms-stage/terms-calls.ts';
import { numberOf, statements, tells } from '../terms-stage/terms-in-force.ts';
import { incident } from '../terms-stage/terms-pairs.ts';
import { createTermsWorld, type TermsWorld } from '../terms-stage/terms-world.ts';

const hourMs = 3_600_000;

interface Ground {
  readonly terms: string;
  readonly version: number;
  readonly clause: string;
}

describe('which administrations are bound by which terms, and when', () => {
  let world: TermsWorld;
  /** The case of the update, and the instant at which it takes the place of the terms before. */
  let update: string;
  let from: string;
  let reference: string;

  before(async () => {
    world = await createTermsWorld();
    reference = await world.under([tells('allow')], async (terms) => terms.reference);
    from = new Date(world.clock.now().getTime() + 6 * hourMs).toISOString();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const versions = async (who: Caller, filter = '') => {
    const found = await items(who, `/terms-versions?limit=100&sort=effectiveFrom${filter}`);
    return found.filter(({ fields }) => fields['reference'] === reference);
  };
  const revision = ({ fields }: Listed) => fields['revision'];
  const bound = ({ fields }: Listed) => (fields['organisations'] as string[]).toSorted();
  const standings = async (who: Caller) => {
    const found = await who('GET', `/cases/${update}/terms-agreements`);
    const lines = found.body['items'] as { organisationId: string; standing: string }[];
    return Object.fromEntries(lines.map((one) => [one.organisationId, one.standing]));
  };

  it('R-TOC-12 R-TOC-16 one administration objects to an update and is let go by the LISO with a reason: it is not bound by it', async () => {
    const { people, requester, npmY, scope, ids } = world;
    const { manager, liso, npmX } = people;
    update = await opened(requester, {
      ...{ procedure: 'terms-of-collaboration', title: 'Terms of the transit systems' },
      fields: { description: 'A year later.' },
    });
    await act(manager, update, 'accept');
    await act(requester, update, 'set-scope', scope);
    await act(manager, update, 'state-sla-compliance', statements);
    await act(manager, update, 'submit-review');
    await act(npmX, update, 'agree');
    await act(npmY, update, 'request-changes', {}, 'We are leaving these systems.');
    assert.deepEqual(await standings(liso), { [ids.x]: 'agreed', [ids.y]: 'objected' });
    const [objection] = await items(liso, `/clause-comments?caseId=${update}`);
    const fields = { answered: objection?.id, answer: 'The LISO decides about it.' };
    await act(manager, update, 'answer-comment', fields);
    await act(manager, update, 'submit-review');
    await act(liso, update, 'waive-common-plans', {}, 'Known from last year.');
    for (const participant of await items(liso, `/terms-participants?caseId=${update}`)) {
      const ofY = participant.fields['organisation'] === ids.y;
      const path = `/terms-participants/${participant.id}/actions`;
      const done = await liso('POST', `${path}/${ofY ? 'waive-agreement' : 'waive-plans'}`, {
        comment: 'It leaves these systems.',
      });
      assert.equal(done.status, 200, done.text);
    }
    await act(manager, update, 'submit-approval');
    await act(liso, update, 'approve', { effectiveFrom: from });
    assert.deepEqual(await standings(liso), { [ids.x]: 'agreed', [ids.y]: 'waived' });
    assert.deepEqual(await standings(npmX), { [ids.x]: 'agreed' });
    const newest = (await versions(liso)).at(-1);
    assert.deepEqual(newest === undefined ? null : bound(newest), [ids.x]);
  });

  it('R-TOC-7 a version that is ahead stands beside the one in force, which ends at its beginning: each with whom it binds', async () => {
    const { people, npmY, ids } = world;
    const [earlier, later, ...more] = (await versions(people.liso)).slice(-2);
    assert.ok(earlier !== undefined && later !== undefined && more.length === 0);
    assert.deepEqual(revision(later), Number(revision(earlier)) + 1);
    assert.deepEqual(bound(earlier), [ids.x, ids.y].toSorted());
    assert.equal(earlier.fields['effectiveTo'], from);
    assert.equal(later.fields['effectiveFrom'], from);
    assert.equal(later.fields['effectiveTo'], undefined, 'no end is set for it');
    assert.equal(later.fields['replaces'], earlier.id);
    // Both parties read both; the one that is not bound as well, since it is told of the terms.
    for (const who of [people.manager, people.npmX, npmY]) {
      assert.deepEqual((await versions(who)).slice(-2).map(bound), [bound(earlier), bound(later)]);
    }
  });

  it('R-TOC-7 is asked for by administration, and an administration out of the scope is bound by none and reads none', async () => {
    const { people, ids } = world;
    const ofX = await versions(people.liso, `&organisations=${ids.x}`);
    const ofY = await versions(people.liso, `&organisations=${ids.y}`);
    assert.deepEqual(
      ofX.map(revision).filter((one) => !ofY.map(revision).includes(one)),
      [(await versions(people.liso)).map(revision).at(-1)],
    );
    assert.deepEqual(await versions(people.liso, `&organisations=${ids.z}`), []);
    assert.deepEqual(await versions(people.nisoZ), []);
  });

  /** What comes of telling Y of an incident at X, and who reads that it rests on which version. */
  async function telling() {
    const { people, ids } = world;
    const { id, answer } = await incident(world, [ids.y]);
    if (answer.status !== 200) return String(answer.body['code']);
    const audience = await people.liso('GET', `/cases/${id}/audience?owner=${ids.central}`);
    const told = audience.body['items'] as { organisationId: string; detail: Ground }[];
    const ofY = told.find((one) => one.organisationId === ids.y);
    assert.ok(ofY, audience.text);
    const { terms, version, clause } = ofY.detail;
    return `${terms} ${version} ${clause}`;
  }

  it('R-TOC-7 the version in force at an instant decides for those whom it binds, until the other begins', async () => {
    const [earlier] = (await versions(world.people.liso)).slice(-2);
    const decisive = `${reference} ${earlier?.fields['revision']} ${numberOf(0)}`;
    assert.equal(await telling(), decisive);
    world.clock.advance(5 * hourMs);
    assert.equal(await telling(), decisive, 'an hour before its end');
    world.clock.advance(2 * hourMs);
    assert.equal(await telling(), 'decision-needed', 'not bound: towards it nothing is covered');
    // What was in force stays readable, with its period and whom it bound.
    const [before] = (await versions(world.people.liso)).slice(-2);
    assert.deepEqual(before?.fields, earlier?.fields);
  });
});
