import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import type { AdvisoryItem, ReaderFault } from '../advisory-item.ts';
import { debianEcosystem } from './debian-releases.ts';
import { readDebianTracker } from './read-debian-tracker.ts';

async function* chunks(text: string | Uint8Array, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string | Uint8Array) {
  const advisories: AdvisoryItem[] = [];
  const faults: ReaderFault[] = [];
  for await (const item of readDebianTracker(chunks(text))) {
    if (item.kind === 'advisory') advisories.push(item);
    else faults.push(item);
  }
  return { advisories, faults };
}

const example = `[25 Mar 2026] DSA-9001-2 gateway - security update
\t{CVE-2026-10001 CVE-2026-10002 DLA-77-1}
\t[bookworm] - gateway 2:2.4-1+deb12u1
\t[bullseye] - gateway <end-of-life> (see notes)
        [buster] - gateway <not-affected> (code not present)
\t- gateway <unfixed>
\tNOTE: https://gateway.example.org/1
[24 Mar 2026] DLA-12-1 proxy - security update
\t[trixie] - proxy  1.0-2 (bug #1)
`;

test('a block becomes an advisory with one package a release', async () => {
  const { advisories, faults } = await read(example);
  assert.deepEqual(faults, []);
  assert.equal(advisories.length, 2);
  const { advisory, bytes } = advisories[0]!;
  assert.equal(advisory.id, 'DSA-9001-2');
  assert.equal(advisory.revision, '2');
  assert.equal(advisory.publishedAt, '2026-03-25T00:00:00.000Z');
  assert.deepEqual(
    advisory.vulnerabilities.map(({ id }) => id),
    ['CVE-2026-10001', 'CVE-2026-10002'],
  );
  assert.deepEqual(advisory.related, ['DLA-77-1']);
  assert.deepEqual(
    advisory.affected.map(({ ecosystem, status, intervals }) => [
      ecosystem,
      status,
      intervals[0]?.fixed ?? null,
    ]),
    [
      ['Debian:12', 'affected', '2:2.4-1+deb12u1'],
      ['Debian:11', 'affected', null],
      ['Debian:10', 'not-affected', null],
      ['Debian', 'affected', null],
    ],
  );
  assert.equal(advisory.remediations[0]?.kind, 'no-fix-planned');
  assert.match(
    new TextDecoder().decode(bytes),
    /^\[25 Mar 2026\][\s\S]*gateway\.example\.org\/1\n$/,
  );
});

test('a bad line is named by its number and nothing else is lost', async () => {
  const { advisories, faults } = await read(
    [
      '[25 Mar 2026] DSA-1-1 a - b',
      '\t{CVE-2026-1 not an id}',
      '\t[nonsuch] - a 1',
      '\t[bookworm] - a <strange>',
      '\t[bookworm] a 1',
      '\t[bookworm] - a 1.1',
      '[31 Feb 2026] DSA-2-1 a - b',
      '\t[bookworm] - a 1.2',
      '[Mar 2026] DSA-3-1',
      '[26 Mar 2026] DSA-4-1 c - d',
      '\t[bookworm] - c 2\n',
    ].join('\n'),
  );
  assert.deepEqual(
    faults.map(({ code, place }) => [place.line, code]),
    [
      [2, 'debian-bad-identifier'],
      [3, 'debian-unknown-release'],
      [4, 'debian-unknown-state'],
      [5, 'debian-bad-line'],
      [7, 'debian-bad-date'],
      [9, 'debian-bad-header'],
    ],
  );
  assert.deepEqual(
    advisories.map(({ advisory }) => [advisory.id, advisory.affected.length]),
    [
      ['DSA-1-1', 1],
      ['DSA-4-1', 1],
    ],
  );
});

test('a list that was cut off loses its last advisory, so that none is written in part', async () => {
  const whole = (await read(example)).advisories;
  for (let length = 1; length < example.length; length += 1) {
    const { advisories, faults } = await read(example.slice(0, length));
    if (example[length - 1] === '\n') continue;
    assert.deepEqual(advisories, whole.slice(0, advisories.length));
    assert.ok(advisories.length < whole.length);
    assert.ok(faults.some(({ code }) => /truncated|bad-header|bad-date/.test(code)));
  }
  assert.equal((await read('')).faults[0]?.code, 'debian-empty');
});

test('bytes that are no text, NUL and endless lines are faults', async () => {
  const good = new TextEncoder().encode('[26 Mar 2026] DSA-4-1 c - d\n\t[bookworm] - c 2\n');
  const bad = new Uint8Array([0x09, 0xff, 0xfe, 0x0a, 0x09, 0x00, 0x0a]);
  const { advisories, faults } = await read(new Uint8Array([...good, ...bad, ...good]));
  assert.equal(advisories.length, 2);
  assert.deepEqual(
    faults.map(({ code }) => code),
    ['debian-unreadable-line', 'debian-unreadable-line'],
  );
  const endless = await read(`[26 Mar 2026] DSA-4-1 c - d\n\t${'x'.repeat(1_100_000)}\n`);
  assert.equal(endless.faults[0]?.code, 'debian-unreadable-line');
});

test('code names have their numbers', () => {
  assert.equal(debianEcosystem('bookworm'), 'Debian:12');
  assert.equal(debianEcosystem('lenny'), 'Debian:5.0');
  assert.equal(debianEcosystem('constructor'), null);
});

test('the lists of the Debian tracker arrive with the counts of an independent reader', async (t) => {
  const expected = {
    'debian-tracker/data/DSA/list': { entries: 1112, withId: 1010, cves: 3438, wheezy: 162 },
    'debian-tracker/data/DLA/list': { entries: 707, withId: 707, cves: 2030, wheezy: 186 },
  };
  for (const [part, counts] of Object.entries(expected)) {
    const path = requireCorpus(t, part);
    if (path === null) return;
    const cves = new Set<string>();
    const found = { entries: 0, withId: 0, cves: 0, wheezy: 0 };
    const faults: ReaderFault[] = [];
    for await (const item of readDebianTracker(createReadStream(path))) {
      if (item.kind === 'fault') {
        faults.push(item);
        continue;
      }
      found.entries += 1;
      found.withId += Number(/-\d+-\d+$/.test(item.advisory.id));
      for (const { id } of item.advisory.vulnerabilities) cves.add(id);
      found.wheezy += item.advisory.affected.filter(
        ({ ecosystem, intervals }) => ecosystem === 'Debian:7' && intervals[0]?.fixed,
      ).length;
    }
    assert.deepEqual(faults, []);
    assert.deepEqual({ ...found, cves: cves.size }, counts);
  }
});
