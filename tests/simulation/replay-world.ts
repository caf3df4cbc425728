import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '#apps/catalogue.ts';
import { createServer } from '#apps/server.ts';
import { createServices } from '#apps/services.ts';
import { jointRoles } from '#engine/approvals.ts';
import { defineProcedure } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import type { Step } from '#engine/history.ts';
import { anyProcedure, type Procedure } from '#engine/procedure.ts';
import { stageOf } from '#engine/stage.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { SettableClock, systemClock } from '#kernel/clock/clock.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import { readConfig } from '#kernel/config/config.ts';
import { newId } from '#kernel/database/ids.ts';
import type { HttpApp } from '#kernel/http/http-app.ts';
import { createIdentity, type Identity } from '#kernel/identity/identity.ts';
import { createLog } from '#kernel/log/log.ts';
import { createTestDatabase } from '#tests/database.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue, ProcedureModule } from '#work/catalogue.ts';
import { sweepDeadlines } from '#work/deadlines/sweep.ts';
import { versionKey } from '#work/definitions/versions.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { recordsFor, registerOf, withRecords } from './replay-records.ts';
import { surroundings } from './surroundings.ts';

export type Act = Extract<Step, { kind: 'act' }>;

/** What the registers around the procedure say and write at this moment: that of the simulated step. */
export interface Moment {
  facts: unknown;
  writes: Readonly<Record<string, unknown>>;
  started: Act['started'];
}

export interface Answer {
  readonly status: number;
  /** The parts of answers that a replay looks at. */
  readonly body: {
    readonly case?: { readonly id: string; readonly state: string };
    readonly allowedActions?: readonly {
      readonly action: string;
      readonly refusals: readonly { readonly rule: string }[];
    }[];
    readonly refusals?: readonly { readonly rule: string }[];
  };
}

/**
 * The real server with one procedure of the product. Its definition, guards and everything that the product does for every procedure are the
 * real ones; what its guards see of the area's registers, and what its effects write there, is that of the simulated history.
 */
