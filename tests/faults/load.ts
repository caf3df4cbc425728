import { setTimeout as delay } from 'node:timers/promises';
import { change } from '#areas/operations/change/procedure.ts';
import type { Rng } from '#engine/random.ts';
import { daysAfter, filledIn } from '#tests/simulation/filled-in.ts';
import type { Party } from './installation.ts';
import type { AssetEntry, CaseEntry, Ledger, Outcome } from './ledger.ts';

const patienceMs = 15_000;

interface Answered {
  readonly outcome: Outcome;
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Sends one request; a broken line, a silence and a fault of the server all leave the outcome unknown. */
export async function send(
  base: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  try {
    const raw = typeof body === 'string';
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': raw ? 'text/csv' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const parsed = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
    const { status } = answer;
    const outcome = status < 300 ? 'acknowledged' : status >= 500 ? 'unknown' : 'refused';
    return { outcome, status, body: parsed };
  } catch {
    return { outcome: 'unknown', status: 0, body: {} };
  }
}

/** A client that sends one change after another, and writes into the ledger what it was told. */
export class Client {
  readonly #rng: Rng;
  readonly #party: Party;
  readonly #ledger: Ledger;
  readonly #bases: () => readonly string[];
  readonly #name: string;
  readonly #assets: AssetEntry[] = [];
  readonly #cases: CaseEntry[] = [];
  #next = 0;

  constructor(options: {
    readonly name: string;
    readonly rng: Rng;
    readonly party: Party;
    readonly ledger: Ledger;
    readonly bases: () => readonly string[];
  }) {
    this.#name = options.name;
    this.#rng = options.rng;
    this.#party = options.party;
    this.#ledger = options.ledger;
    this.#bases = options.bases;
  }

  /** Works until told to stop; ends after the request under way. */
  async work(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const dice = this.#rng.next();
      if (dice < 0.25) await this.#createAsset();
      else if (dice < 0.4) await this.#changeAsset();
      else if (dice < 0.6) await this.#openCase();
      else if (dice < 0.94) await this.#act();
      else await this.#importList();
      if (this.#bases().length === 0) await delay(20);
    }
  }

