import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import type { LoopCase, LoopTarget, LoopView } from '../../analysis/contract.ts';
import { actionsAhead, detours, lengthOf, traceOfCase, tracesOf, usualWay } from './loop-trace.ts';

const owner = '00000000-0000-7000-8000-00000000000a';
const at = (day: number) => new Date(Date.UTC(2026, 2, day)).toISOString();

function caseOf(
  id: string,
  procedure: string,
  state: string,
  more: Partial<LoopCase> = {},
): LoopCase {
  return {
    ...{ ownerId: owner, ownerName: 'TELCO', id, procedure, state, reference: id, title: id },
    ...{ openedAt: at(2), openedBy: null, closedAt: null, dueAt: null, outcome: null, fields: {} },
    ...{ origins: [], performed: [], tracked: [], waitingFor: [], ...more },
  };
}

const did = (action: string, to: string, day: number): LoopCase['performed'][number] => ({
  ...{ action, to, at: at(day), from: '', person: 'Ada', onBehalfOf: null },
});

function viewOf(cases: LoopCase[], targets: LoopTarget[] = []): LoopView {
  return {
    advisory: {
      ...{ id: owner, source: 'osv', sourceId: 'X', title: 'X', publisher: 'P', severity: 'high' },
      ...{
        severityScore: 8,
        exploited: false,
        kevDueDate: null,
        epss: null,
        trackingStatus: 'final',
      },
      ...{ publishedAt: at(1), receivedAt: at(2) },
    },
    standings: [
      {
        ...{ ownerId: owner, name: 'TELCO', firstSeenAt: at(2), dueAt: at(30), clearedAt: null },
        counts: { affected: 2, noFix: 0, unknown: 0, possible: 0 },
        ...{ verified: 0, verifiedAt: null, reopened: 0, dispositions: {}, exceptions: [] },
      },
    ],
    cases,
    targets,
    may: { decide: false, openWarning: false, requestException: false },
  };
}

const target = (caseId: string, name: string, state: string): LoopTarget => ({
  ...{ caseId, assetId: owner, name, state, implementedAt: at(6) },
  inventoryAt: state === 'verified' ? at(8) : null,
});

test('the usual ways and the detours are those of the definitions', () => {
  for (const [id, way] of Object.entries(usualWay)) {
    const procedure = catalogue.procedures.get(id)?.procedure;
    assert.ok(procedure, id);
    const steps = [
      ...way,
      ...Object.entries(detours[id] ?? {}).map(([state, [action]]) => [state, action] as const),
    ];
    for (const [state, action] of steps) {
      assert.ok(state in procedure.states, `${id} ${state}`);
      const from: string | readonly string[] | undefined = procedure.actions[action]?.from;
      assert.ok(from === 'any-open' || from?.includes(state), `${id} ${state} ${action}`);
    }
  }
});

test('an open case tells what is next and what follows, a closed one nothing', () => {
  assert.deepEqual(actionsAhead('patch', 'prioritised'), [
    'raise-change',
    'receive-result',
    'verify',
  ]);
  assert.deepEqual(actionsAhead('change', 'rolled-back').slice(0, 2), [
    'plan-again',
    'record-lab-test',
  ]);
  assert.deepEqual(actionsAhead('patch', 'done'), []);
});

test('each step tells how long it took, and the one that is due now is marked', () => {
  const warning = caseOf('w', 'early-warning', 'judged', {
    performed: [did('start-analysis', 'analysing', 3), did('record-impact', 'judged', 5)],
  });
  const [trace] = tracesOf(viewOf([warning]));
  const steps = trace?.warnings[0]?.steps ?? [];
  assert.deepEqual(
    steps.map(({ action, when }) => [action, when]),
    [
      ['start-analysis', 'done'],
      ['record-impact', 'done'],
      ['judge', 'now'],
      ['submit', 'ahead'],
      ['approve', 'ahead'],
      ['close', 'ahead'],
    ],
  );
  assert.deepEqual(
    steps.slice(0, 2).map(({ tookMs }) => tookMs),
    [86_400_000, 2 * 86_400_000],
  );
});

test('a change that was rolled back asks for its tests and reviews anew, another one only for those to come', () => {
  const approved = [did('plan', 'planned', 3), did('approve-onsite-test', 'lab-passed', 4)];
  const ahead = (state: string, performed: LoopCase['performed']) =>
    traceOfCase(caseOf('c', 'change', state, { performed }))
      .steps.filter(({ when }) => when !== 'done')
      .map(({ action }) => action);
  assert.deepEqual(ahead('lab-passed', approved).slice(0, 2), ['record-onsite-test', 'authorise']);
  const back = [...approved, did('roll-back', 'rolled-back', 5)];
  assert.deepEqual(ahead('rolled-back', back).slice(0, 3), [
    'plan-again',
    'record-lab-test',
    'approve-onsite-test',
  ]);
});

test('stages count their parts: two patches, one change carried out, one of two hosts verified', () => {
  const cases = [
    caseOf('w', 'early-warning', 'tracking', { performed: [did('approve', 'tracking', 4)] }),
    caseOf('p1', 'patch', 'verifying', { openedAt: at(4), origins: ['w'] }),
    caseOf('p2', 'patch', 'required', { openedAt: at(4), origins: ['w'] }),
    caseOf('c', 'change', 'implemented', {
      ...{ openedAt: at(5), origins: ['p1'], fields: { implementedAt: at(6) } },
    }),
  ];
  const targets = [target('p1', 'a', 'verified'), target('p1', 'b', 'reported')];
  const [trace] = tracesOf(viewOf(cases, targets));
  assert.ok(trace);
  assert.deepEqual(
    trace.stages.map(({ id, standing, through, of }) => [id, standing, through, of]),
    [
      ['advisory', 'done', null, null],
      ['assets', 'done', null, null],
      ['warning', 'done', 1, 1],
      ['patch', 'now', 1, 2],
      ['change', 'now', 1, 2],
      ['verification', 'now', 1, 2],
      ['closed', 'ahead', null, null],
    ],
  );
  const [, , warning] = trace.stages;
  assert.equal(warning && lengthOf(warning, Date.parse(at(20))), 2 * 86_400_000);
  assert.equal(trace.branches[0]?.changes.length, 1);
  assert.equal(trace.branches[1]?.changes.length, 0);
});

test('the loop is closed when its warnings and patches are', () => {
  const over = { closedAt: at(9), outcome: 'achieved' as const };
  const cases = [
    caseOf('w', 'early-warning', 'closed', over),
    caseOf('p', 'patch', 'done', { ...over, origins: ['w'] }),
  ];
  const [trace] = tracesOf(viewOf(cases, [target('p', 'a', 'verified')]));
  const closed = trace?.stages.at(-1);
  assert.deepEqual([closed?.standing, closed?.endedAt], ['done', at(9)]);
  assert.deepEqual(tracesOf({ ...viewOf([]), standings: [] }), []);
});
