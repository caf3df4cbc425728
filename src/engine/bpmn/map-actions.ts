import type { Action, RoleId } from '../life-cycle.ts';
import type { Graph, GraphFlow } from './graph.ts';
import { drawMessages } from './map-messages.ts';
import type { StatePort } from './map-states.ts';
import { exitsOf, joiners } from './map-states.ts';

/** Where an action's flow goes first, and whether the node there already bears the action's name. */
interface Entry {
  readonly to: (from: string, role: RoleId) => string;
  readonly named: boolean;
}

/** Draws every leaving action of every open state. */
export function drawActions(graph: Graph, ports: ReadonlyMap<string, StatePort>): void {
  const entries = new Map<string, Entry>();
  const entryOf = (id: string): Entry => {
    const known = entries.get(id) ?? drawChain(graph, id, ports);
    entries.set(id, known);
    return known;
  };
  for (const [state, port] of ports) {
    const exits = exitsOf(graph, state);
    for (const id of exits.inline) drawInline(graph, id, port, entryOf(id));
    for (const id of exits.boundary) drawBoundary(graph, id, state, port, entryOf(id));
  }
}

function actionFlow(
  graph: Graph,
  id: string,
  named: boolean,
  role: RoleId | null,
): Partial<GraphFlow> {
  const action = graph.procedure.actions[id] as Action;
  if (named) return { primary: action.primary ?? false };
  const name = graph.names.name('actions', id);
  const roles = graph.actionRoles(action);
  const other = role !== null && roles.length > 0 && !roles.includes(role);
  const by = other ? ` (${roles.map((r) => graph.names.name('roles', r)).join(', ')})` : '';
  return {
    id: graph.id('action', id),
    source: { action: id },
    name,
    label: `${name}${by}`,
    primary: action.primary ?? false,
    documentation: action.clause,
  };
}

function drawInline(graph: Graph, id: string, port: StatePort, entry: Entry): void {
  const returned = graph.returnsTo(id);
  if (returned.length === 0) {
    const { role } = port;
    graph.flow(port.leave, entry.to(port.leave, role), actionFlow(graph, id, entry.named, role));
    return;
  }
  const node = graph.node({
    id: graph.id('action', id),
    kind: 'message-catch',
    source: { action: id },
    name: graph.names.name('actions', id),
    role: port.role,
    documentation: graph.procedure.actions[id]?.clause ?? '',
  });
  drawMessages(graph, node, [], returned);
  graph.flow(port.leave, node, { primary: true });
  graph.flow(node, entry.to(node, port.role), { primary: true });
}

function drawBoundary(
  graph: Graph,
  id: string,
  state: string,
  port: StatePort,
  entry: Entry,
): void {
  const returned = graph.returnsTo(id);
  const due = Object.entries(graph.procedure.deadlines ?? {}).filter(
    ([, d]) => d.action === id && d.states.includes(state),
  );
  const base = { role: port.role, attachedTo: port.activity, interrupting: true } as const;
  if (returned.length > 0 || due.length === 0) {
    const node = graph.node({
      ...base,
      id: graph.id('action', id),
      kind: returned.length > 0 ? 'boundary-message' : 'boundary-timer',
      source: { action: id },
      name: graph.names.name('actions', id),
      documentation: graph.procedure.actions[id]?.clause ?? '',
    });
    drawMessages(graph, node, [], returned);
    graph.flow(node, entry.to(node, port.role), { primary: false });
  }
  for (const [deadline, declared] of due) {
    const { within } = declared;
    const node = graph.node({
      ...base,
      id: graph.id('deadline', deadline),
      kind: 'boundary-timer',
      source: { deadline },
      name: graph.names.name('deadlines', deadline),
      timer: typeof within === 'string' ? within : within.by,
      documentation: declared.clause,
    });
    graph.flow(node, entry.to(node, port.role), actionFlow(graph, id, entry.named, null));
  }
}

