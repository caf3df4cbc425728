import type { Procedure } from '../procedure.ts';
import { Graph } from './graph.ts';
import { drawActions } from './map-actions.ts';
import {
  drawAnyTimeActions,
  drawAnyTimeDeadline,
  drawRequests,
  escalation,
  inEventSubProcess,
  timerText,
} from './map-any-time.ts';
import { stateRoles } from './map-lanes.ts';
import type { StatePort } from './map-states.ts';
import { drawState } from './map-states.ts';
import type { DiagramTexts } from './texts.ts';

/** What a procedure is drawn as: the rules stand in `README.md`. */
export function mapProcedure(procedure: Procedure, texts: DiagramTexts): Graph {
  const graph = new Graph(procedure, texts);
  const roles = stateRoles(graph);
  const ports = new Map<string, StatePort>();
  const start = graph.id('start');
  for (const state of graph.open) ports.set(state, drawState(graph, state, roles.get(state) ?? ''));
  const initial = ports.get(procedure.initial);
  graph.node({
    id: start,
    kind: 'start',
    source: {},
    name: graph.names.word('opened'),
    role: initial?.role ?? '',
  });
  if (initial) graph.flow(start, initial.enter, { primary: true });
  drawActions(graph, ports);
  drawReopenings(graph, ports);
  drawReminders(graph, ports);
  drawAnyTimeActions(graph);
  drawRequests(graph);
  return graph;
}

/** An action that takes up an ended case again: nothing leaves an end event, so it is a start of its own. */
function drawReopenings(graph: Graph, ports: ReadonlyMap<string, StatePort>): void {
  for (const [id, action] of Object.entries(graph.procedure.actions)) {
    const port = typeof action.to === 'string' ? ports.get(action.to) : undefined;
    const ended = graph.sources(action).filter((state) => graph.isFinal(state));
    if (port === undefined || ended.length === 0) continue;
    const states = ended.map((state) => graph.names.name('states', state)).join(', ');
    const node = graph.node({
      id: graph.id('action', id),
      kind: 'start',
      source: { action: id },
      name: `${graph.names.name('actions', id)} (${states})`,
      role: graph.actionRoles(action)[0] ?? port.role,
      documentation: action.clause,
    });
    graph.flow(node, port.enter);
  }
}

/** Deadlines that leave the case where it is: they tell somebody, or perform an action that keeps the state. */
function drawReminders(graph: Graph, ports: ReadonlyMap<string, StatePort>): void {
  for (const [id, deadline] of Object.entries(graph.procedure.deadlines ?? {})) {
    const action =
      deadline.action === undefined ? undefined : graph.procedure.actions[deadline.action];
    if (deadline.action !== undefined && inEventSubProcess(graph, deadline.action)) continue;
    const stays = (state: string): boolean => !action || graph.staysIn(action, state);
    const states = deadline.states.filter((state) => ports.has(state) && stays(state));
    if (!action && states.length > 1) {
      drawAnyTimeDeadline(graph, id, deadline, ports.get(states[0] as string)?.role ?? '');
      continue;
    }
    for (const state of states) {
      const port = ports.get(state) as StatePort;
      const node = graph.node({
        id: graph.id('deadline', id),
        kind: 'boundary-timer',
        source: { deadline: id },
        name: graph.names.name('deadlines', id),
        role: port.role,
        attachedTo: port.activity,
        interrupting: false,
        timer: timerText(deadline),
        documentation: deadline.clause,
      });
      const end = graph.node({
        id: graph.id('due', id),
        kind: 'end-escalation',
        source: deadline.action === undefined ? {} : { action: deadline.action },
        name:
          deadline.action === undefined
            ? escalation(graph, deadline)
            : graph.names.name('actions', deadline.action),
        role: port.role,
        below: node,
      });
      graph.flow(node, end);
    }
  }
}
