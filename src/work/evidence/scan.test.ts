import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { AppError } from '#kernel/errors/app-error.ts';
import { type Scanner, scannerOf } from '#kernel/files/clamd.ts';
import { type Clamd, prepareClamd, skipWithoutClamd, testVirus } from '#tests/clamd.ts';
import { stopTestServer } from '#tests/database.ts';
import { createEvidenceDesk, type EvidenceDesk } from './fixtures/evidence-desk.ts';
import { scanWaiting } from './scan-evidence.ts';
import { forgetUnused } from './unused-bytes.ts';

const mega = 1024 ** 2;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

function codeOf(error: unknown): string {
  assert.ok(error instanceof AppError, String(error));
  const refusals = error.extra['refusals'] as { rule: string; name?: string }[] | undefined;
  return refusals?.map(({ rule, name }) => `${rule} ${name ?? ''}`.trim()).join(', ') ?? error.code;
}
const refusedWith = (expected: string) => (error: unknown) => {
  assert.equal(codeOf(error), expected);
  return true;
};

describe('evidence and the scanner for malicious code', () => {
  let desk: EvidenceDesk;
  let clamd: Clamd | undefined;
  before(async () => {
    desk = await createEvidenceDesk();
  });
  after(async () => {
    await desk.close();
    await clamd?.remove();
    await stopTestServer();
  });
  const prepared = async (): Promise<{ clamd: Clamd; scanner: Scanner }> => {
    clamd ??= await prepareClamd(4 * mega);
    const scanner = scannerOf({ CLAMD_URL: clamd.url, CLAMD_MAX_BYTES: 2 * mega });
    assert.ok(scanner);
    return { clamd, scanner };
  };
  const started = async () => {
    const { clamd: found, scanner } = await prepared();
    await found.start();
    return scanner;
  };
  const infectedBytes = () => Buffer.concat([randomBytes(1000), testVirus]);

  /** Refused when taken in; the id of what lies in quarantine. */
  const refusedAs = async (bytes: Buffer, scanner: Scanner | null): Promise<string> => {
    const upload = await desk.send(bytes);
    const refusal = await desk.takeIn(upload, scanner).then(
      () => assert.fail('it was taken in'),
      (error: unknown) => error,
    );
    assert.equal(codeOf(refusal), 'infected');
    return String((refusal as AppError).extra['evidenceId']);
  };
  const actsOf = async (id: string) => (await desk.read(id)).custody.map(({ act }) => act);

  test('without a scanner evidence is marked as not scanned, and can be read', async () => {
    const id = await desk.takeIn(await desk.send(randomBytes(500)), null);
    assert.equal((await desk.read(id)).evidence.scan, 'not-scanned');
    await desk.open(id);
  });

  test('taking an upload in again gives the same evidence', async () => {
    const upload = await desk.send(randomBytes(500));
    const id = await desk.takeIn(upload, null);
    assert.equal(await desk.takeIn(upload, null), id);
  });

  test('R-INC-5 what is clean says so in its custody, with the engine that looked', async (t) => {
    if (skipWithoutClamd(t)) return;
    const id = await desk.takeIn(await desk.send(randomBytes(500)), await started());
    const { evidence, custody } = await desk.read(id);
    assert.equal(evidence.scan, 'clean');
    const last = custody.at(-1);
    assert.equal(last?.act, 'scanned');
    assert.equal(last?.detail['result'], 'clean');
    assert.match(String(last?.detail['engine']), /^ClamAV/);
    await desk.open(id);
  });

  test('R-INC-5 what is infected is refused with what was found; nobody reads, copies or returns its bytes', async (t) => {
    if (skipWithoutClamd(t)) return;
    const bytes = infectedBytes();
    const id = await refusedAs(bytes, await started());
    const { evidence, custody } = await desk.read(id);
    assert.equal(evidence.scan, 'infected');
    assert.match(String(custody.at(-1)?.detail['signature']), /^Eicar/);
    await assert.rejects(() => desk.open(id), refusedWith('evidence-in-quarantine'));
    await assert.rejects(
      () => desk.act(desk.coordinator, id, 'return', 'Back to them.'),
      refusedWith('guard not-in-quarantine'),
    );
    assert.ok(await desk.files.sizeOf(desk.centre, sha256(bytes)), 'the bytes are kept');
    const events = await desk.query<{ name: string }>(
      'select name from outbox_event where record_id = $1',
      [id],
    );
    assert.deepEqual(
      events.map(({ name }) => name),
      ['evidence.infected'],
    );
  });

  test('the same bytes stay infected, also those taken in before anything was found, and without a scanner', async (t) => {
    if (skipWithoutClamd(t)) return;
    const bytes = infectedBytes();
    const early = await desk.takeIn(await desk.send(bytes), null);
    await desk.open(early);
    await refusedAs(bytes, await started());
    await refusedAs(bytes, null);
    await assert.rejects(() => desk.open(early), refusedWith('evidence-in-quarantine'));
    assert.equal((await desk.read(early)).evidence.scan, 'infected');
  });

  test('infected bytes are destroyed as the custody says: after the retention, by two persons', async (t) => {
    if (skipWithoutClamd(t)) return;
    const bytes = infectedBytes();
    const id = await refusedAs(bytes, await started());
    const reason = 'Malicious code.';
    await assert.rejects(
      () => desk.act(desk.coordinator, id, 'propose-destruction', reason),
      refusedWith('guard retention-is-over'),
    );
    const now = desk.world.clock.now().toISOString();
    desk.world.clock.set('2027-03-03T08:00:00.000Z');
    await desk.act(desk.coordinator, id, 'propose-destruction', reason);
    await assert.rejects(
      () => desk.act(desk.coordinator, id, 'confirm-destruction'),
      refusedWith('segregation propose-destruction'),
    );
    await desk.act(desk.deputy, id, 'confirm-destruction');
    desk.world.clock.set(now);
    assert.equal(
      await forgetUnused(desk.world.runner, desk.files, desk.centre, sha256(bytes)),
      true,
    );
    assert.equal((await desk.read(id)).evidence.sha256, sha256(bytes));
  });

  test('while the scanner is away evidence waits and cannot be read; the job looks again until there is an answer', async (t) => {
    if (skipWithoutClamd(t)) return;
    const { clamd: found, scanner } = await prepared();
    await found.stop();
    const [clean, infected] = [randomBytes(700), infectedBytes()];
    const ids = [
      await desk.takeIn(await desk.send(clean), scanner),
      await desk.takeIn(await desk.send(infected), scanner),
    ] as const;
    const job = (bytes: Buffer, tries: number) =>
      scanWaiting(desk.world.runner, desk.files, scanner, {
        ...{ ownerId: desk.centre, sha256: sha256(bytes), bytes: bytes.length, tries },
      });
    assert.equal(await job(clean, 1), 'waiting');
    for (const id of ids) {
      assert.equal((await desk.read(id)).evidence.scan, 'waiting');
      await assert.rejects(() => desk.open(id), refusedWith('evidence-not-scanned-yet'));
    }
    const asked = await desk.query<{ tries: number }>(
      "select (payload->>'tries')::int as tries from job_request where kind = 'scan-evidence' and payload->>'sha256' = $1 order by id",
      [sha256(clean)],
    );
    assert.deepEqual(
      asked.map(({ tries }) => tries),
      [1, 2],
    );
    await found.start();
    assert.equal(await job(clean, 2), 'clean');
    assert.equal(await job(clean, 2), 'over', 'twice is once');
    assert.equal(await job(infected, 1), 'infected');
    await desk.open(ids[0]);
    await assert.rejects(() => desk.open(ids[1]), refusedWith('evidence-in-quarantine'));
    assert.deepEqual(await actsOf(ids[0]), ['collect', 'send', 'receive', 'scanned', 'read']);
  });

  test('a file that is too large for the scanner is marked so, and not as clean', async (t) => {
    if (skipWithoutClamd(t)) return;
    const bytes = Buffer.concat([Buffer.alloc(3 * mega, 'a'), testVirus]);
    const id = await desk.takeIn(await desk.send(bytes), await started());
    assert.equal((await desk.read(id)).evidence.scan, 'too-large');
    await desk.open(id);
  });

  test('a custodian has evidence scanned that came before the scanner did', async (t) => {
    if (skipWithoutClamd(t)) return;
    const scanner = await started();
    const bytes = randomBytes(600);
    const id = await desk.takeIn(await desk.send(bytes), null);
    await desk.act(desk.coordinator, id, 'scan');
    await assert.rejects(() => desk.open(id), refusedWith('evidence-not-scanned-yet'));
    await scanWaiting(desk.world.runner, desk.files, scanner, {
      ...{ ownerId: desk.centre, sha256: sha256(bytes), bytes: bytes.length, tries: 0 },
    });
    assert.equal((await desk.read(id)).evidence.scan, 'clean');
  });
});
