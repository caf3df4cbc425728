import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { validateLifeCycle } from '#engine/validation/validate.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand, runQuery } from '#kernel/command/command.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { FileStore } from '#kernel/files/file-store.ts';
import { stopTestServer } from '#tests/database.ts';
import { createWorld, type World } from '#tests/world.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { catalogueOf } from '#work/catalogue.ts';
import { readRequest } from '#work/requests/read-requests.ts';
import { sendRequestCommand } from '#work/requests/request-commands.ts';
import { coordination, coordinationModule } from '../requests/fixtures/coordination.ts';
import { actOnEvidence } from './act-on-evidence.ts';
import { evidenceFunctions, evidenceLifeCycle } from './evidence-life.ts';
import { listEvidence, openEvidence, readEvidence } from './read-evidence.ts';
import { takeIn } from './take-in-evidence.ts';
import { forgetUnused } from './unused-bytes.ts';
import { readUpload, startUpload, takePart } from './uploads.ts';

const catalogue = catalogueOf([{ procedures: [coordinationModule] }]);
const start = startUpload(catalogue);
let world: World;
let files: FileStore;
let dataDir: string;
let centre: string;
let contractor: string;
let liso: Principal;
let coordinator: Principal;
let deputy: Principal;
const nisos: Principal[] = [];

before(async () => {
  world = await createWorld('2026-03-02T08:00:00.000Z');
  dataDir = mkdtempSync(join(tmpdir(), 'commonward-evidence-'));
  const { database } = world.test;
  files = new FileStore({
    database,
    clock: world.clock,
    config: { FILES_URL: undefined, dataDir },
  });
  centre = await world.organisation('CENTRE', 'central-body');
  contractor = await world.organisation('CONTRACTOR', 'contractor');
  liso = await world.person('Lise', centre, ['liso']);
  coordinator = await world.person('Cora', contractor, ['coordinator']);
  deputy = await world.person('Dan', contractor, ['coordinator']);
  for (const code of ['DE', 'FR']) {
    const id = await world.organisation(code, 'national-administration');
    nisos.push(await world.person(`NISO ${code}`, id, ['niso']));
  }
});
after(async () => {
  await world.close();
  rmSync(dataDir, { recursive: true, force: true });
  await stopTestServer();
});

function niso(at: number): Principal {
  const found = nisos[at];
  if (found === undefined) throw new Error('no such administration');
  return found;
}

