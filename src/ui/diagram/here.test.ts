import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagram, DiagramNode, NodeKind, Source } from '#engine/bpmn/diagram.ts';
import { hereNodes } from './here.ts';

const node = (id: string, kind: NodeKind, source: Source): DiagramNode => ({
  id,
  kind,
  source,
  name: id,
  lines: [],
  x: 0,
  y: 0,
  w: 1,
  h: 1,
});
const diagram: Diagram = {
  id: 'd',
  name: 'd',
  pools: [],
  flows: [],
  width: 1,
  height: 1,
  nodes: [
    node('task', 'user-task', { state: 'planned' }),
    node('gate', 'exclusive', { state: 'planned' }),
    node('timer', 'boundary-timer', { state: 'planned', deadline: 'late' }),
    node('end', 'end', { state: 'closed', action: 'close' }),
  ],
};

test('a case stands at the activity of its state, not at its gateway or timer', () => {
  assert.deepEqual([...hereNodes(diagram, 'planned')], ['task']);
  assert.deepEqual([...hereNodes(diagram, 'closed')], ['end']);
  assert.equal(hereNodes(diagram, 'unknown').size, 0);
  assert.equal(hereNodes(diagram, undefined).size, 0);
});
