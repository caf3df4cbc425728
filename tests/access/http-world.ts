import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue } from '#apps/catalogue.ts';
import { loadReferenceData } from '#apps/reference-data.ts';
import { createServer } from '#apps/server.ts';
import { createServices, type Services } from '#apps/services.ts';
import { type Clock, systemClock } from '#kernel/clock/clock.ts';
import { readConfig } from '#kernel/config/config.ts';
import { newId } from '#kernel/database/ids.ts';
import { createIdentity, type Identity } from '#kernel/identity/identity.ts';
import { createLog } from '#kernel/log/log.ts';
import { createTestDatabase, type TestDatabase } from '#tests/database.ts';

export const password = 'a long enough password';

export interface Answer {
  readonly status: number;
  /** The JSON of the answer, or an empty object when it is no JSON. */
  readonly body: Record<string, unknown>;
  readonly text: string;
  readonly headers: Headers;
}

/** Somebody who calls the API. */
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly organisationId: string;
}

/** The whole server on a port of its own and a database of its own, with its worker. */
export interface HttpWorld {
  readonly base: string;
  readonly test: TestDatabase;
  readonly identity: Identity;
  readonly files: Services['files'];
  /** Where the server keeps what is no table: files, keys. */
  readonly dataDir: string;
  organisation(code: string): Promise<string>;
  /** A person with an account and roles in the organisation. */
  person(name: string, organisationId: string, roles: readonly string[]): Promise<Person>;
  /** Calls with an API token of the person. */
  withToken(person: Person, scopes?: readonly string[]): Promise<Caller>;
  /** Calls with a session of the person; signs in. */
  withSession(person: Person): Promise<Caller>;
  readonly nobody: Caller;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

export interface HttpWorldOptions {
  readonly worker: boolean;
  /** Settings beside `DATA_DIR`. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Absent: the clock of the machine. */
  readonly clock?: Clock;
}

export async function createHttpWorld(options: HttpWorldOptions): Promise<HttpWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'commonward-http-'));
  chmodSync(dataDir, 0o711);
  const test = await createTestDatabase();
  await loadReferenceData(test.url, systemClock.now());
  const log = createLog(process.env['TEST_LOG'] === 'on' ? 'error' : 'silent');
  const config = readConfig({ DATA_DIR: dataDir, ...options.settings });
  const clock = options.clock ?? systemClock;
  const parts = { config, log, clock, database: test.database, catalogue };
  const identity = createIdentity(parts);
  const services = createServices({ ...parts, identity });
  const app = await createServer({
    ...parts,
    identity,
    files: services.files,
    metrics: services.metrics,
    more: services.routes,
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  if (options.worker) await services.start();
  const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const query = async <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query(text, [...values])).rows as Row[],
    );
  return {
    base,
    test,
    identity,
    files: services.files,
    dataDir,
    ...seeding(query, identity),
    withToken: async (person, scopes = ['*']) => {
      const { token } = await identity.createToken({
        personId: person.id,
        name: 'test',
        scopes,
        expiresAt: new Date(Date.now() + 86_400_000),
      });
      return caller(base, { authorization: `Bearer ${token}` });
    },
    withSession: (person) => signedIn(base, person.email),
    nobody: caller(base, {}),
    query,
    close: async () => {
      await app.close();
      if (options.worker) await services.stop();
      await test.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function seeding(query: HttpWorld['query'], identity: Identity) {
  return {
    organisation: async (code: string): Promise<string> => {
      const id = newId();
      await query(
        `insert into organisation (id, kind, code, name, valid_from, created_at, updated_at)
         values ($1, 'telecom-operator', $2, $2, '2020-01-01', $3, $3)`,
        [id, code, new Date()],
      );
      return id;
    },
    person: async (
      name: string,
      organisationId: string,
      roles: readonly string[],
    ): Promise<Person> => {
      const id = newId();
      const email = `${name}@example.test`;
      await query(
        `insert into person (id, organisation_id, name, email, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`,
        [id, organisationId, name, email, new Date()],
      );
      for (const role of roles) {
        await query(
          `insert into role_holding (owner_id, id, person_id, role, valid_from, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $6, $6)`,
          [organisationId, newId(), id, role, new Date('2020-01-01'), new Date()],
        );
      }
      await identity.createAccount({ personId: id, password });
      return { id, email, organisationId };
    },
  };
}

/** Calls the API with some headers; a body that is a string or bytes travels as it is, anything else as JSON. */
export function caller(base: string, always: Record<string, string>): Caller {
  return async (method, path, body, headers = {}) => {
    const raw = typeof body === 'string' || body instanceof Uint8Array;
    const answer = await fetch(`${base}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...always,
        ...(body === undefined
          ? {}
          : { 'content-type': raw ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await answer.text();
    const isJson =
      /^application\/(problem\+)?json\b/.test(answer.headers.get('content-type') ?? '') &&
      text.startsWith('{');
    return {
      status: answer.status,
      body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
      text,
      headers: answer.headers,
    };
  };
}

async function signedIn(base: string, email: string): Promise<Caller> {
  const answer = await caller(base, {})('POST', '/sessions', { email, password });
  if (answer.status !== 200) throw new Error(`${email} cannot sign in: ${answer.text}`);
  const cookies = new Map(
    answer.headers.getSetCookie().map((cookie): [string, string] => {
      const [pair = ''] = cookie.split(';');
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
  return caller(base, {
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'x-commonward-csrf': cookies.get('cw_csrf') ?? '',
  });
}
