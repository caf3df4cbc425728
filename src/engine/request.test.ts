import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Action } from './life-cycle.ts';
import type { Procedure } from './procedure.ts';
import { type RequestKind, recipientFunctions, recipientLifeCycle } from './request.ts';
import { validateLifeCycle, validateProcedure } from './validation/validate.ts';

const clause = 'Security Plan §3.3';

const kind: RequestKind = {
  ...{ by: ['author'], from: ['proposed'], to: ['party'], clause },
  urgencies: { normal: { answer: 'P5D' }, high: { acknowledge: 'PT4H', answer: 'P1D' } },
  ...{ escalateTo: ['party'], verified: false, hidden: true, holdsEnd: false },
  agreement: { agree: 'agree', object: 'object' },
};

const agree: Action = {
  ...{ from: ['proposed'], to: 'same', by: ['party'], clause },
  approval: { needed: 'all-parties', roles: ['party'], material: ['text'] },
};

/** A text that is proposed to parties. */
const pact: Procedure = {
  ...{ id: 'pact', version: 1, area: 'collaboration', clause, initial: 'drafted' },
  roles: { author: { party: 'contractor' }, party: { party: 'national-administration' } },
  openedBy: ['author'],
  fields: { text: { kind: 'text', required: true } },
  states: {
    drafted: { kind: 'active', clause },
    proposed: { kind: 'active', clause },
    closed: { kind: 'final', outcome: 'achieved' },
  },
  actions: {
    propose: { from: ['drafted'], to: 'proposed', by: ['author'], clause, asks: ['agreement'] },
    agree,
    object: { from: ['proposed'], to: 'drafted', by: ['party'], clause, comment: 'required' },
    close: { from: ['proposed'], to: 'closed', by: ['author'], clause },
  },
  requests: { agreement: kind },
};

const faultsOf = (procedure: Procedure) =>
  validateProcedure(procedure, {}).map(({ path, rule }) => `${path} ${rule}`);
const withKind = (more: Partial<RequestKind>) => ({
  ...pact,
  requests: { agreement: { ...kind, ...more } },
});

test('whoever is asked to agree lives a sound life, in which agreeing and objecting are ends', () => {
  assert.deepEqual(faultsOf(pact), []);
  const { durations } = recipientFunctions(kind);
  const life = recipientLifeCycle(kind);
  assert.deepEqual(validateLifeCycle(life, { durations }), []);
  const ends = Object.entries(life.states).filter(([, state]) => state.kind === 'final');
  assert.deepEqual(
    ends.map(([name]) => name),
    ['done', 'declined', 'void', 'withdrawn'],
  );
  // Nobody takes the question back by hand: the case would still wait for the answer.
  const by = ['withdraw', 'lapse', 'void'].map((action) => life.actions[action]?.by);
  assert.deepEqual(by, ['system', 'system', 'system']);
});

test('agreement that nobody asks for, that nobody can give or refuse, or that has two answers, is a fault', () => {
  const path = 'requests.agreement.agreement';
  const unasked = { ...pact, actions: { ...pact.actions, propose: { ...agree, to: 'proposed' } } };
  assert.ok(faultsOf(unasked).includes(`${path} agreement`));
  const asks = { ...agree, asks: ['nothing'] };
  const unknown = { ...pact, actions: { ...pact.actions, agree: asks } };
  assert.ok(faultsOf(unknown).includes('actions.agree.asks request-unknown'));
  for (const [more, expected] of [
    [{ agreement: { agree: 'close', object: 'object' } }, `${path}.agree action-unknown`],
    [{ agreement: { agree: 'agree', object: 'refuse' } }, `${path}.object action-unknown`],
    [{ to: ['author'] }, `${path}.agree role`],
    [{ to: ['party', 'author'] }, `${path}.object role`],
    [{ verified: true }, `${path} agreement`],
    [{ answer: { agrees: { kind: 'boolean' } } }, `${path} agreement`],
  ] as const) {
    const found = faultsOf(withKind(more));
    assert.ok(found.includes(expected), `${expected}: ${found.join(', ')}`);
  }
});
