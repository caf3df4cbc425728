import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { assessedHigh } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import { stopTestServer } from '#tests/database.ts';
import { drafted, items } from '../terms-stage/terms-calls.ts';
import { ceiling, numberOf, tells } from '../terms-stage/terms-in-force.ts';
import { incident } from '../terms-stage/terms-pairs.ts';
import { createTermsWorld, type TermsWorld } from '../terms-stage/terms-world.ts';

type Mark = readonly [tlp: string, label: string];

/** What is tried with a document, by its marks; the number of the clause that refuses, or null. */
type Tried = readonly (readonly [recipient: 'x' | 'y', mark: Mark, refusedBy: string | null])[];

describe('what an organisation may see at most: by TLP and by label, for each recipient and for each pair', () => {
  let world: TermsWorld;

  before(async () => {
    world = await createTermsWorld();
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  /** The report about an incident at an administration; it is not handed in, so that its marks may change. */
  async function reportOf(at: 'x' | 'y'): Promise<string> {
    const origin = { originAdministration: world.ids[at] };
    const { id, answer } = await incident(world, [], origin);
    assert.equal(answer.status, 200, answer.text);
    await assessedHigh(world, id);
    return drafted(world.people.manager, id, 'security-incident-report');
  }

  async function tries(reference: string, at: 'x' | 'y', tried: Tried): Promise<void> {
    const { manager, liso } = world.people;
    let report = await reportOf(at);
    for (const [recipient, mark, refusedBy] of tried) {
      const [tlp, label] = mark;
      const said = `${recipient} ${mark.join(' ')}`;
      const marked = await manager('PATCH', `/deliverables/${report}`, { tlp, label });
      assert.equal(marked.status, 200, marked.text);
      const organisation = world.ids[recipient];
      const answer = await manager('POST', `/deliverables/${report}/actions/add-recipient`, {
        fields: { organisation, reason: 'It runs the same gateway.' },
      });
      const { body } = await liso('GET', `/deliverables/${report}`);
      const listed = (body['recipients'] as { organisationId: string }[]).some(
        ({ organisationId }) => organisationId === organisation,
      );
      assert.equal(listed, refusedBy === null, said);
      if (refusedBy === null) {
        assert.equal(answer.status, 200, `${said}: ${answer.text}`);
        report = await reportOf(at);
        continue;
      }
      assert.deepEqual([answer.status, answer.body['code']], [409, 'above-ceiling'], said);
      const named = new RegExp(`by ${reference} version \\d+, clause ${refusedBy}\\.$`);
      assert.match(String(answer.body['detail']), named, said);
      const { terms, clause } = answer.body['ground'] as { terms: string; clause: string };
      assert.deepEqual([terms, clause], [reference, refusedBy], said);
    }
  }

  it('each recipient has its own maximum of TLP and of label; what exceeds is refused with terms, version and clause', async () => {
    const { x, y } = world.ids;
    const agreed = [
      tells('allow'),
      ceiling('CLEAR', 'PUBLIC'),
      ceiling('GREEN', 'SENSITIVE', { toOrganisations: [x] }),
      ceiling('AMBER+STRICT', 'LIMITED', { toOrganisations: [y] }),
    ];
    await world.under(agreed, async ({ reference }) => {
      await tries(reference, 'y', [
        ['x', ['AMBER', 'LIMITED'], numberOf(2)],
        ['x', ['AMBER', 'SENSITIVE'], numberOf(2)],
        ['x', ['GREEN', 'SENSITIVE'], null],
      ]);
      await tries(reference, 'x', [
        ['y', ['GREEN', 'SENSITIVE'], numberOf(3)],
        ['y', ['RED', 'LIMITED'], numberOf(3)],
        ['y', ['AMBER+STRICT', 'LIMITED'], null],
      ]);
    });
  });

  it('a clause on two by name outweighs one on the recipient alone, in what it allows as in what it refuses', async () => {
    const { x, y } = world.ids;
    const agreed = [
      tells('allow'),
      ceiling('GREEN', 'LIMITED', { toOrganisations: [x] }),
      ceiling('GREEN', 'LIMITED', { toOrganisations: [y] }),
      ceiling('CLEAR', 'SENSITIVE', { fromOrganisations: [x], toOrganisations: [y] }),
    ];
    await world.under(agreed, async ({ reference }) => {
      await tries(reference, 'x', [
        ['y', ['GREEN', 'LIMITED'], numberOf(3)],
        ['y', ['CLEAR', 'SENSITIVE'], null],
      ]);
      await tries(reference, 'y', [
        ['x', ['CLEAR', 'SENSITIVE'], numberOf(1)],
        ['x', ['GREEN', 'LIMITED'], null],
      ]);
    });
  });

  it('of two clauses that speak of it equally closely each limits, and what exceeds one names that one', async () => {
    const { x } = world.ids;
    const agreed = [
      tells('allow'),
      ceiling('GREEN', 'SENSITIVE', { toOrganisations: [x] }),
      ceiling('AMBER', 'LIMITED', { toOrganisations: [x] }),
    ];
    await world.under(agreed, ({ reference }) =>
      tries(reference, 'y', [
        ['x', ['AMBER', 'LIMITED'], numberOf(1)],
        ['x', ['GREEN', 'SENSITIVE'], numberOf(2)],
        ['x', ['AMBER', 'SENSITIVE'], numberOf(1)],
        ['x', ['GREEN', 'LIMITED'], null],
      ]),
    );
  });

  it('a label above the maximum leaves out the content of a warning that is told, and the clause that limits stands with it', async () => {
    const { y } = world.ids;
    const told = [tells('allow', 'early-warning')];
    const outcome = async () => {
      const id = await world.warning();
      const path = `/cases/${id}/tellings`;
      const answer = await world.leadX('POST', path, { organisations: [y] });
      assert.equal(answer.status, 200, answer.text);
      const [record] = await items(world.leadX, `/warning-answers?caseId=${id}`);
      const read = await world.informedY('GET', `/cases/${id}`);
      return [Reflect.get(record ?? {}, 'state'), record?.fields['ground'], read.status];
    };
    const within = [...told, ceiling('AMBER', 'LIMITED'), ceiling('RED', 'LIMITED')];
    const [state, , status] = await world.under(within, outcome);
    assert.deepEqual([state, status], ['told', 200]);
    const above = [...told, ceiling('AMBER', 'LIMITED'), ceiling('RED', 'PUBLIC')];
    const [masked, ground, seen] = await world.under(above, outcome);
    assert.deepEqual([masked, seen], ['masked', 404]);
    assert.match(String(ground), new RegExp(` version \\d+, clause ${numberOf(2)}$`));
  });
});
