import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { simulate } from '#engine/simulate.ts';
import { surroundings } from './surroundings.ts';

const histories = 10_000;
const seed = 20_261_122;

describe('random histories of every procedure', () => {
  for (const [id, { procedure, functions }] of catalogue.procedures) {
    it(`${id}: ${histories} histories end, lose no deadline, and see every state and action`, () => {
      const from = `facts and forms of ${id} come from tests/simulation/surroundings.ts`;
      const { guards = {}, ...around } = surroundings.get(id) ?? {};
      const result = simulate(
        procedure,
        { ...functions, guards: { ...functions.guards, ...guards } },
        { ...around, seed, histories },
      );
      assert.deepEqual(
        result.violations.slice(0, 5),
        [],
        `of ${result.violations.length}; ${from}`,
      );
      assert.deepEqual(result.neverEntered, [], `states never entered; ${from}`);
      assert.deepEqual(result.neverPerformed, [], `actions never performed; ${from}`);
      const ended = Object.values(result.ends).reduce((sum, count) => sum + count, 0);
      assert.equal(ended, histories);
    });
  }

  it('surroundings are of procedures that there are', () => {
    for (const id of surroundings.keys()) assert.ok(catalogue.procedures.has(id), id);
  });
});
