import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { test } from 'node:test';
import { requireCorpus } from '#tests/corpus.ts';
import type { ReaderFault } from '../advisory-item.ts';
import type { EpssScore } from './epss-score.ts';
import { readEpss } from './read-epss.ts';

async function read(source: AsyncIterable<Uint8Array>) {
  const scores: EpssScore[] = [];
  const faults: ReaderFault[] = [];
  for await (const item of readEpss(source)) {
    if ('kind' in item) faults.push(item);
    else scores.push(item);
  }
  return { scores, faults };
}

async function* once(text: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof text === 'string' ? new TextEncoder().encode(text) : text;
}

const head =
  '#model_version:v2026.03.01,score_date:2026-03-05T00:00:00+0000\ncve,epss,percentile\n';

test('bad rows are named by their line and cost no good one', async () => {
  const rows = [
    'CVE-2026-10001,0.5,0.9',
    'CVE-2026-10002,1.5,0.9',
    'CVE-26-1,0.5,0.9',
    'CVE-2026-10003,0.5',
    'CVE-2026-10004,NaN,0.5',
    'CVE-2026-10005,1e-05,0',
  ];
  const { scores, faults } = await read(once(head + rows.join('\r\n')));
  assert.deepEqual(
    faults.map(({ code, place }) => [code, place.line]),
    [4, 5, 6, 7].map((line) => ['epss-bad-row', line]),
  );
  assert.deepEqual(scores, [
    {
      cve: 'CVE-2026-10001',
      probability: 0.5,
      percentile: 0.9,
      modelVersion: 'v2026.03.01',
      scoredAt: '2026-03-05T00:00:00.000Z',
    },
    {
      cve: 'CVE-2026-10005',
      probability: 0.00001,
      percentile: 0,
      modelVersion: 'v2026.03.01',
      scoredAt: '2026-03-05T00:00:00.000Z',
    },
  ]);
});

test('other columns, no text and an empty file end in faults', async () => {
  const codes = async (text: string | Uint8Array) =>
    (await read(once(text))).faults.map(({ code }) => code);
  assert.deepEqual(await codes(''), ['epss-columns']);
  assert.deepEqual(await codes('a,b,c\n1,2,3\n'), ['epss-columns']);
  assert.deepEqual(await codes('# hello\ncve,epss,percentile\n'), [
    'epss-bad-comment',
    'epss-no-score-date',
  ]);
  const bytes = new Uint8Array([...new TextEncoder().encode(head), 0xff, 0x0a, 0x00, 0x0a]);
  assert.deepEqual(await codes(bytes), ['epss-unreadable-line', 'epss-unreadable-line']);
  assert.deepEqual(await codes(head + '9'.repeat(5000)), ['epss-unreadable-line']);
});

test('300,000 rows stream through', async () => {
  async function* rows() {
    yield new TextEncoder().encode(head);
    for (let block = 0; block < 300; block += 1) {
      const lines = Array.from(
        { length: 1000 },
        (_, n) => `CVE-2026-${block * 1000 + n + 10000},0.1,0.2`,
      );
      yield new TextEncoder().encode(`${lines.join('\n')}\n`);
    }
  }
  let count = 0;
  for await (const item of readEpss(rows())) count += Number(!('kind' in item));
  assert.equal(count, 300_000);
});

test('real EPSS files arrive with the counts of an independent reader', async (t) => {
  const path = requireCorpus(t, 'epss/epss_scores-derived.csv');
  const wrong = requireCorpus(t, 'epss/vunnel/invalid-header.csv');
  const undated = requireCorpus(t, 'epss/vunnel/missing-date.csv');
  if (path === null || wrong === null || undated === null) return;
  const { scores, faults } = await read(createReadStream(path));
  assert.deepEqual(faults, []);
  assert.equal(scores.length, 324);
  assert.equal(scores.filter(({ probability }) => probability >= 0.9).length, 95);
  assert.equal(scores.filter(({ percentile }) => percentile >= 0.99).length, 170);
  const highest = scores.reduce((a, b) => (b.probability > a.probability ? b : a));
  assert.deepEqual(
    [highest.cve, highest.probability, highest.percentile],
    ['CVE-2021-26086', 0.99999, 0.99992],
  );
  assert.equal((await read(createReadStream(wrong))).faults[0]?.code, 'epss-columns');
  assert.equal((await read(createReadStream(undated))).faults[0]?.code, 'epss-no-score-date');
});
