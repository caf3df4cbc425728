import type { RoleId } from '../life-cycle.ts';
import type { NodeKind } from './diagram.ts';
import type { Graph } from './graph.ts';
import { inEventSubProcess } from './map-any-time.ts';
import { drawMessages } from './map-messages.ts';

/** Where flows enter and leave a state. */
export interface StatePort {
  readonly enter: string;
  /** Activity of the state, which boundary events sit on. */
  readonly activity: string;
  /** Where leaving flows start: the activity or the gateway behind it. */
  readonly leave: string;
  readonly role: RoleId;
}

/** What the state's leaving actions are drawn as. */
export interface Exits {
  /** Choices of people, or the one event that the state waits for. */
  readonly inline: readonly string[];
  /** Events that take the case out of the state: boundary events. */
  readonly boundary: readonly string[];
}

/** Actions that leave the state, apart from those drawn once for the whole procedure. */
export function exitsOf(graph: Graph, state: string): Exits {
  const leaving = Object.entries(graph.procedure.actions).filter(
    ([id, action]) =>
      graph.sources(action).includes(state) &&
      !graph.staysIn(action, state) &&
      !inEventSubProcess(graph, id),
  );
  const timed = leaving.filter(([, action]) => action.by === 'timer').map(([id]) => id);
  const rest = leaving.filter(([id]) => !timed.includes(id));
  const returns = rest.filter(([id]) => graph.returnsTo(id).length > 0).map(([id]) => id);
  const soleReturn = rest.length === 1 && returns.length === 1;
  const boundary = soleReturn ? timed : [...timed, ...returns];
  const inline = rest.filter(([id]) => !boundary.includes(id));
  inline.sort((a, b) => Number(b[1].primary ?? false) - Number(a[1].primary ?? false));
  return { inline: inline.map(([id]) => id), boundary };
}

function innerKind(graph: Graph, id: string): NodeKind {
  const action = graph.procedure.actions[id];
  if (action?.approval && action.approval.needed !== 1) return 'multi-instance';
  if (graph.returnsTo(id).length > 0) return 'receive-task';
  if ((action?.handOffs?.length ?? 0) > 0) return 'send-task';
  return action?.by === 'system' ? 'service-task' : 'user-task';
}

/** Actions that keep the state become tasks of an ad-hoc sub-process: any of them, in any order, any number of times. */
function drawActivity(graph: Graph, state: string, role: RoleId): string {
  const declared = graph.procedure.states[state];
  const staying = Object.entries(graph.procedure.actions).filter(
    ([id, action]) =>
      action.by !== 'timer' &&
      graph.sources(action).includes(state) &&
      graph.staysIn(action, state) &&
      !inEventSubProcess(graph, id),
  );
  const plain = declared?.kind === 'waiting' ? 'receive-task' : 'user-task';
  const activity = graph.node({
    id: graph.id('state', state),
    kind: staying.length > 0 ? 'ad-hoc' : plain,
    source: { state },
    name: graph.names.name('states', state),
    role,
    ...(declared?.clause ? { documentation: declared.clause } : {}),
  });
  for (const [id, action] of staying) {
    const approval = action.approval;
    const task = graph.node({
      id: graph.id('action', id),
      kind: innerKind(graph, id),
      source: { action: id },
      name: graph.names.name('actions', id),
      role,
      parent: activity,
      documentation: action.clause,
      ...(approval && approval.needed !== 1
        ? { instances: { complete: approval.needed === 'all-parties' ? 'all' : approval.needed } }
        : {}),
    });
    drawMessages(graph, task, action.handOffs ?? [], graph.returnsTo(id));
  }
  return activity;
}

/** Draws the activity of an open state, its parallel tasks and the gateway before its choices. */
export function drawState(graph: Graph, state: string, role: RoleId): StatePort {
  const tasks = Object.entries(graph.procedure.tasks ?? {}).filter(([, t]) => t.opensIn === state);
  const activity = drawActivity(graph, state, role);
  let enter = activity;
  let leave = activity;
  if (tasks.length > 0) {
    enter = graph.node({
      id: graph.id('split', state),
      kind: 'parallel',
      source: {},
      name: '',
      role,
    });
    graph.flow(enter, activity, { primary: true });
    leave = drawTasks(graph, state, role, enter, activity);
  }
  if (exitsOf(graph, state).inline.length > 1) {
    const gateway = graph.node({
      id: graph.id('choice', state),
      kind: 'exclusive',
      source: {},
      name: '',
      role,
    });
    graph.flow(leave, gateway, { primary: true });
    leave = gateway;
  }
  return { enter, activity, leave, role };
}

/** Actions that join the parallel task. */
export function joiners(graph: Graph, task: string): string[] {
  return Object.entries(graph.procedure.actions)
    .filter(([, action]) => action.joins?.includes(task))
    .map(([id]) => id);
}

/** Tasks that several actions join are joined before the choice; a task of one action right behind that action. */
function drawTasks(
  graph: Graph,
  state: string,
  role: RoleId,
  split: string,
  activity: string,
): string {
  let join = '';
  for (const [id, task] of Object.entries(graph.procedure.tasks ?? {})) {
    if (task.opensIn !== state) continue;
    const many = task.forEach !== undefined;
    const node = graph.node({
      id: graph.id('task', id),
      kind: many ? 'multi-instance' : 'user-task',
      source: { task: id },
      name: graph.names.name('tasks', id),
      role: task.role,
      documentation: task.clause,
      ...(many ? { instances: { complete: task.join } } : {}),
    });
    graph.flow(split, node);
    if (joiners(graph, id).length < 2) continue;
    if (join === '') {
      join = graph.node({
        id: graph.id('join', state),
        kind: 'parallel',
        source: {},
        name: '',
        role,
      });
      graph.flow(activity, join, { primary: true });
    }
    graph.flow(node, join);
  }
  return join === '' ? activity : join;
}
