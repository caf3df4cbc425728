import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { stopTestServer } from '#tests/database.ts';
import { assertGolden } from './golden.ts';
import { type Caller, createHttpWorld, type HttpWorld, type Person } from './http-world.ts';
import { type Operation, requestFor, type Schema, sampleOf } from './sample-request.ts';

/** Paths whose parameter is no id. */
const words: Readonly<Record<string, string>> = {
  '/api/v1/procedures/{id}': 'change',
  '/api/v1/procedures/{id}/diagram': 'no-such-procedure',
  '/api/v1/procedures/{id}/bpmn': 'no-such-procedure',
};
const parameterWords: Readonly<Record<string, string>> = {
  action: 'retire',
  register: 'assets',
};

const refused = 'nobody=401 member=403 token=403 operator=403';
const absent = 'nobody=401 member=404 token=403 operator=403';
/** How the endpoints of an organisation's register answer, unless its row says otherwise; the matrix says which roles write. */
const ofRegister: Readonly<Record<string, string>> = {
  'GET /api/v1/{register}': 'nobody=401 member=200 token=403 operator=403',
  'POST /api/v1/{register}': refused,
  'POST /api/v1/{register}/rows': refused,
  'POST /api/v1/{register}/rows/actions/{action}': 'nobody=401 member=200 token=403 operator=403',
  'DELETE /api/v1/{register}/{id}': refused,
  'GET /api/v1/{register}/{id}': absent,
  'PATCH /api/v1/{register}/{id}': refused,
  'POST /api/v1/{register}/{id}/actions/{action}': absent,
  'GET /api/v1/{register}/{id}/audience': absent,
  'GET /api/v1/{register}/{id}/history': absent,
};

interface Row {
  readonly endpoint: string;
  readonly open: boolean;
  readonly answers: Record<'nobody' | 'member' | 'token' | 'operator', number>;
}

describe('every endpoint, called by who may not', () => {
  let world: HttpWorld;
  let rows: Row[];
  before(async () => {
    world = await createHttpWorld({ worker: true });
    rows = await askEverything(world);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  test('answers as the checked-in list says; one without a row fails', () => {
    const lines = rows
      .filter(({ endpoint, open, answers }) => open || answered(answers) !== ordinary(endpoint))
      .map(
        ({ endpoint, open, answers }) =>
          `${endpoint.padEnd(64)} ${answered(answers)}${open ? ' open' : ''}`,
      );
    const head = [
      'Status of every endpoint for: nobody; a member without any role; a token of somebody with every role, made for nothing; the operator.',
      '',
      "Registers of an organisation; a register's endpoint that answers otherwise stands below by its name:",
      ...Object.entries(ofRegister).map(([endpoint, answer]) => `${endpoint.padEnd(64)} ${answer}`),
      '',
      'All others:',
    ];
    assertGolden('endpoints.txt', `${[...head, ...lines].join('\n')}\n`);
  });

  test('answers 401 to nobody, before it looks at what was sent', () => {
    for (const { endpoint, open, answers } of rows) {
      if (!open) assert.equal(answers.nobody, 401, endpoint);
    }
  });

  test('does nothing for a token that was not made for it', () => {
    const definitions = /^GET \/api\/v1\/(definitions|procedures|me$)/;
    for (const { endpoint, open, answers } of rows) {
      if (open || definitions.test(endpoint)) continue;
      assert.ok([403, 404].includes(answers.token), `${endpoint}: ${answers.token}`);
    }
  });

  test('fails in no other way than a refusal', () => {
    for (const { endpoint, answers } of rows) {
      for (const [who, status] of Object.entries(answers)) {
        assert.ok(status < 500 && status !== 400, `${endpoint} by ${who}: ${status}`);
      }
    }
  });
});

function answered(answers: Row['answers']): string {
  return Object.entries(answers)
    .map(([who, status]) => `${who}=${status}`)
    .join(' ');
}

/** The answers of an endpoint that every register of an organisation has; undefined for all other endpoints. */
function ordinary(endpoint: string): string | undefined {
  const name = /\/api\/v1\/([^/]+)/.exec(endpoint)?.[1] ?? '';
  if (catalogue.registers.get(name)?.register.class !== 'tenant') return undefined;
  return ofRegister[endpoint.replace(name, '{register}')];
}

const allRoles = [
  'security-manager',
  'change-manager',
  'asset-manager',
  'operations-management',
  'isirt',
  'patch-manager',
];

async function askEverything(world: HttpWorld): Promise<Row[]> {
  const home = await world.organisation('HOME');
  const somebody = await world.person('somebody', home, []);
  const allRounder = await world.person('all-rounder', home, allRoles);
  const operator = await world.person('operator', home, ['system-administrator']);
  const token = await world.withToken(allRounder, ['nothing:nothing']);
  const document = await world.nobody('GET', '/openapi.json');
  const paths = document.body['paths'] as Record<string, Record<string, Operation>>;
  const member = renewing(world, somebody);
  const administrator = renewing(world, operator);
  const rows: Row[] = [];
  for (const [path, operations] of Object.entries(paths).sort()) {
    for (const [method, operation] of Object.entries(operations).sort()) {
      if (!path.startsWith('/api/v1/')) continue;
      const ask = async (call: Caller): Promise<number> => {
        const request = requestFor(path, operation, (name, schema) => valueFor(path, name, schema));
        const raw = path.startsWith('/api/v1/imports/') && method === 'post';
        const body = raw ? 'product\nX\n' : request.body;
        return (await call(method.toUpperCase(), request.path, body)).status;
      };
      rows.push({
        endpoint: `${method.toUpperCase()} ${path}`,
        open: operation.security?.length === 0,
        answers: {
          nobody: await ask(world.nobody),
          member: await ask(await member()),
          token: await ask(token),
          operator: await ask(await administrator()),
        },
      });
    }
  }
  return rows;
}

function valueFor(path: string, name: string, schema: Schema): unknown {
  if (name === 'format' && path.includes('/imports/')) return 'csv';
  return words[path] ?? parameterWords[name] ?? sampleOf(schema);
}

/** A session of the person that is there whatever the call before did to it. */
function renewing(world: HttpWorld, person: Person): () => Promise<Caller> {
  let call: Caller | undefined;
  return async () => {
    if (call !== undefined && (await call('GET', '/me')).status === 200) return call;
    await world.query('delete from sign_in_throttle');
    call = await world.withSession(person);
    return call;
  };
}
