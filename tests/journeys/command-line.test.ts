import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { freePort, Installation } from './installation.ts';

const password = 'a long enough password';

describe('the command line', () => {
  let here: Installation;
  let folder: string;
  let token: string;
  const as = () => ({ env: { API_TOKEN: token } });

  before(async () => {
    here = new Installation(await freePort());
    folder = mkdtempSync(join(tmpdir(), 'commonward-cli-out-'));
  });
  after(async () => {
    await here.stop();
    here.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  test('explains itself, and says what was wrong with a command', async () => {
    const help = await here.good(['--help']);
    assert.match(help.out, /backup/);
    assert.match(help.out, /Exit codes: 0 ok/);
    assert.match((await here.good(['case', 'open', '--help'])).out, /Examples:\n {2}commonward/);
    assert.equal((await here.run(['no-such-command'])).code, 2);
    assert.equal((await here.run(['case', 'open', 'change'])).code, 2);
    assert.equal((await here.run(['config', 'show'], { env: { PORT: 'x' } })).code, 2);
  });

  test('shows settings without their secrets', async () => {
    const shown = await here.good(['config', 'show', '--json'], {
      env: { SMTP_URL: 'smtp://me:secret@mail.example.org' },
    });
    assert.doesNotMatch(shown.out, /secret/);
    const port = shown.json.find((row) => row['name'] === 'PORT');
    assert.equal(port?.['from'], 'environment');
    assert.equal(shown.json.find((row) => row['name'] === 'HOST')?.['from'], 'default');
    assert.doesNotMatch(
      (await here.good(['config', 'show'])).out,
      /\p{Cc}\[/u,
      'no colours in a pipe',
    );
  });

  test('sets an installation up before any server runs', async () => {
    const made = await here.good([
      ...['organisation', 'create', 'TELCO', '--name', 'Example Telecom'],
      ...['--kind', 'telecom-operator', '--json'],
    ]);
    assert.equal(made.json[0]?.['code'], 'TELCO');
    const again = ['organisation', 'create', 'TELCO', '--name', 'X', '--kind', 'contractor'];
    assert.equal((await here.run(again)).code, 5);
    const create = ['user', 'create', 'mara@example.org', '--name', 'Mara'];
    const weak = await here.run([...create, '--organisation', 'TELCO', '--json'], {
      input: 'short\n',
    });
    assert.equal(weak.code, 2);
    assert.match(weak.err, /at least 12/);
    const unknown = await here.run([...create, '--organisation', 'NONE'], { input: password });
    assert.equal(unknown.code, 4);
    await here.good([...create, '--organisation', 'TELCO'], { input: `${password}\n` });
    assert.equal(
      (await here.run([...create, '--organisation', 'TELCO'], { input: password })).code,
      5,
    );
  });

  test('starts the server, and administers it while it runs', async () => {
    await here.start();
    const grant = ['role', 'grant', 'mara@example.org'];
    const where = ['--organisation', 'TELCO'];
    assert.equal((await here.run([...grant, 'no-such-role', ...where])).code, 2);
    await here.good([...grant, 'change-manager', ...where]);
    await here.good([...grant, 'security-manager', ...where, '--until', '2100-01-01']);
    assert.equal((await here.run([...grant, 'change-manager', ...where])).code, 5);
    const roles = await here.good(['role', 'list', '--email', 'mara@example.org', '--json']);
    assert.deepEqual(roles.json.map((row) => row['role']).sort(), [
      'change-manager',
      'security-manager',
    ]);
    // Noticed by the server until a record is created, some commands later.
    await here.good([...grant, 'asset-manager', ...where]);
    const people = await here.good(['user', 'list', '--json']);
    assert.equal(people.json[0]?.['email'], 'mara@example.org');
    assert.match((await here.good(['user', 'list'])).out, /^Email +Organisation/);
    const made = await here.good([
      ...['token', 'create', 'mara@example.org', '--name', 'shell', '--days', '30', '--json'],
    ]);
    token = String(made.json[0]?.['token']);
    assert.match(token, /^cw_/);
    assert.equal((await here.good(['migrate', '--json'])).json.length, 1);
    assert.equal((await here.run(['start'])).code, 5, 'a second server is refused');
  });

  test('opens a case, shows it and acts on it, as its roles allow', async () => {
    const opened = await here.good(
      [
        ...['case', 'open', 'change', '--title', 'Renew the gateway', '--json'],
        ...['--field', 'origin=other', '--field', 'reason=Vendor fix'],
      ],
      as(),
    );
    const reference = String(opened.json[0]?.['reference']);
    assert.match(reference, /^CH-/);
    const listed = await here.good(['case', 'list', '--procedure', 'change', '--json'], as());
    assert.deepEqual(
      listed.json.map((row) => row['reference']),
      [reference],
    );
    assert.match((await here.good(['case', 'list', '--open'], as())).out, /Renew the gateway/);
    const human = await here.good(['case', 'show', reference], as());
    assert.match(human.out, /formulate: allowed/);
    const shown = await here.good(['case', 'show', reference, '--json'], as());
    assert.ok(Array.isArray(shown.json[0]?.['allowedActions']));
    const gateway = await here.good(
      ['record', 'create', 'assets', '--field', 'name=gw', '--field', 'kind=equipment', '--json'],
      as(),
    );
    const rows = join(folder, 'rows.jsonl');
    writeFileSync(
      rows,
      '{"name":"gw-2","kind":"equipment"}\n{"name":"gw-3","kind":"cloud"}\n{"name":"gw-4","kind":"equipment"}\n',
    );
    const many = await here.run(['record', 'create', 'assets', '--rows', rows, '--json'], as());
    assert.deepEqual(
      [many.code, many.json.map((row) => row['outcome'])],
      [5, ['done', 'refused', 'done']],
    );
    const fields = join(folder, 'plan.json');
    writeFileSync(
      fields,
      JSON.stringify({
        reason: 'Vendor fix',
        assets: [gateway.json[0]?.['id']],
      }),
    );
    const acted = await here.good(
      [
        ...['case', 'act', reference, 'formulate', '--fields', fields],
        ...[
          '--field',
          'variant=normal',
          '--based-on',
          String(opened.json[0]?.['version']),
          '--json',
        ],
      ],
      as(),
    );
    assert.match((await here.good(['case', 'show', reference], as())).out, /, revision 2\n/);
    assert.notEqual(acted.json[0]?.['state'], opened.json[0]?.['state']);
    const refused = await here.run(['case', 'act', reference, 'authorise', '--comment', 'x'], as());
    assert.equal(refused.code, 3, refused.err);
    assert.equal((await here.run(['case', 'show', 'CH-1999-0001'], as())).code, 4);
    const fault = await here.run(['case', 'open', 'change', '--title', 'x', '--json'], as());
    assert.equal(fault.code, 2);
    assert.equal(JSON.parse(fault.err)['exitCode'], 2);
  });

  test('tells apart: no token, a wrong one, no server', async () => {
    assert.equal((await here.run(['case', 'list'])).code, 3);
    const wrong = { env: { API_TOKEN: `cw_${'x'.repeat(43)}` } };
    assert.equal((await here.run(['case', 'list'], wrong)).code, 3);
    const nobody = await here.run(['case', 'list', '--url', 'http://127.0.0.1:1'], as());
    assert.equal(nobody.code, 7, nobody.err);
    const database = { env: { DATABASE_URL: 'postgresql://x:y@127.0.0.1:1/z' } };
    assert.equal((await here.run(['user', 'list'], database)).code, 7);
  });

  test('imports a file and exports a register', async () => {
    const advisory = join(folder, 'advisory.json');
    writeFileSync(
      advisory,
      JSON.stringify({
        schema_version: '1.6.0',
        id: 'EX-2026-1',
        modified: '2026-03-01T00:00:00Z',
        published: '2026-03-01T00:00:00Z',
        summary: 'An example',
        affected: [
          {
            package: { ecosystem: 'npm', name: 'example' },
            ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '1.2.3' }] }],
          },
        ],
      }),
    );
    const done = await here.run(['import', 'osv', advisory, '--wait', '--json'], as());
    assert.equal(done.code, 0, done.err);
    assert.equal(done.json[0]?.['state'], 'done', done.out);
    assert.deepEqual(done.json[0]?.['faults'], []);
    const through = await here.run(['import', 'osv', '-', '--wait'], {
      ...as(),
      input: readFileSync(advisory, 'utf8'),
    });
    assert.match(through.out, /read/, through.err);
    assert.equal((await here.run(['import', 'no-such', advisory], as())).code, 4);
    const host = ['record', 'create', 'assets', '--field', 'name=web-1', '--field', 'kind=host'];
    const target = String((await here.good([...host, '--json'], as())).json[0]?.['id']);
    const status = join(folder, 'status');
    writeFileSync(status, 'Package: zlib1g\nStatus: install ok installed\nVersion: 1:1.2.13\n\n');
    const bring = ['import', 'dpkg-status', status, '--target', target, '--ecosystem', 'Debian:12'];
    assert.equal((await here.run([...bring, '--taken-at', 'yesterday'], as())).code, 2);
    await here.good([...bring, '--taken-at', '2026-03-04T05:06:07Z', '--wait'], as());
    const taken = await fetch(`${here.url}/api/v1/assets/${target}/inventories`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.match(await taken.text(), /"takenAt":"2026-03-04T05:06:07.000Z"/);
    const exported = await here.good(
      ['export', 'csv', 'organisations', '--filter', 'code=TELCO'],
      as(),
    );
    assert.match(exported.out, /Example Telecom/);
    const workbook = join(folder, 'people.xlsx');
    const told = await here.good(
      ['export', 'xlsx', 'people', '--output', workbook, '--json'],
      as(),
    );
    assert.equal(told.json[0]?.['bytes'], statSync(workbook).size);
    assert.equal((await here.run(['export', 'csv', 'no-such'], as())).code, 4);
  });

  test('exports the trail, which verifies offline and not after a change', async () => {
    const head = join(folder, 'known-head.json');
    const kept = await here.good(['trail', 'head', '--organisation', 'TELCO', '--json']);
    writeFileSync(head, kept.out);
    const trail = join(folder, 'trail.jsonl');
    const told = await here.good(['trail', 'export', '--details', '--output', trail, '--json']);
    assert.ok(Number(told.json[0]?.['entries']) > 5);
    // No database and no data folder are needed.
    const elsewhere = { env: { DATA_DIR: join(folder, 'nowhere') } };
    const verified = await here.good(
      ['trail', 'verify', trail, '--head', head, '--json'],
      elsewhere,
    );
    assert.equal(verified.json[0]?.['ok'], true);
    assert.ok(!existsSync(join(folder, 'nowhere')));
    const altered = readFileSync(trail, 'utf8').replace('"people.create"', '"people.delete"');
    writeFileSync(trail, altered);
    assert.equal((await here.run(['trail', 'verify', trail, '--head', head], elsewhere)).code, 6);
    assert.equal((await here.run(['trail', 'verify', join(folder, 'none')], elsewhere)).code, 4);
  });

  test('backs up the running server and restores into another installation', async () => {
    const passphrase = join(folder, 'passphrase');
    writeFileSync(passphrase, 'correct horse battery\n');
    const sealed = ['--passphrase-file', passphrase];
    const saved = await here.good(['backup', `${folder}/backups/`, ...sealed, '--json']);
    const file = String(saved.json[0]?.['file']);
    assert.equal((await here.run(['backup', file])).code, 5);
    assert.equal((await here.run(['restore', file, ...sealed])).code, 5, 'it is in use');
    const there = new Installation(await freePort());
    try {
      assert.equal((await there.run(['restore', file])).code, 2, 'the passphrase is missing');
      const restored = await there.good(['restore', file, ...sealed, '--json']);
      assert.equal(restored.json[0]?.['rows'], saved.json[0]?.['rows']);
      assert.deepEqual(restored.json[0]?.['trailProblems'], []);
      await there.start();
      const listed = await there.good(['case', 'list', '--json'], as());
      assert.equal(listed.json[0]?.['title'], 'Renew the gateway');
      const answer = await fetch(`http://127.0.0.1:${there.env['PORT']}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email: 'mara@example.org', password }),
      });
      assert.equal(answer.status, 200);
      assert.equal(await there.stop(), 0);
      const bytes = readFileSync(file);
      bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
      writeFileSync(file, bytes);
      assert.equal((await there.run(['restore', file, ...sealed])).code, 6);
    } finally {
      await there.stop();
      there.remove();
    }
  });

  test('lists procedures with their open cases, and moves none that no version declares', async () => {
    const { json } = await here.good(['procedure', 'list', '--json']);
    const change = json.find((one) => one['procedure'] === 'change');
    assert.deepEqual([change?.['version'], change?.['openCases']], [1, 1]);
    const move = ['procedure', 'move', 'change', '--from', '1', '--to', '1', '--json'];
    const refused = await here.run(move);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /change@1 declares no move from version 1/);
  });

  test('takes tokens, roles and people away again', async () => {
    const tokens = await here.good(['token', 'list', '--email', 'mara@example.org', '--json']);
    const saved = await here.good(['token', 'create', 'mara@example.org', '--name', 'x', '--save']);
    assert.match(saved.out, /^cw_/);
    assert.equal(statSync(join(here.dataDir, 'cli.json')).mode & 0o777, 0o600);
    await here.good(['case', 'list']);
    await here.good(['token', 'revoke', String(tokens.json[0]?.['id'])]);
    assert.equal((await here.run(['token', 'revoke', String(tokens.json[0]?.['id'])])).code, 4);
    const revoke = ['role', 'revoke', 'mara@example.org', 'change-manager'];
    await here.good([...revoke, '--organisation', 'TELCO', '--json']);
    assert.equal((await here.run([...revoke, '--organisation', 'TELCO'])).code, 4);
    await here.good(['user', 'password', 'mara@example.org', '--json'], {
      input: 'another long password',
    });
    await here.good(['user', 'end', 'mara@example.org', '--json']);
    const left = await here.good(['user', 'list', '--json']);
    assert.notEqual(left.json[0]?.['endedAt'], null);
    assert.equal(await here.stop(), 0, 'SIGTERM ends everything in order');
    // And without a server, once more.
    assert.equal((await here.good(['token', 'list', '--json'])).json.length, 0);
  });
});
