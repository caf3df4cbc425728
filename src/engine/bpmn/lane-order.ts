import type { Graph } from './graph.ts';

export interface LaneOrder {
  readonly parties: readonly { readonly party: string; readonly roles: readonly string[] }[];
  readonly index: ReadonlyMap<string, number>;
}

type Parties = readonly { readonly party: string; readonly roles: readonly string[] }[];

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, i) =>
    permutations([...items.slice(0, i), ...items.slice(i + 1)]).map((rest) => [item, ...rest]),
  );
}

/** All lists that take one item of each list. */
function product<T>(lists: readonly (readonly T[])[]): T[][] {
  return lists.reduce<T[][]>(
    (sum, list) => sum.flatMap((head) => list.map((item) => [...head, item])),
    [[]],
  );
}

/** Beyond this many orders, trying all would take too long; neighbours are swapped instead. */
const MOST_ORDERS = 1500;
const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

function declared(graph: Graph): Parties {
  const { roles } = graph.procedure;
  const used = new Set([...graph.nodes.values()].map((n) => n.role));
  const inOrder = [
    ...Object.keys(roles).filter((r) => used.has(r)),
    ...[...used].filter((r) => !(r in roles)),
  ];
  const byParty = new Map<string, string[]>();
  for (const role of inOrder) {
    const party = roles[role]?.party ?? '';
    byParty.set(party, [...(byParty.get(party) ?? []), role]);
  }
  return [...byParty].map(([party, list]) => ({ party, roles: list }));
}

const flat = (parties: Parties): string[] => parties.flatMap((p) => [...p.roles]);

function pricing(graph: Graph): (parties: Parties) => number {
  const pairs = graph.flows.flatMap((flow) => {
    const [a, b] = [graph.nodes.get(flow.from)?.role, graph.nodes.get(flow.to)?.role];
    return a !== undefined && b !== undefined && a !== b
      ? [[a, b, flow.primary ? 2 : 1] as const]
      : [];
  });
  const first = graph.nodes.get('start')?.role ?? '';
  return (parties) => {
    const place = new Map(flat(parties).map((role, i) => [role, i]));
    const at = (role: string): number => place.get(role) ?? 0;
    return pairs.reduce(
      (sum, [a, b, w]) => sum + w * Math.abs(at(a) - at(b)) ** 1.5,
      at(first) * 0.5,
    );
  };
}

function swapped(parties: Parties): Parties[] {
  const result: Parties[] = [];
  const swap = <T>(list: readonly T[], i: number): T[] =>
    list.map((item, k) => (k === i ? (list[i + 1] as T) : k === i + 1 ? (list[i] as T) : item));
  for (let i = 0; i + 1 < parties.length; i += 1) result.push(swap(parties, i));
  parties.forEach((party, p) => {
    for (let i = 0; i + 1 < party.roles.length; i += 1) {
      result.push(
        parties.map((other, k) => (k === p ? { ...party, roles: swap(party.roles, i) } : other)),
      );
    }
  });
  return result;
}

/** The orders of parties, and of the roles in each, in which flows cross the fewest lanes; the best one first. */
export function laneOrders(graph: Graph, most: number): LaneOrder[] {
  const start = declared(graph);
  const price = pricing(graph);
  const count = start.reduce((n, p) => n * factorial(p.roles.length), factorial(start.length));
  let all: Parties[];
  if (count <= MOST_ORDERS) {
    all = permutations(start).flatMap((order) =>
      product(
        order.map(({ party, roles }) =>
          permutations(roles).map((list) => ({ party, roles: list })),
        ),
      ),
    );
  } else {
    let best: Parties = start;
    for (;;) {
      const better = swapped(best).find((other) => price(other) < price(best));
      if (!better) break;
      best = better;
    }
    all = [best, ...swapped(best)];
  }
  return all
    .map((parties) => ({ parties, cost: price(parties) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, most)
    .map(({ parties }) => ({ parties, index: new Map(flat(parties).map((role, i) => [role, i])) }));
}