  /** Sends a change, with a key in most cases; what got no answer is remembered with its key. */
  async #change(
    method: string,
    path: string,
    body: unknown,
    settle: (outcome: Outcome, answer: Record<string, unknown>) => void,
    options: { token?: string; headers?: Record<string, string> } = {},
  ): Promise<void> {
    this.#next += 1;
    const bases = this.#bases();
    if (bases.length === 0) return settle('refused', {});
    const token = options.token ?? this.#rng.pick(this.#party.members).token;
    const key = this.#rng.chance(0.7) ? `${this.#name}-${this.#next}` : null;
    const answer = await send(this.#rng.pick(bases), token, method, path, body, {
      ...options.headers,
      ...(key === null ? {} : { 'idempotency-key': key }),
    });
    this.#ledger.settled(answer.outcome);
    if (answer.outcome === 'refused') this.#refused(answer);
    if (answer.outcome !== 'unknown' || key === null) {
      return settle(answer.outcome, answer.body);
    }
    settle('unknown', {});
    this.#ledger.unanswered.push({
      token,
      method,
      path,
      body,
      key,
      ifMatch: options.headers?.['if-match'] ?? null,
      settle: (status, later) => settle(status < 300 ? 'acknowledged' : 'refused', later),
    });
  }

  #refused(answer: Answered): void {
    const why = `${answer.status} ${String(answer.body['code'])}`;
    this.#ledger.refusals.set(why, (this.#ledger.refusals.get(why) ?? 0) + 1);
  }

  async #createAsset(): Promise<void> {
    const name = `${this.#name} asset ${this.#next}`;
    const entry: AssetEntry = {
      name,
      outcome: 'unknown',
      id: null,
      version: 1,
      maybeChanged: false,
    };
    this.#ledger.assets.push(entry);
    const body = { fields: { name, kind: 'equipment' } };
    await this.#change('POST', '/assets', body, (outcome, answer) => {
      entry.outcome = outcome;
      if (outcome !== 'acknowledged') return;
      entry.id = String(answer['id']);
      this.#assets.push(entry);
    });
  }

  async #changeAsset(): Promise<void> {
    if (this.#assets.length === 0) return this.#createAsset();
    const entry = this.#rng.pick(this.#assets);
    if (entry.maybeChanged) return;
    const body = { fields: { description: `seen ${this.#next} times` } };
    const headers = { 'if-match': `"${entry.version}"` };
    const settle = (outcome: Outcome, answer: Record<string, unknown>): void => {
      entry.maybeChanged = outcome === 'unknown';
      if (outcome === 'acknowledged') entry.version = Number(answer['version']);
    };
    await this.#change('PATCH', `/assets/${entry.id}`, body, settle, { headers });
  }

  async #openCase(): Promise<void> {
    const title = `${this.#name} case ${this.#next}`;
    const { token } = this.#rng.pick(this.#party.members);
    const entry: CaseEntry = {
      ...{ title, token, outcome: 'unknown', id: null },
      ...{ state: '', version: 1, maybeActed: false },
    };
    this.#ledger.cases.push(entry);
    const body = { procedure: 'change', title, fields: { origin: 'other', reason: 'Load' } };
    const settle = (outcome: Outcome, answer: Record<string, unknown>): void => {
      entry.outcome = outcome;
      if (outcome !== 'acknowledged') return;
      this.#toldOf(entry, answer);
      this.#cases.push(entry);
    };
    await this.#change('POST', '/cases', body, settle, { token });
  }

  async #act(): Promise<void> {
    const [base] = this.#bases();
    if (this.#cases.length === 0 || base === undefined) return this.#openCase();
    const entry = this.#rng.pick(this.#cases.slice(-6));
    if (entry.maybeActed) return;
    const { token } = this.#rng.pick(this.#party.members);
    const seen = await send(base, token, 'GET', `/cases/${entry.id}`);
    const offered = (seen.body['allowedActions'] ?? []) as { action: string; allowed: boolean }[];
    const allowed = offered.filter((each) => each.allowed).map((each) => each.action);
    if (allowed.length === 0) return;
    const action = this.#rng.pick(allowed);
    const body = { comment: 'Under load', fields: this.#form(action) };
    const settle = (outcome: Outcome, answer: Record<string, unknown>): void => {
      entry.maybeActed = outcome === 'unknown';
      if (outcome === 'acknowledged') this.#toldOf(entry, answer);
    };
    await this.#change('POST', `/cases/${entry.id}/actions/${action}`, body, settle, { token });
  }

  #form(action: string): Record<string, unknown> {
    const now = new Date().toISOString();
    const known = this.#assets.flatMap((asset) => (asset.id === null ? [] : [asset.id]));
    const form = filledIn(change, this.#rng, action, now, {
      ...{ windowStart: now, windowEnd: daysAfter(now, 30) },
      ...{ assets: known.slice(0, 1), services: [], variant: 'normal', result: 'passed' },
      implementer: this.#rng.pick(this.#party.members).personId,
      tester: this.#rng.pick(this.#party.members).personId,
    });
    return form;
  }

  #toldOf(entry: CaseEntry, answer: Record<string, unknown>): void {
    const told = answer['case'] as { id: string; state: string; version: number };
    entry.id = told.id;
    entry.state = told.state;
    entry.version = told.version;
  }

  async #importList(): Promise<void> {
    const fileName = `${this.#name}-${this.#next}.csv`;
    const rows = 20 + this.#rng.int(400);
    const lines = Array.from(
      { length: rows },
      (_, at) => `Maker,${fileName},1.0,${fileName}-${at}`,
    );
    const entry = { fileName, rows, outcome: 'unknown' as Outcome, id: null as string | null };
    this.#ledger.imports.push(entry);
    const csv = `vendor,product,firmware,serial\n${lines.join('\n')}\n`;
    await this.#change('POST', `/imports/csv?fileName=${fileName}`, csv, (outcome, answer) => {
      entry.outcome = outcome;
      if (outcome === 'acknowledged') entry.id = String(answer['id']);
    });
  }
}
