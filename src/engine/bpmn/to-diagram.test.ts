import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Procedure } from '../procedure.ts';
import type { Diagram } from './diagram.ts';
import { everythingDrawn } from './everything-drawn.ts';
import { change, changeTexts } from './fixtures/change.ts';
import { earlyWarning, earlyWarningTexts } from './fixtures/early-warning.ts';
import { randomProcedure } from './fixtures/random-procedure.ts';
import { terms, termsTexts } from './fixtures/terms.ts';
import { crossings, flaws } from './inspect.ts';
import type { DiagramTexts } from './texts.ts';
import { toBpmnXml } from './to-bpmn-xml.ts';
import { toDiagram } from './to-diagram.ts';

const samples: readonly (readonly [Procedure, DiagramTexts, number])[] = [
  [change, changeTexts, 6],
  [terms, termsTexts, 1],
  [earlyWarning, earlyWarningTexts, 2],
];

for (const [procedure, texts, most] of samples) {
  test(`${procedure.id}: nothing overlaps, no word is cut, few flows cross`, async () => {
    const diagram = await toDiagram(procedure, texts);
    assert.deepEqual(flaws(diagram), []);
    assert.ok(crossings(diagram) <= most, `${crossings(diagram)} crossings`);
    assert.ok(
      diagram.width < 3200 && diagram.height < 1200,
      `${diagram.width} × ${diagram.height}`,
    );
  });

  test(`${procedure.id}: the same definition gives the same drawing`, async () => {
    assert.deepEqual(await toDiagram(procedure, texts), await toDiagram(procedure, texts));
  });
}

const kindOf = (diagram: Diagram, id: string): string | undefined =>
  diagram.nodes.find((node) => node.id === id)?.kind;

test('terms: tasks to several parties run in parallel and are joined before the action', async () => {
  const diagram = await toDiagram(terms, termsTexts);
  const to = (from: string): string[] =>
    diagram.flows.filter((f) => f.from === from).map((f) => f.to);
  assert.deepEqual(to('split_drafting'), ['state_drafting', 'task_provide-plan']);
  assert.equal(kindOf(diagram, 'task_provide-plan'), 'multi-instance');
  assert.deepEqual(to('task_provide-plan'), ['join_submit-for-review']);
  assert.deepEqual(to('join_submit-for-review'), ['state_in-review']);
  assert.equal(kindOf(diagram, 'action_agree'), 'multi-instance');
});

test('early warning: hand-offs are thrown to collapsed pools, their return is caught', async () => {
  const diagram = await toDiagram(earlyWarning, earlyWarningTexts);
  const messages = diagram.flows.filter((f) => f.kind === 'message').map((f) => [f.from, f.to]);
  assert.deepEqual(messages.toSorted(), [
    ['handoff_configuration', 'pool_configuration'],
    ['handoff_patch', 'pool_patch'],
    ['pool_configuration', 'action_all-done'],
    ['pool_patch', 'action_all-done'],
  ]);
});

test('change: deadlines sit on their state, what may happen at any time is drawn once', async () => {
  const diagram = await toDiagram(change, changeTexts);
  const missed = diagram.nodes.find((n) => n.source.deadline === 'window-missed');
  assert.equal(missed?.attachedTo, 'state_authorised');
  assert.equal(missed?.interrupting, true);
  assert.equal(kindOf(diagram, 'any-time_withdraw'), 'event-sub-process');
  assert.equal(diagram.nodes.filter((n) => n.source.state === 'withdrawn').length, 1);
});

test('a role far from the lane is named on the flow', async () => {
  const diagram = await toDiagram(terms, termsTexts);
  const waive = diagram.flows.find((f) => f.source.action === 'waive-agreement');
  assert.equal(waive?.label?.lines.join(' '), 'Waive agreement (LISO)');
});

test('any procedure is drawn completely, its shapes apart and its flows around them', async () => {
  await fc.assert(
    fc.asyncProperty(randomProcedure, async (procedure) => {
      const diagram = await toDiagram(procedure, {});
      assert.deepEqual(everythingDrawn(procedure, toBpmnXml(diagram, procedure)), []);
      const grave = flaws(diagram).filter((flaw) => !/label|lies on/.test(flaw));
      assert.deepEqual(grave, []);
    }),
    { numRuns: 25, seed: 7 },
  );
});
