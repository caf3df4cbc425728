import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  bringIn,
  tryToBringIn,
} from '#areas/collaboration/incident-coordination/fixtures/bring-in.ts';
import {
  does,
  mine,
  modelOf,
  none,
} from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Caller } from '#tests/access/http-world.ts';
import {
  type Clamd,
  prepareClamd,
  skipWithoutClamd,
  testVirus,
  withoutClamd,
} from '#tests/clamd.ts';
import { stopTestServer } from '#tests/database.ts';

const mega = 1024 ** 2;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

interface Items {
  readonly items: readonly Record<string, unknown>[];
}

async function itemsOf(who: Caller, path: string): Promise<Items['items']> {
  const { status, body, text } = await who('GET', path);
  assert.equal(status, 200, `${path}: ${text}`);
  return (body as unknown as Items).items;
}

/** Waits for what the worker does afterwards. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < end, 'it does not happen');
    await delay(100);
  }
}

describe('files of evidence in the coordination of incidents', () => {
  let world: IncidentWorld;
  let clamd: Clamd | undefined;
  before(async () => {
    if (!withoutClamd) {
      clamd = await prepareClamd(8 * mega);
      await clamd.start();
    }
    world = await createIncidentWorld(clamd === undefined ? {} : { CLAMD_URL: clamd.url });
  });
  after(async () => {
    await world.close();
    await clamd?.remove();
    await stopTestServer();
  });

  const accepted = async (): Promise<string> => {
    const { act, report, people, ids } = world;
    const id = await report({ originAdministration: ids.x });
    await act(people.manager, id, 'accept', {
      ...{ commonDomainImpact: 'yes', affectedAdministrations: [ids.y] },
    });
    await act(people.manager, id, 'note-analysis', { analysis: 'Queues do not drain.' });
    return id;
  };

  test('R-INC-5 malicious code in evidence is refused, becomes a security event that the LISO assesses, and nobody reads its bytes', async (t) => {
    if (skipWithoutClamd(t)) return;
    const { manager, nisoX, nisoY, liso } = world.people;
    const caseId = await accepted();
    const bytes = Buffer.concat([randomBytes(2000), testVirus]);
    const refused = await tryToBringIn(nisoX, bytes, { caseId, fileName: 'dump.bin' });
    assert.equal(refused.status, 422, refused.text);
    assert.equal(refused.body['code'], 'infected');
    assert.match(String(refused.body['detail']), /Eicar-Test-Signature.*quarantine/);
    const [kept] = await itemsOf(nisoX, `/cases/${caseId}/evidence`);
    assert.equal(kept?.['scan'], 'infected');
    for (const who of [nisoX, manager, liso]) {
      const answer = await who('GET', `/evidence/${kept?.['id']}/bytes`);
      assert.equal(answer.status, 409, answer.text);
      assert.equal(answer.body['code'], 'evidence-in-quarantine');
    }
    assert.equal((await nisoY('GET', `/evidence/${kept?.['id']}`)).status, 404);

    const event = await until(async () =>
      (await itemsOf(liso, '/security-events')).find(
        ({ fields }) => (fields as Record<string, unknown>)['case'] === caseId,
      ),
    );
    const fields = event['fields'] as Record<string, unknown>;
    assert.equal(fields['kind'], 'malicious-code');
    assert.equal(fields['sha256'], sha256(bytes));
    assert.equal(fields['broughtInBy'], world.ids.x);
    assert.match(String(fields['detectedBy']), /^ClamAV/);
    for (const who of [nisoX, nisoY, manager]) {
      const answer = await who('GET', `/security-events/${event['id']}`);
      assert.ok([403, 404].includes(answer.status), answer.text);
    }
    for (const who of [liso, manager, nisoX]) {
      await until(async () =>
        (await itemsOf(who, '/notifications')).find(({ kind }) => kind === 'security'),
      );
    }
    const assessed = await liso('POST', `/security-events/${event['id']}/actions/assess`, {
      fields: { outcome: 'false-alarm', assessment: "The scanner's own test file." },
    });
    assert.equal(assessed.status, 200, assessed.text);
    const history = await itemsOf(liso, `/evidence/${kept?.['id']}/history`);
    assert.ok(history.some(({ action }) => action === 'evidence.scanned'));
  });

  test('R-INC-5 while the scanner is away evidence is not read; once it is back the worker has it scanned by itself', async (t) => {
    if (clamd === undefined) {
      skipWithoutClamd(t);
      return;
    }
    const { nisoX } = world.people;
    const caseId = await accepted();
    await clamd.stop();
    const id = await bringIn(nisoX, randomBytes(3000), { caseId, fileName: 'gateway.log' });
    const refused = await nisoX('GET', `/evidence/${id}/bytes`);
    assert.equal(refused.status, 409, refused.text);
    assert.equal(refused.body['code'], 'evidence-not-scanned-yet');
    await clamd.start();
    await until(async () =>
      (await itemsOf(nisoX, `/cases/${caseId}/evidence`)).find(({ scan }) => scan === 'clean'),
    );
    assert.equal((await nisoX('GET', `/evidence/${id}/bytes`)).status, 200);
  });

  test('R-INC-5 R-SIR-3 an extract names its file of evidence, of the same incident, and the report cites it with its hash', async () => {
    const { manager, nisoX } = world.people;
    const [caseId, other] = [await accepted(), await accepted()];
    await world.act(manager, caseId, 'request-evidence', {
      ...{ subject: 'Gateway logs', items: 'Logs of 07:00 to 09:00.', urgency: 'high' },
    });
    const path = await mine(nisoX, caseId, 'evidence');
    const recipientId = path.split('/')[4] ?? '';
    const log = randomBytes(40_000);
    const file = await bringIn(nisoX, log, { caseId, recipientId, fileName: 'gateway.log' });
    const foreign = await bringIn(nisoX, randomBytes(10), { caseId: other, fileName: 'x.log' });
    const extract = (index: number) => ({
      ...{ kind: 'log', at: `2026-11-12T07:${10 + index}:00.000Z`, from: 'gateway XX-01' },
      ...{ subject: `Extract ${index + 1}`, excerpt: 'AMQ7017 log not available' },
      ...{ file, rangeUnit: 'lines', rangeFrom: 100 * index + 1, rangeTo: 100 * index + 20 },
    });
    await does(nisoX, `${path}/answer`, {
      information: 'The gateway stopped at 07:10.',
      extracts: Array.from({ length: 30 }, (_, index) => extract(index)),
    });
    const refusals = [
      [{ file: foreign }, '/fields/file'],
      [{ rangeTo: 0 }, '/fields/rangeTo'],
      [{ rangeUnit: null }, '/fields/rangeUnit'],
    ] as const;
    for (const [wrong, place] of refusals) {
      const answer = await nisoX('POST', `/cases/${caseId}/actions/give-evidence`, {
        fields: { ...extract(31), at: '2026-11-12T08:00:00.000Z', ...wrong },
      });
      assert.equal(answer.status, 422, answer.text);
      assert.match(answer.text, new RegExp(place));
    }
    const gone = await bringIn(nisoX, randomBytes(20), { caseId, fileName: 'gone.log' });
    const bad = await bringIn(nisoX, randomBytes(20), { caseId, fileName: 'bad.eml' });
    for (const cited of [gone, bad]) {
      const fields = {
        ...extract(32),
        kind: 'e-mail',
        at: '2026-11-12T08:10:00.000Z',
        file: cited,
      };
      await world.act(nisoX, caseId, 'give-evidence', fields);
    }
    await world.http.query("update evidence set state = 'destroyed' where id = $1", [gone]);
    await world.http.query("update evidence set scan = 'infected' where id = $1", [bad]);
    await world.act(manager, caseId, 'consistent', { analysis: 'All agrees.' });
    const system = await world.system('NCTS', 'STRATEGIC');
    await world.act(manager, caseId, 'assess-system', {
      ...{ system, services: 'Transit', ...none, availability: 'SIGNIFICANT' },
      ...{ criteria: ['exchange-stopped'], judgement: 'No movement could be closed.' },
    });
    await world.act(manager, caseId, 'high');
    const made = await manager('POST', `/cases/${caseId}/deliverables`, {
      ...{ type: 'security-incident-report', language: 'en' },
    });
    assert.equal(made.status, 201, made.text);
    const id = String((made.body['deliverable'] as { id: string }).id);
    const model = JSON.stringify(modelOf((await manager('GET', `/deliverables/${id}.json`)).body));
    assert.ok(model.includes(`gateway.log, lines 101 to 120, SHA-256 ${sha256(log).slice(0, 16)}`));
    assert.ok(model.includes(sha256(log).slice(0, 32)) && model.includes(sha256(log).slice(32)));
    assert.match(model, /gone\.log, lines [^"]*\. Its bytes were destroyed/);
    assert.match(model, /bad\.eml, lines [^"]*\. Malicious code was found in this file/);
    const items = await itemsOf(manager, `/incident-exhibits?caseId=${caseId}&limit=50`);
    const cited = items.filter(
      ({ fields }) => (fields as Record<string, unknown>)['file'] === file,
    );
    assert.equal(cited.length, 30);
  });
});
