import type { Action, Deadline, RoleId } from '../life-cycle.ts';
import type { NodeKind } from './diagram.ts';
import type { Graph } from './graph.ts';
import { drawMessages } from './map-messages.ts';

/** From this many states on, one event sub-process says it more clearly than as many flows. */
const MANY_STATES_LEAVING = 4;
const MANY_STATES_STAYING = 3;

/** Whether the action is drawn once for the procedure, not at each of its states. */
export function inEventSubProcess(graph: Graph, id: string): boolean {
  const action = graph.procedure.actions[id];
  if (!action) return false;
  const count = graph.sources(action).length;
  if (action.to === 'same') return count >= MANY_STATES_STAYING;
  return typeof action.to === 'string' && graph.isFinal(action.to) && count >= MANY_STATES_LEAVING;
}

function anyTimeName(graph: Graph, states: readonly string[]): string {
  if (graph.open.every((state) => states.includes(state))) return graph.names.word('anyTime');
  const names = states.map((state) => graph.names.name('states', state)).join(', ');
  return graph.names.word('whileIn', { states: names });
}

interface AnyTime {
  readonly id: string;
  readonly role: RoleId;
  readonly states: readonly string[];
  readonly interrupting: boolean;
  readonly start: {
    kind: NodeKind;
    name: string;
    deadline?: string;
    action?: string;
    timer?: string;
  };
  readonly follows: {
    kind: NodeKind;
    name: string;
    state?: string;
    action?: string;
    deadline?: string;
    request?: string;
  };
  readonly flow?: { name: string; action: string };
  readonly documentation: string;
}

/** @returns the id of what follows the start */
function drawEventSubProcess(graph: Graph, drawn: AnyTime): string {
  const { role } = drawn;
  const parent = graph.node({
    id: graph.id('any-time', drawn.id),
    kind: 'event-sub-process',
    source: {},
    name: anyTimeName(graph, drawn.states),
    role,
    interrupting: drawn.interrupting,
    documentation: drawn.documentation,
  });
  const { kind, name, timer, ...of } = drawn.start;
  const start = graph.node({
    id: graph.id('on', drawn.id),
    kind,
    name,
    source: of,
    role,
    parent,
    interrupting: drawn.interrupting,
    ...(timer ? { timer } : {}),
  });
  const { kind: thenKind, name: thenName, ...source } = drawn.follows;
  const id = source.state ? graph.id('state', source.state) : graph.id('then', drawn.id);
  const many = thenKind === 'multi-instance' ? { instances: { complete: 'all' as const } } : {};
  const then = graph.node({ id, kind: thenKind, name: thenName, source, role, parent, ...many });
  graph.flow(
    start,
    then,
    drawn.flow ? { name: drawn.flow.name, source: { action: drawn.flow.action } } : {},
  );
  return then;
}

/** Text of a duration, or the name of the function that computes it. */
export function timerText(deadline: Deadline): string {
  return typeof deadline.within === 'string' ? deadline.within : deadline.within.by;
}

/** Who hears of a missed deadline that moves nothing on. */
export function escalation(graph: Graph, deadline: Deadline): string {
  if (deadline.escalateTo.length === 0) return graph.names.word('remind');
  const roles = deadline.escalateTo.map((role) => graph.names.name('roles', role)).join(', ');
  return graph.names.word('tell', { roles });
}

function startKind(action: Action): NodeKind {
  if (action.by === 'timer') return 'start-event-timer';
  return action.by === 'system' ? 'start-event-conditional' : 'start-event-message';
}

/** Draws the actions that many states share: what may happen at any time, or nearly so. */
export function drawAnyTimeActions(graph: Graph): void {
  for (const [id, action] of Object.entries(graph.procedure.actions)) {
    const deadlines = Object.entries(graph.procedure.deadlines ?? {}).filter(
      ([, d]) => d.action === id,
    );
    if (!inEventSubProcess(graph, id) || typeof action.to !== 'string') continue;
    if (deadlines.length === 0) drawAnyTimeAction(graph, id, action);
    for (const [deadlineId, deadline] of deadlines) {
      drawAnyTimeAction(graph, id, action, deadlineId, deadline);
    }
  }
}

function drawAnyTimeAction(
  graph: Graph,
  id: string,
  action: Action,
  deadlineId?: string,
  deadline?: Deadline,
): void {
  const to = action.to as string;
  const name = graph.names.name('actions', id);
  const stays = to === 'same';
  const handOffs = action.handOffs ?? [];
  const byItself = typeof action.by === 'string' ? 'service-task' : 'user-task';
  const then = drawEventSubProcess(graph, {
    id,
    role: graph.actionRoles(action)[0] ?? '',
    states: graph.sources(action),
    interrupting: !stays,
    start:
      deadlineId !== undefined && deadline
        ? {
            kind: 'start-event-timer',
            name: graph.names.name('deadlines', deadlineId),
            deadline: deadlineId,
            timer: timerText(deadline),
          }
        : { kind: startKind(action), name: stays ? '' : name, action: id },
    follows: stays
      ? { kind: handOffs.length > 0 ? 'send-task' : byItself, name, action: id }
      : { kind: 'end', name: graph.names.name('states', to), state: to },
    ...(deadline && !stays ? { flow: { name, action: id } } : {}),
    documentation: action.clause,
  });
  drawMessages(graph, then, handOffs, []);
}

/** Draws a deadline that runs over several states and moves nothing on. */
export function drawAnyTimeDeadline(
  graph: Graph,
  id: string,
  deadline: Deadline,
  role: RoleId,
): void {
  drawEventSubProcess(graph, {
    id,
    role,
    states: deadline.states,
    interrupting: false,
    start: {
      kind: 'start-event-timer',
      name: graph.names.name('deadlines', id),
      deadline: id,
      timer: timerText(deadline),
    },
    follows: { kind: 'end-escalation', name: escalation(graph, deadline) },
    documentation: deadline.clause,
  });
}

/** Draws what a procedure asks of many at once: sent while it is in one of some states, answered by each recipient for itself. */
export function drawRequests(graph: Graph): void {
  for (const [id, kind] of Object.entries(graph.procedure.requests ?? {})) {
    const states = kind.from === 'any-open' ? graph.open : kind.from;
    drawEventSubProcess(graph, {
      id: `request-${id}`,
      role: kind.by[0] ?? '',
      states,
      interrupting: false,
      start: { kind: 'start-event-message', name: '' },
      follows: { kind: 'multi-instance', name: graph.names.name('requests', id), request: id },
      documentation: kind.clause,
    });
  }
}