/** A case whose coordinator asked both administrations for evidence; its id, and the recipient of each. */
async function asked(): Promise<{ caseId: string; recipients: string[] }> {
  const opened = await runCommand(world.runner, caseCommands(catalogue).open, liso, {
    ...{ procedure: coordination.id, organisation: centre, title: 'Gateway down' },
    fields: { coordinator: contractor },
  });
  const { id } = await runCommand(world.runner, sendRequestCommand(catalogue), coordinator, {
    ...{ caseId: opened.id, kind: 'evidence', subject: 'Logs', text: 'The logs, please.' },
    ...{ urgency: 'high', fields: { items: 'syslog' } },
    recipients: nisos.map(({ organisationId }) => ({ organisationId: organisationId ?? '' })),
  });
  const { request } = await runQuery(world.runner, readRequest(catalogue), liso, { requestId: id });
  const recipients = nisos.map(
    ({ organisationId }) =>
      request.recipients.find((one) => one.organisationId === organisationId)?.id ?? '',
  );
  return { caseId: opened.id, recipients };
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function* inPieces(bytes: Buffer, breaksAt = Number.POSITIVE_INFINITY) {
  for (let at = 0; at < bytes.length; at += 10_000) {
    if (at >= breaksAt) throw new Error('the connection broke');
    yield bytes.subarray(at, at + 10_000);
  }
}

const begin = (
  who: Principal,
  caseId: string,
  recipientId: string | null,
  bytes: Buffer,
  as = sha256(bytes),
) =>
  runCommand(world.runner, start, who, {
    ...{ caseId, recipientId, fileName: 'gateway.log', mediaType: 'text/plain' },
    ...{ bytes: bytes.length, sha256: as },
  });

const part = (
  who: Principal,
  uploadId: string,
  offset: number,
  source: AsyncIterable<Uint8Array>,
) => takePart(world.runner, files, who, { uploadId, offset, source });

const finish = (who: Principal, uploadId: string) =>
  takeIn({ runner: world.runner, catalogue, files, scanner: null }, who, {
    ...{ uploadId, kind: 'log', title: 'Log of the gateway', collectedBy: 'Hanna Vogt' },
    ...{ collectedAt: '2026-03-01T22:15:00.000Z', collectedWhere: 'Bonn', method: 'journalctl' },
  });

async function given(who: Principal, caseId: string, recipientId: string, bytes: Buffer) {
  const { id } = await begin(who, caseId, recipientId, bytes);
  await part(who, id, 0, inPieces(bytes));
  return (await finish(who, id)).id;
}

const readAs = (who: Principal, evidenceId: string) =>
  runQuery(world.runner, readEvidence(catalogue, false), who, { evidenceId });
const act = (who: Principal, evidenceId: string, action: string, more: object = {}) =>
  runCommand(world.runner, actOnEvidence(catalogue, files, false), who, {
    evidenceId,
    action,
    ...more,
  });

function codeOf(error: unknown): string {
  assert.ok(error instanceof AppError, String(error));
  const refusals = error.extra['refusals'] as { rule: string; name?: string }[] | undefined;
  return refusals?.map(({ rule, name }) => `${rule} ${name ?? ''}`.trim()).join(', ') ?? error.code;
}
const refusedWith = (expected: string) => (error: unknown) => {
  assert.equal(codeOf(error), expected);
  return true;
};

test('nothing is evidence that was collected after it is brought in', async () => {
  const { caseId } = await asked();
  const bytes = Buffer.from('from tomorrow');
  const { id: uploadId } = await begin(coordinator, caseId, null, bytes);
  await part(coordinator, uploadId, 0, inPieces(bytes));
  const parts = { runner: world.runner, catalogue, files, scanner: null };
  const tomorrow = new Date(world.clock.now().getTime() + 86_400_000).toISOString();
  await assert.rejects(
    takeIn(parts, coordinator, {
      ...{ uploadId, kind: 'log', title: 'Log', collectedBy: 'Cora', collectedAt: tomorrow },
    }),
    (error: unknown) => error instanceof AppError && error.faults[0]?.path === '/collectedAt',
  );
});

test('a file whose name carries a marking of EU classified information is refused before a byte of it comes', async () => {
  const { caseId } = await asked();
  await assert.rejects(
    runCommand(world.runner, start, coordinator, {
      ...{ caseId, recipientId: null, fileName: 'annex_RESTREINT_UE.pdf' },
      ...{ bytes: 4, sha256: sha256(Buffer.from('text')) },
    }),
    (error: unknown) =>
      error instanceof AppError &&
      error.code === 'eu-classified' &&
      error.faults[0]?.path === '/fileName',
  );
});

test('the life of evidence is without fault', () => {
  const rule = coordination.evidence;
  assert.ok(rule !== undefined);
  assert.deepEqual(validateLifeCycle(evidenceLifeCycle(rule), evidenceFunctions), []);
});

test('an upload whose connection breaks goes on at the byte that is here, and the hash of the whole holds', async () => {
  const { caseId, recipients } = await asked();
  const bytes = randomBytes(100_000);
  const { id } = await begin(niso(0), caseId, recipients[0] ?? '', bytes);
  await part(niso(0), id, 0, inPieces(bytes.subarray(0, 40_000)));
  await assert.rejects(() => part(niso(0), id, 40_000, inPieces(bytes.subarray(40_000), 30_000)));
  const standing = await runQuery(world.runner, readUpload, niso(0), { uploadId: id });
  assert.equal(standing.received, 40_000);
  await assert.rejects(() => finish(niso(0), id), refusedWith('upload-incomplete'));
  await assert.rejects(() => part(niso(0), id, 0, inPieces(bytes)), refusedWith('wrong-offset'));
  await part(niso(0), id, 40_000, inPieces(bytes.subarray(40_000)));
  const { id: evidenceId } = await finish(niso(0), id);
  const { evidence, custody } = await readAs(niso(0), evidenceId);
  assert.equal(evidence.sha256, sha256(bytes));
  assert.equal(evidence.collectedAt, '2026-03-01T22:15:00.000Z');
  assert.equal(evidence.receivedAt, '2026-03-02T08:00:00.000Z');
  assert.deepEqual(
    custody.map((entry) => entry.act),
    ['collect', 'send', 'receive'],
  );
  const chunks: Buffer[] = [];
  for await (const chunk of await files.openFile(centre, evidence.sha256))
    chunks.push(chunk as Buffer);
  assert.ok(Buffer.concat(chunks).equals(bytes));
  assert.equal(existsSync(join(dataDir, 'files', centre, 'uploads', id)), false);
});

test('a file that changed on its way is refused, and nothing of it stays', async () => {
  const { caseId, recipients } = await asked();
  const bytes = randomBytes(20_000);
  const { id } = await begin(niso(0), caseId, recipients[0] ?? '', bytes, '0'.repeat(64));
  await part(niso(0), id, 0, inPieces(bytes));
  await assert.rejects(() => finish(niso(0), id), refusedWith('hash-differs'));
  assert.equal(await files.sizeOf(centre, sha256(bytes)), null);
  await assert.rejects(
    () => part(niso(0), id, 20_000, inPieces(bytes)),
    refusedWith('upload-over'),
  );
});

test('an administration sees what it gave, the coordinator and the owner all, and nobody else anything', async () => {
  const { caseId, recipients } = await asked();
  const evidenceId = await given(niso(0), caseId, recipients[0] ?? '', randomBytes(5_000));
  for (const who of [niso(0), coordinator, liso]) {
    assert.equal((await readAs(who, evidenceId)).evidence.id, evidenceId);
  }
  await assert.rejects(() => readAs(niso(1), evidenceId), refusedWith('not-found'));
  await assert.rejects(
    () => runCommand(world.runner, openEvidence, niso(1), { evidenceId }),
    refusedWith('not-found'),
  );
  await assert.rejects(
    () => begin(niso(1), caseId, recipients[0] ?? '', randomBytes(10)),
    refusedWith('not-found'),
  );
  const list = await runQuery(world.runner, listEvidence(catalogue), liso, { caseId });
  assert.equal(list.items.length, 1);
});

test('whoever reads the bytes stands in the custody before they leave', async () => {
  const { caseId, recipients } = await asked();
  const evidenceId = await given(niso(0), caseId, recipients[0] ?? '', randomBytes(5_000));
  await runCommand(world.runner, openEvidence, coordinator, { evidenceId });
  const last = (await readAs(liso, evidenceId)).custody.at(-1);
  assert.equal(last?.act, 'read');
  assert.equal(last?.personId, coordinator.personId);
});

test('every hand-over is written with the hash, and bytes that were changed on the disk are found', async () => {
  const { caseId, recipients } = await asked();
  const bytes = randomBytes(5_000);
  const evidenceId = await given(niso(0), caseId, recipients[0] ?? '', bytes);
  await assert.rejects(
    () => act(niso(0), evidenceId, 'transfer', { comment: 'x', fields: { organisation: centre } }),
    refusedWith('role transfer'),
  );
  await act(coordinator, evidenceId, 'copy', {
    comment: 'For analysis',
    fields: { copyFor: 'Lab' },
  });
  await act(coordinator, evidenceId, 're-hash');
  const hash = sha256(bytes);
  const place = join(dataDir, 'files', centre, hash.slice(0, 2), hash);
  writeFileSync(place, randomBytes(6_000));
  await act(coordinator, evidenceId, 're-hash');
  const { custody } = await readAs(liso, evidenceId);
  const hashes = custody.filter((entry) => entry.act === 're-hash');
  assert.deepEqual(
    hashes.map((entry) => [entry.sha256, entry.detail['intact']]),
    [
      [hash, true],
      ['unreadable', false],
    ],
  );
});

test('evidence is destroyed by two persons, after its retention, without a hold; record, hash and reason stay', async () => {
  const { caseId, recipients } = await asked();
  const bytes = randomBytes(5_000);
  const evidenceId = await given(niso(0), caseId, recipients[0] ?? '', bytes);
  const reason = { comment: 'Case is over.' };
  await assert.rejects(
    () => act(coordinator, evidenceId, 'propose-destruction', reason),
    refusedWith('guard retention-is-over'),
  );
  world.clock.set('2027-03-03T08:00:00.000Z');
  await act(coordinator, evidenceId, 'hold', { comment: 'Court asked.' });
  await assert.rejects(
    () => act(coordinator, evidenceId, 'propose-destruction', reason),
    refusedWith('guard not-held'),
  );
  await act(coordinator, evidenceId, 'release-hold', { comment: 'Court is done.' });
  await act(coordinator, evidenceId, 'propose-destruction', reason);
  await assert.rejects(
    () => act(coordinator, evidenceId, 'confirm-destruction'),
    refusedWith('segregation propose-destruction'),
  );
  await act(deputy, evidenceId, 'confirm-destruction');
  assert.equal(await forgetUnused(world.runner, files, centre, sha256(bytes)), true);
  assert.equal(await files.sizeOf(centre, sha256(bytes)), null);
  const { evidence, custody } = await readAs(liso, evidenceId);
  assert.equal(evidence.state, 'destroyed');
  assert.equal(evidence.sha256, sha256(bytes));
  assert.equal(
    custody.find((one) => one.act === 'propose-destruction')?.detail['comment'],
    reason.comment,
  );
  assert.deepEqual(
    custody.map(({ act: what }) => what),
    [
      ...['collect', 'send', 'receive', 'hold', 'release-hold'],
      ...['propose-destruction', 'confirm-destruction'],
    ],
  );
  await assert.rejects(
    () => runCommand(world.runner, openEvidence, liso, { evidenceId }),
    refusedWith('evidence-destroyed'),
  );
  world.clock.set('2026-03-02T08:00:00.000Z');
  assert.ok(readdirSync(join(dataDir, 'files')).length > 0);
});
