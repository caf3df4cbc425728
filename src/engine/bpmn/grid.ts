import type { Box, Point } from './diagram.ts';

/** Pixels between grid lines. */
export const STEP = 10;

/** Directions: 0 right, 1 down, 2 left, 3 up. */
export type Direction = 0 | 1 | 2 | 3;

/** A point of a border where a flow may start or end, and the way out of the shape there. */
export interface Port {
  readonly point: Point;
  readonly out: Direction;
  readonly cost: number;
}

export interface Wire {
  readonly index: number;
  readonly from: string;
  readonly to: string;
  readonly starts: readonly Port[];
  readonly ends: readonly Port[];
  /** Obstacle that the wire may pass: the sub-process around its own end. */
  readonly through: number;
  /** Message flows leave the pool; sequence flows may not. */
  readonly outside: boolean;
}

/** Obstacle of everything outside the pool. */
export const OUTSIDE = 0xffff;

const DX = [1, 0, -1, 0];
const DY = [0, 1, 0, -1];
const COST = {
  step: 2,
  bend: 14,
  crossing: 30,
  touch: 34,
  overlap: 260,
  shared: 1,
  text: 90,
  samePort: 36,
};

/**
 * Finds orthogonal ways on a grid by A*: short, with few bends and crossings, never through shapes, never on top of another
 * flow unless both start or both end at the same shape.
 */
export class Grid {
  readonly #w: number;
  readonly #h: number;
  readonly #blocked: Uint16Array;
  readonly #text: Uint8Array;
  /** Wire (+1) that uses the stretch to the right of, or below, a grid point. */
  readonly #flat: Uint16Array;
  readonly #steep: Uint16Array;
  readonly #best: Int32Array;
  readonly #seen: Uint32Array;
  readonly #parent: Int32Array;
  readonly #goal: Uint32Array;
  /** States by estimated total price, kept between runs to spare the memory. */
  readonly #buckets: number[][] = [];
  #run = 0;
  readonly #wires: readonly Wire[];

  constructor(width: number, height: number, wires: readonly Wire[]) {
    this.#w = Math.ceil(width / STEP) + 1;
    this.#h = Math.ceil(height / STEP) + 1;
    const size = this.#w * this.#h;
    this.#blocked = new Uint16Array(size);
    this.#text = new Uint8Array(size);
    this.#flat = new Uint16Array(size);
    this.#steep = new Uint16Array(size);
    this.#best = new Int32Array(size * 4);
    this.#seen = new Uint32Array(size * 4);
    this.#parent = new Int32Array(size * 4);
    this.#goal = new Uint32Array(size);
    this.#wires = wires;
  }

  #cells(box: Box, margin: number, visit: (cell: number) => void): void {
    const x1 = Math.min(this.#w - 1, Math.floor((box.x + box.w + margin) / STEP));
    const y1 = Math.min(this.#h - 1, Math.floor((box.y + box.h + margin) / STEP));
    for (let y = Math.max(0, Math.ceil((box.y - margin) / STEP)); y <= y1; y += 1) {
      for (let x = Math.max(0, Math.ceil((box.x - margin) / STEP)); x <= x1; x += 1)
        visit(y * this.#w + x);
    }
  }

  block(box: Box, obstacle: number): void {
    this.#cells(box, 5, (cell) => {
      this.#blocked[cell] = obstacle;
    });
  }

