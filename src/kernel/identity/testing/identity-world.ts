import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { SettableClock } from '#kernel/clock/clock.ts';
import { readConfig } from '#kernel/config/config.ts';
import { newId } from '#kernel/database/ids.ts';
import { createHttpApp, type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { createIdentity, type Identity } from '#kernel/identity/identity.ts';
import { createLog } from '#kernel/log/log.ts';
import { createTestDatabase, type TestDatabase } from '#tests/database.ts';

export const start = '2026-03-02T08:00:00.000Z';
export const goodPassword = 'a long enough password';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Somebody's browser: keeps cookies and sends the CSRF header, unless told otherwise. */
export class Browser {
  readonly #app: HttpApp;
  readonly cookies = new Map<string, string>();
  readonly #address: string;
  sendsCsrf = true;
  constructor(app: HttpApp, address = '192.0.2.10') {
    this.#app = app;
    this.#address = address;
  }

  async send(
    method: 'GET' | 'POST' | 'DELETE',
    url: string,
    payload?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const csrf = this.cookies.get('cw_csrf');
    const answer = await this.#app.inject({
      method,
      url: `/api/v1${url}`,
      remoteAddress: this.#address,
      cookies: Object.fromEntries(this.cookies),
      headers: {
        ...(this.sendsCsrf && csrf !== undefined ? { 'x-commonward-csrf': csrf } : {}),
        ...headers,
      },
      ...(payload === undefined ? {} : { payload }),
    });
    for (const cookie of answer.cookies) {
      if (cookie.value === '') this.cookies.delete(cookie.name);
      else this.cookies.set(cookie.name, cookie.value);
    }
    const body = answer.body === '' ? {} : (answer.json() as Record<string, unknown>);
    return { status: answer.statusCode, body, headers: answer.headers };
  }

  signIn(email: string, more: { password?: string; totp?: string } = {}): Promise<Answer> {
    return this.send('POST', '/sessions', { email, password: goodPassword, ...more });
  }
}

export interface IdentityWorld {
  readonly identity: Identity;
  readonly app: HttpApp;
  readonly clock: SettableClock;
  readonly db: TestDatabase;
  readonly dataDir: string;
  browser(address?: string): Browser;
  /** A second process on the same database and keys. */
  another(): Promise<Browser>;
  organisation(code: string): Promise<string>;
  person(organisationId: string, email: string, roles?: readonly string[]): Promise<string>;
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Actions of the trail about a record, oldest first. */
  trail(recordId: string): Promise<string[]>;
  close(): Promise<void>;
}

/** A real database, identity and HTTP application, with a clock that only the test moves. */
export async function identityWorld(env: Record<string, string> = {}): Promise<IdentityWorld> {
  const dataDir = mkdtempSync(join(tmpdir(), 'commonward-identity-'));
  const db = await createTestDatabase();
  const clock = new SettableClock(start);
  const config = readConfig({ DATA_DIR: dataDir, ...env });
  const log = createLog('silent');
  const compose = async () => {
    const identity = createIdentity({ database: db.database, clock, config, log });
    const app = await createHttpApp({ config, log, authenticate: identity.authenticate });
    identity.routes(app, { meOf });
    app.get('/api/v1/me', (request) => meOf(principalOf(request)));
    return { identity, app };
  };
  const { identity, app } = await compose();
  const apps = [app];
  const query = async <Row>(text: string, values: readonly unknown[] = []): Promise<Row[]> =>
    db.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query(text, [...values])).rows as Row[],
    );
  return {
    identity,
    app,
    clock,
    db,
    dataDir,
    browser: (address) => new Browser(app, address),
    another: async () => {
      const other = await compose();
      apps.push(other.app);
      return new Browser(other.app);
    },
    ...seeding(query, identity, clock),
    query,
    trail: async (recordId) => {
      const rows = await query<{ action: string }>(
        'select action from trail_entry where record_id = $1 order by id',
        [recordId],
      );
      return rows.map(({ action }) => action);
    },
    close: async () => {
      for (const each of apps) await each.close();
      await db.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function seeding(query: IdentityWorld['query'], identity: Identity, clock: SettableClock) {
  return {
    organisation: async (code: string): Promise<string> => {
      const id = newId();
      await query(
        `insert into organisation (id, kind, code, name, valid_from, created_at, updated_at)
         values ($1, 'central-body', $2, $2, '2026-01-01', $3, $3)`,
        [id, code, clock.now()],
      );
      return id;
    },
    person: async (
      organisationId: string,
      email: string,
      roles: readonly string[] = [],
    ): Promise<string> => {
      const id = newId();
      await query(
        `insert into person (id, organisation_id, name, email, created_at, updated_at) values ($1, $2, $3, $3, $4, $4)`,
        [id, organisationId, email, clock.now()],
      );
      for (const role of roles) {
        await query(
          `insert into role_holding (owner_id, id, person_id, role, valid_from, created_at, updated_at)
           values ($1, $2, $3, $4, $5, $5, $5)`,
          [organisationId, newId(), id, role, clock.now()],
        );
      }
      await identity.createAccount({ personId: id, password: goodPassword });
      return id;
    },
  };
}

async function meOf(principal: ReturnType<typeof principalOf>) {
  const id = principal.personId ?? '';
  return {
    person: { id, name: principal.name, email: 'shown@example.org', locale: principal.locale },
    organisation: {
      id: principal.organisationId ?? '',
      code: 'CB',
      name: 'Central body',
      kind: 'central-body',
    },
    roles: principal.holdings.map(({ role, organisationId, kind, caseId }) => ({
      role,
      organisationId,
      kind,
      caseId,
    })),
    unread: 0,
    waiting: 0,
  };
}

/** The code that an authenticator application shows for a secret at an instant. */
export function codeFor(secret: string, at: Date): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
}
