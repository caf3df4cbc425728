import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import type { ClamavItem, ClamavRun } from './clamav-run.ts';
import { readClamav } from './read-clamav.ts';

async function read(text: string | Uint8Array, piece = 7): Promise<ClamavItem[]> {
  const all = Buffer.from(text as Uint8Array);
  const source = (async function* () {
    for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece);
  })();
  return Array.fromAsync(readClamav(source));
}

const runsOf = (items: readonly ClamavItem[]): ClamavRun[] =>
  items.flatMap((item) => (item.kind === 'run' ? [item.run] : []));
const faultsOf = (items: readonly ClamavItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'fault' ? [`${item.place.line} ${item.code}`] : []));

const summary = (infected: number, more = '') => `
----------- SCAN SUMMARY -----------
Known viruses: 8709123
Engine version: 1.4.3
Scanned directories: 12
Scanned files: 480
Infected files: ${infected}
${more}Data scanned: 12.40 MB
Data read: 9.00 MB (ratio 1.38:1)
Time: 12.500 sec (0 m 12 s)
Start Date: 2026:03:02 02:00:00
End Date:   2026:03:02 02:00:12
`;

describe('output of ClamAV', () => {
  it('of clamscan: what was scanned, and which file holds what', async () => {
    const items = await read(
      `/srv/a b: c.doc: Doc.Dropper.Agent-1 FOUND\n/srv/ok.txt: OK\n/srv/x.exe: Win.Trojan.X-2 FOUND\n/srv/x.exe: moved to '/quarantine/x.exe'\n${summary(2, 'Total errors: 1\n')}`,
    );
    const [run] = runsOf(items);
    assert.deepEqual(faultsOf(items), []);
    assert.deepEqual(
      run?.detections.map(({ path, signature, disposition, line }) => [
        ...[path, signature, disposition, line],
      ]),
      [
        ['/srv/a b: c.doc', 'Doc.Dropper.Agent-1', null, 1],
        ['/srv/x.exe', 'Win.Trojan.X-2', 'moved', 3],
      ],
    );
    const { detections: _, ...rest } = run ?? {};
    assert.deepEqual(rest, {
      ...{ tool: 'scan', engineVersion: '1.4.3', knownViruses: 8_709_123 },
      ...{ startedAt: '2026-03-02T02:00:00', endedAt: '2026-03-02T02:00:12' },
      ...{ scannedDirectories: 12, scannedFiles: 480, infectedFiles: 2, errors: 1 },
      ...{ seconds: 12.5, leftOut: 0, line: 1 },
    });
  });

  it('of a log to which several runs were appended: each by itself', async () => {
    const items = await read(`${summary(0)}${'-'.repeat(79)}\n\n/b: Eicar FOUND\n${summary(1)}`);
    assert.deepEqual(
      runsOf(items).map(({ infectedFiles, detections }) => [infectedFiles, detections.length]),
      [
        [0, 0],
        [1, 1],
      ],
    );
    assert.deepEqual(faultsOf(items), []);
  });

  it('of clamdscan, which counts no files, and of older versions, which name no dates', async () => {
    const [run] = runsOf(
      await read(
        '/b: Eicar FOUND\n\n----------- SCAN SUMMARY -----------\nInfected files: 1\nTime: 0.040 sec (0 m 0 s)\n',
      ),
    );
    assert.deepEqual([run?.infectedFiles, run?.scannedFiles, run?.startedAt], [1, null, null]);
  });

  it('of the log of clamd: from the first result to the last, as one run', async () => {
    const items = await read(
      `Mon Mar  2 10:00:00 2026 -> +++ Started at Mon Mar  2 10:00:00 2026
Mon Mar  2 10:05:00 2026 -> SelfCheck: Database status OK.
Mon Mar  2 11:00:00 2026 -> instream(127.0.0.1@55432): Eicar-Test-Signature FOUND
Mon Mar  2 12:30:10 2026 -> /srv/mail/7: OK
`,
    );
    const [run] = runsOf(items);
    assert.deepEqual(faultsOf(items), []);
    assert.deepEqual(
      [run?.tool, run?.startedAt, run?.endedAt, run?.infectedFiles],
      ['daemon', '2026-03-02T11:00:00', '2026-03-02T12:30:10', 1],
    );
  });

  it('keeps a thousand detections of one run and counts the others', async () => {
    const many = Array.from({ length: 1500 }, (_, at) => `/f${at}: Eicar FOUND\n`).join('');
    const [run] = runsOf(await read(`${many}${summary(1500)}`, 65_536));
    assert.deepEqual([run?.detections.length, run?.leftOut, run?.infectedFiles], [1000, 500, 1500]);
  });

  it('names the line of what it cannot read, and loses no good run by it', async () => {
    const items = await read(
      `hello\n${summary(0).replace('480', 'many')}---\n/b: Eicar FOUND\n${summary(3)}`,
    );
    assert.deepEqual(faultsOf(items), ['1 clamav-line', '7 clamav-value', '15 clamav-unnamed']);
    assert.equal(runsOf(items).length, 1);
    const twice = await read(summary(0).replace('Infected', 'Infected files: 1\nInfected'));
    assert.deepEqual([faultsOf(twice), runsOf(twice)], [['8 clamav-twice'], []]);
  });

  it('refuses a scan that was cut off, wherever it was', async () => {
    const whole = `/b: Eicar FOUND\n${summary(1)}`;
    // Without dates it is that of an older version, and nothing that counts is missing.
    const older = whole.indexOf('Start Date');
    const closed = [older - 1, older, whole.length - 1];
    for (let at = 1; at < whole.length; at += 1) {
      if (closed.includes(at)) continue;
      const items = await read(whole.slice(0, at), 65_536);
      assert.deepEqual(runsOf(items), [], JSON.stringify(whole.slice(0, at)));
      assert.ok(faultsOf(items).length > 0);
    }
  });

  it('says that there is no scan in an empty file', async () => {
    assert.deepEqual(faultsOf(await read('')), ['1 clamav-nothing']);
    assert.deepEqual(faultsOf(await read('LibClamAV Warning: old\n\n')), ['1 clamav-nothing']);
  });

  it('shows the name of a file that is not in UTF-8 by replacement marks', async () => {
    const items = await read(
      Buffer.concat([
        Buffer.from('/caf'),
        Buffer.from([0xe9]),
        Buffer.from(`: E FOUND\n${summary(1)}`),
      ]),
    );
    assert.equal(runsOf(items)[0]?.detections[0]?.path, '/caf�');
    assert.deepEqual(faultsOf(items), ['1 clamav-name']);
  });

  it('of real scans: as many files and infections as the scanner counted', async (t) => {
    const folder = requireCorpus(t, 'clamav');
    if (folder === null) return;
    const expected = JSON.parse(readFileSync(`${folder}/EXPECTED.json`, 'utf8')) as Record<
      string,
      { readonly found: number; readonly summary?: Readonly<Record<string, string>> }
    >;
    for (const [name, { found, summary }] of Object.entries(expected)) {
      if (summary === undefined) continue;
      const items = await read(readFileSync(`${folder}/${name}`), 65_536);
      const [run] = runsOf(items);
      assert.deepEqual(faultsOf(items), [], name);
      assert.deepEqual(
        [run?.detections.length, String(run?.infectedFiles), String(run?.scannedFiles)],
        [found, summary['Infected files'], summary['Scanned files']],
        name,
      );
    }
  });
});