  /** Flows may pass text only where nothing else is possible. */
  avoid(box: Box): void {
    this.#cells(box, 1, (cell) => {
      this.#text[cell] = 1;
    });
  }

  clearWires(): void {
    this.#flat.fill(0);
    this.#steep.fill(0);
  }

  /** Marks a way as used; `points` include the border points. */
  use(points: readonly Point[], wire: number): void {
    for (let i = 0; i + 1 < points.length; i += 1) {
      const [a, b] = [points[i] as Point, points[i + 1] as Point];
      const layer = a.y === b.y ? this.#flat : this.#steep;
      const stride = a.y === b.y ? 1 : this.#w;
      const first = this.#at(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.ceil);
      const last = this.#at(Math.max(a.x, b.x), Math.max(a.y, b.y), Math.floor);
      for (let cell = first; cell < last; cell += stride) layer[cell] = wire + 1;
    }
  }

  #at(x: number, y: number, round: (n: number) => number): number {
    return round(y / STEP) * this.#w + round(x / STEP);
  }

  #foreign(use: number, wire: Wire): 0 | 1 | 2 {
    if (use === 0 || use === wire.index + 1) return 0;
    const other = this.#wires[use - 1] as Wire;
    return other.from === wire.from || other.to === wire.to ? 1 : 2;
  }

  /** Price of crossing, touching or turning at a grid point that other wires use. */
  #atPoint(cell: number, from: number, to: number, wire: Wire): number {
    const flat = Math.max(
      this.#foreign(this.#flat[cell] ?? 0, wire),
      this.#foreign(this.#flat[cell - 1] ?? 0, wire),
    );
    const steep = Math.max(
      this.#foreign(this.#steep[cell] ?? 0, wire),
      this.#foreign(this.#steep[cell - this.#w] ?? 0, wire),
    );
    if (from !== to) return COST.bend + (Math.max(flat, steep) === 2 ? COST.touch : 0);
    const across = from % 2 === 0 ? steep : flat;
    return across === 2 ? COST.crossing : across === 1 ? 6 : 0;
  }

  #stretch(cell: number, dir: number, wire: Wire): number {
    const use =
      dir === 0
        ? this.#flat[cell]
        : dir === 2
          ? this.#flat[cell - 1]
          : dir === 1
            ? this.#steep[cell]
            : this.#steep[cell - this.#w];
    const foreign = this.#foreign(use ?? 0, wire);
    return COST.step + (foreign === 2 ? COST.overlap : foreign === 1 ? COST.shared : 0);
  }

  /** Grid point outside the port, and the corner on the way to it when the border is off the grid. */
  #outside(port: Port): number {
    const { point, out } = port;
    const clear = 6;
    const x =
      out === 0
        ? Math.ceil((point.x + clear) / STEP)
        : out === 2
          ? Math.floor((point.x - clear) / STEP)
          : Math.round(point.x / STEP);
    const y =
      out === 1
        ? Math.ceil((point.y + clear) / STEP)
        : out === 3
          ? Math.floor((point.y - clear) / STEP)
          : Math.round(point.y / STEP);
    return y * this.#w + x;
  }

  /** The cheapest way, corners only, border points included; null when the shapes leave none. */
  route(wire: Wire): Point[] | null {
    this.#run += 1;
    const w = this.#w;
    const goals = new Map<number, Port[]>();
    let [gl, gt, gr, gb] = [w, this.#h, 0, 0];
    for (const port of wire.ends) {
      const cell = this.#outside(port);
      this.#goal[cell] = this.#run;
      goals.set(cell, [...(goals.get(cell) ?? []), port]);
      const [x, y] = [cell % w, Math.floor(cell / w)];
      [gl, gt, gr, gb] = [Math.min(gl, x), Math.min(gt, y), Math.max(gr, x), Math.max(gb, y)];
    }
    // Never more than the true rest, and never falling faster than the way costs: the bends still needed count too.
    const guess = (state: number): number => {
      const cell = state >> 2;
      const flat = state % 2 === 0;
      const x = cell % w;
      const y = (cell - x) / w;
      const dx = Math.max(gl - x, x - gr, 0);
      const dy = Math.max(gt - y, y - gb, 0);
      return COST.step * (dx + dy) + ((flat ? dy : dx) > 0 ? COST.bend : 0);
    };
    const buckets = this.#buckets;
    let highest = 0;
    const push = (state: number, cost: number, parent: number): void => {
      if (this.#seen[state] === this.#run && (this.#best[state] as number) <= cost) return;
      this.#seen[state] = this.#run;
      this.#best[state] = cost;
      this.#parent[state] = parent;
      const key = Math.round(cost + guess(state));
      while (buckets.length <= key) buckets.push([]);
      if (key > highest) highest = key;
      (buckets[key] as number[]).push(state);
    };
    const startPort = new Map<number, Port>();
    for (const port of wire.starts) {
      const cell = this.#outside(port);
      const state = cell * 4 + port.out;
      if (this.#isBlocked(cell, wire)) continue;
      startPort.set(state, port);
      push(state, port.cost + this.#firstStep(port, wire) + this.#textAt(cell), -1);
    }
    let limit = Number.POSITIVE_INFINITY;
    let found: { state: number; port: Port } | null = null;
    for (let key = 0; key <= highest && key < limit; key += 1) {
      const bucket = buckets[key] as number[];
      for (let state = bucket.pop(); state !== undefined; state = bucket.pop()) {
        const cost = this.#best[state] as number;
        const cell = state >> 2;
        if (Math.round(cost + guess(state)) < key) continue;
        for (const port of this.#goal[cell] === this.#run ? (goals.get(cell) ?? []) : []) {
          const inwards = (port.out + 2) % 4;
          if ((state & 3) === port.out) continue;
          const total =
            cost +
            port.cost +
            this.#textAt(cell) +
            this.#atPoint(cell, state & 3, inwards, wire) +
            this.#stretch(cell, inwards, wire);
          if (total < limit) [limit, found] = [total, { state, port }];
        }
        this.#expand(state, cost, wire, push);
      }
    }
    for (let key = 0; key <= highest; key += 1) (buckets[key] as number[]).length = 0;
    return found && this.#trace(found, startPort);
  }

  #firstStep(port: Port, wire: Wire): number {
    return this.#stretch(this.#outside(port), (port.out + 2) % 4, wire);
  }

  #textAt(cell: number): number {
    return this.#text[cell] ? COST.text : 0;
  }

  #isBlocked(cell: number, wire: Wire): boolean {
    const obstacle = this.#blocked[cell] ?? 0;
    if (obstacle === OUTSIDE) return !wire.outside;
    return obstacle !== 0 && obstacle !== wire.through;
  }

  #expand(
    state: number,
    cost: number,
    wire: Wire,
    push: (s: number, c: number, p: number) => void,
  ): void {
    const cell = state >> 2;
    const dir = state & 3;
    const x = cell % this.#w;
    const y = (cell - x) / this.#w;
    for (let next = 0; next < 4; next += 1) {
      if (next === (dir + 2) % 4) continue;
      const nx = x + (DX[next] as number);
      const ny = y + (DY[next] as number);
      if (nx < 0 || ny < 0 || nx >= this.#w || ny >= this.#h) continue;
      const to = ny * this.#w + nx;
      if (this.#isBlocked(to, wire)) continue;
      push(
        to * 4 + next,
        cost +
          this.#atPoint(cell, dir, next, wire) +
          this.#stretch(cell, next, wire) +
          (this.#text[to] ? COST.text : 0),
        state,
      );
    }
  }

  #trace(found: { state: number; port: Port }, starts: ReadonlyMap<number, Port>): Point[] {
    const points: Point[] = [found.port.point];
    let state = found.state;
    for (;;) {
      const cell = state >> 2;
      points.push({ x: (cell % this.#w) * STEP, y: Math.floor(cell / this.#w) * STEP });
      const parent = this.#parent[state] as number;
      if (parent === -1) break;
      state = parent;
    }
    const start = starts.get(state);
    if (start) points.push(start.point);
    return corners(points.reverse());
  }
}

/** Leaves out the points between two corners. */
export function corners(points: readonly Point[]): Point[] {
  return points.filter((p, i) => {
    const [a, b] = [points[i - 1], points[i + 1]];
    if (!a || !b) return true;
    if (a.x === p.x && a.y === p.y) return false;
    return !((a.x === p.x && p.x === b.x) || (a.y === p.y && p.y === b.y));
  });
}

export const SAME_PORT_COST = COST.samePort;