/** Draws what lies between an action and its target: join, approval, hand-offs, branches. Shared by its source states. */
function drawChain(graph: Graph, id: string, ports: ReadonlyMap<string, StatePort>): Entry {
  const action = graph.procedure.actions[id] as Action;
  const firstSource = graph.sources(action)[0] ?? '';
  const role = ports.get(firstSource)?.role ?? '';
  const links: string[] = [];
  const join = drawJoin(graph, id, role);
  if (join !== '') links.push(join);
  const approval = drawApproval(graph, id, action);
  if (approval !== '') links.push(approval);
  const after = approval === '' ? role : (graph.nodes.get(approval)?.role ?? role);
  for (const handOff of action.handOffs ?? []) {
    links.push(
      graph.node({
        id: graph.id('handoff', handOff),
        kind: 'message-throw',
        source: { handOff },
        name: graph.names.name('handOffs', handOff),
        role: after,
        documentation: graph.procedure.handOffs?.[handOff]?.clause ?? '',
      }),
    );
  }
  const target = drawTarget(graph, id, action, ports, after);
  for (let i = 0; i + 1 < links.length; i += 1) {
    graph.flow(links[i] as string, links[i + 1] as string, { primary: true });
  }
  for (const link of links) {
    const { handOff } = graph.nodes.get(link)?.source ?? {};
    if (handOff) drawMessages(graph, link, [handOff], []);
  }
  const last = links.at(-1);
  if (last === undefined) return { to: target, named: false };
  graph.flow(last, target(last, after), { primary: true });
  return { to: () => links[0] as string, named: links[0] === approval };
}

function drawJoin(graph: Graph, id: string, role: RoleId): string {
  const tasks = Object.keys(graph.procedure.tasks ?? {}).filter((task) => {
    const joining = joiners(graph, task);
    return joining.length === 1 && joining[0] === id;
  });
  if (tasks.length === 0) return '';
  const join = graph.node({
    id: graph.id('join', id),
    kind: 'parallel',
    source: {},
    name: '',
    role,
  });
  for (const task of tasks) graph.flow(`task_${task.replace(/[^A-Za-z0-9_-]/g, '_')}`, join);
  return join;
}

function drawApproval(graph: Graph, id: string, action: Action): string {
  const { approval } = action;
  if (!approval) return '';
  const name = graph.names.name('actions', id);
  const one = approval.needed === 1;
  const complete = approval.needed === 'all-parties' ? 'all' : approval.needed;
  return graph.node({
    id: graph.id('action', id),
    kind: one ? 'user-task' : 'multi-instance',
    source: { action: id },
    name: one
      ? name
      : `${name} (${complete === 'all' ? graph.names.word('all') : graph.names.word('some', { n: String(complete) })})`,
    role: approval.roles[0] ?? '',
    documentation: action.clause,
    ...(one ? {} : { instances: { complete } }),
  });
}

function drawTarget(
  graph: Graph,
  id: string,
  action: Action,
  ports: ReadonlyMap<string, StatePort>,
  role: RoleId,
): (from: string, role: RoleId) => string {
  const stateEntry = (state: string, at: RoleId): string =>
    ports.get(state)?.enter ??
    graph.node({
      id: graph.id('state', state),
      kind: 'end',
      source: { state },
      name: graph.names.name('states', state),
      role: at,
      documentation: graph.procedure.states[state]?.clause ?? '',
    });
  const { to } = action;
  if (typeof to === 'string') return (_, at) => stateEntry(to, at);
  const branch = graph.node({
    id: graph.id('branch', id),
    kind: 'exclusive',
    source: { action: id },
    name: '',
    role,
  });
  to.forEach(({ when, to: target }, index) => {
    graph.flow(branch, stateEntry(target, role), {
      name: when === undefined ? graph.names.word('otherwise') : graph.names.name('guards', when),
      primary: index === 0,
      ...(when === undefined ? { default: true } : { condition: when }),
    });
  });
  return () => branch;
}