export interface ReplayWorld {
  readonly moment: Moment;
  readonly clock: SettableClock;
  /** The organisation whose cases are replayed. */
  readonly ownerId: string;
  /** Calls the API as a person of the simulation; he gets the role and a token when he is first seen. */
  call(person: string, method: 'GET' | 'POST', path: string, body?: object): Promise<Answer>;
  personId(person: string): Promise<string>;
  /** The case that later references to cases name; the simulated organisations become its parties, in every role that approves. */
  knowCase(id: string, parties: readonly string[]): Promise<void>;
  /** Values with the ids of real records where the simulation made some up. */
  withRecords(fields: Fields, values: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /** What the product does for reasons of its own, as its reactions do it. */
  bySystem(
    caseId: string,
    action: string,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<void>;
  sweep(): Promise<void>;
  rows(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function createReplayWorld(module: ProcedureModule): Promise<ReplayWorld> {
  const moment: Moment = { facts: {}, writes: {}, started: [] };
  const replayed = replayCatalogue(module, moment);
  const { clock, runner, app, identity, rows, log, close } = await createReplayServer(replayed);
  const organisations = new Map<string, string>();
  for (const name of stageOf(module.procedure).organisations) {
    organisations.set(name, await organisationIn(rows, clock, name));
  }
  const [ownerId = ''] = organisations.values();
  const homes = jointRoles(module.procedure).length > 0 ? [...organisations.values()] : [ownerId];
  const people = peopleOf(rows, homes, tokensOf(identity));
  const who = {
    principal: systemPrincipal('replay'),
    scope: { organisations: [ownerId] },
    role: 'app' as const,
  };
  const member = (await people('any-member-1')).id;
  const records = await recordsFor(ownerId, member, (register, fields) =>
    inWriteTransaction(runner, who, (context) =>
      insertRecord(
        context,
        { register: registerOf(register) },
        { ownerId, fields, computed: true },
      ),
    ),
  );
  return {
    moment,
    clock,
    rows,
    ownerId,
    call: async (person, method, path, body) => {
      const { token } = await people(person);
      return injected(app, method, path, token, body);
    },
    personId: async (person) => (await people(person)).id,
    knowCase: async (id, parties) => {
      records.set('cases', id);
      const taking = jointRoles(module.procedure).flatMap((role) =>
        parties.map((party) => ({ organisationId: organisations.get(party) ?? '', role })),
      );
      await inWriteTransaction(runner, who, (context) =>
        addParties(context, { ownerId, id }, taking),
      );
    },
    withRecords: (fields, values) => withRecords(fields, values, records),
    bySystem: async (caseId, action, fields) => {
      await inWriteTransaction(runner, who, async (context) =>
        performAction(context, replayed, {
          loaded: await loadCase(context, caseId, { lock: true }),
          ...{ actor: systemActor, action, comment: null, fields },
        }),
      );
    },
    sweep: async () => {
      await sweepDeadlines({ runner, catalogue: replayed, log });
    },
    close,
  };
}

/** The real server on a database of its own, at the beginning of the simulated time. */
async function createReplayServer(replayed: Catalogue) {
  const dataDir = mkdtempSync(join(tmpdir(), 'commonward-replay-'));
  chmodSync(dataDir, 0o711);
  const test = await createTestDatabase();
  const clock = new SettableClock('2026-01-01T00:00:00.000Z');
  const log = createLog('silent');
  const config = readConfig({ DATA_DIR: dataDir });
  const shared = { config, log, database: test.database, catalogue: replayed };
  // Tokens live by the real time: histories last longer than any token may.
  const identity = createIdentity({ ...shared, clock: systemClock });
  const { files, metrics } = createServices({ ...shared, clock, identity });
  const app = await createServer({ ...shared, clock, identity, files, metrics, more: [] });
  const rows: ReplayWorld['rows'] = (text, values = []) =>
    test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query(text, values)).rows,
    );
  const close = async () => {
    await app.close();
    await test.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const runner = { database: test.database, clock };
  return { clock, runner, app, identity, rows, log, close };
}

/** A token for everything, a day long. */
function tokensOf(identity: Identity) {
  const expiresAt = new Date(Date.now() + 86_400_000);
  return (personId: string) =>
    identity.createToken({ personId, name: 'replay', scopes: ['*'], expiresAt });
}

async function injected(
  app: HttpApp,
  method: 'GET' | 'POST',
  path: string,
  token: string,
  body?: object,
): Promise<Answer> {
  const answer = await app.inject({
    method,
    url: `/api/v1${path}`,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { payload: body }),
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function organisationIn(
  rows: ReplayWorld['rows'],
  clock: SettableClock,
  name: string,
): Promise<string> {
  const id = newId();
  await rows(
    `insert into organisation (id, kind, code, name, valid_from, created_at, updated_at)
     values ($1, 'telecom-operator', $2, $2, '2020-01-01', $3, $3)`,
    [id, name, clock.now()],
  );
  return id;
}

/** One payload for each hand-off that the simulated step started, in its order, named by its id. */
function replayCatalogue(module: ProcedureModule, moment: Moment): Catalogue {
  const { functions } = module;
  const procedure = handingToOthers(module.procedure);
  const { guards = {} } = surroundings.get(procedure.id) ?? {};
  const handOffs = Object.entries(procedure.handOffs ?? {});
  const write = async (): Promise<Record<string, unknown>> => {
    const { writes } = moment;
    moment.writes = {};
    return { ...writes };
  };
  const replayed: ProcedureModule = {
    procedure,
    functions: { ...functions, guards: { ...functions.guards, ...guards } },
    facts: async () => moment.facts,
    effects: Object.fromEntries(Object.keys(module.effects ?? {}).map((name) => [name, write])),
    // What is asked of the parties is asked in earnest, and answered by what they do in the case.
    ...(module.asks === undefined ? {} : { asks: module.asks }),
    payloads: Object.fromEntries(
      handOffs.map(([name, { payload }]) => [
        payload,
        async () =>
          moment.started
            .filter(({ handOff }) => handOff === name)
            .map(({ id }) => ({ title: id, fields: {} })),
      ]),
    ),
  };
  const receiving = handOffs.filter(
    ([, { to, planned }]) => planned === undefined || to === anyProcedure,
  );
  const modules = [replayed, ...receiving.map(([, { to }]) => receiverOf(to))];
  return {
    ...catalogue,
    procedures: new Map(modules.map((one) => [one.procedure.id, one])),
    versions: new Map(
      modules.map((one) => [versionKey(one.procedure.id, one.procedure.version), one]),
    ),
    reactions: [],
    loops: [],
  };
}

/** A procedure that hands over to another case of its own hands over to a stand-in, as to any other. */
function handingToOthers(procedure: Procedure): Procedure {
  const handOffs = Object.entries(procedure.handOffs ?? {}).map(([name, handOff]) => {
    const to = handOff.to === procedure.id ? `another-${procedure.id}` : handOff.to;
    return [name, { ...handOff, to }] as const;
  });
  return handOffs.length === 0
    ? procedure
    : { ...procedure, handOffs: Object.fromEntries(handOffs) };
}

/** Stands for the procedure that receives a hand-off: it ends as the simulation says. */
function receiverOf(id: string): ProcedureModule {
  const clause = 'hand-off';
  const ending = (to: 'achieved' | 'not-achieved') =>
    ({ from: ['open'], to, by: ['any-member'], clause }) as const;
  return {
    procedure: defineProcedure({
      ...{ id, version: 1, area: 'operations', clause, initial: 'open' },
      roles: { 'any-member': { party: 'receiver' } },
      openedBy: ['any-member'],
      fields: {},
      states: {
        open: { kind: 'active', clause },
        achieved: { kind: 'final', outcome: 'achieved', clause },
        'not-achieved': { kind: 'final', outcome: 'not-achieved', clause },
      },
      actions: { achieve: ending('achieved'), fail: ending('not-achieved') },
    }),
    functions: { guards: {} },
  };
}

/**
 * `change-manager-3` is a person of the third organisation (of the first, where there is no other) who holds the role `change-manager` in the
 * first, which owns the cases; made when first seen.
 */
function peopleOf(
  rows: ReplayWorld['rows'],
  homes: readonly string[],
  tokenFor: (personId: string) => Promise<{ token: string }>,
) {
  const known = new Map<string, Promise<{ id: string; token: string }>>();
  const make = async (name: string) => {
    const id = newId();
    const [, role = '', number = '1'] = /^(.*)-(\d+)$/.exec(name) ?? [];
    const [ownerId = ''] = homes;
    const home = role === 'any-member' ? ownerId : homes[(Number(number) - 1) % homes.length];
    const at = new Date('2020-01-01T00:00:00.000Z');
    await rows(
      `insert into person (id, organisation_id, name, email, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`,
      [id, home, name, `${name}@example.test`, at],
    );
    if (role !== 'any-member') {
      await rows(
        `insert into role_holding (owner_id, id, person_id, role, valid_from, created_at, updated_at) values ($1, $2, $3, $4, $5, $5, $5)`,
        [ownerId, newId(), id, role, at],
      );
    }
    return { id, token: (await tokenFor(id)).token };
  };
  return (name: string) => {
    const made = known.get(name) ?? make(name);
    known.set(name, made);
    return made;
  };
}
