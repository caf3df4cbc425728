import assert from 'node:assert/strict';
import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { extractCorpusArchive, requireCorpus } from '#tests/corpus.ts';
import { FormatError } from '../format-error.ts';
import { readXccdf } from './read-xccdf.ts';
import type { XccdfTestResult } from './xccdf.ts';

async function* pieces(text: string, size = 7): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(source: AsyncIterable<Uint8Array>): Promise<XccdfTestResult[]> {
  return Array.fromAsync(readXccdf(source));
}

async function faultOf(text: string): Promise<FormatError> {
  try {
    await all(pieces(text, 1000));
  } catch (error) {
    assert.ok(error instanceof FormatError, String(error));
    return error;
  }
  return assert.fail('it was taken');
}

const result = (inner: string, version = '1.2') => `<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<x:TestResult xmlns:x="http://checklists.nist.gov/xccdf/${version}" id="run-1" end-time="2026-11-22T01:43:11+00:00"
    test-system="cpe:/a:example:scanner:1">
  <x:benchmark href="b.xml" id="bench"/>
  <x:profile idref="high"/>
  <x:target>gw-1</x:target>
  <x:target-address>192.0.2.2</x:target-address>
  <x:target-facts><x:fact name="urn:xccdf:fact:asset:identifier:fqdn">gw-1.example.test</x:fact></x:target-facts>
  ${inner}
  <x:score system="urn:xccdf:scoring:default">50.0</x:score>
</x:TestResult>`;

const fail = `<x:rule-result idref="rule-1" severity="high">
    <x:result>fail</x:result><x:override time="2026-11-22T00:00:00" authority="auditor">
      <x:old-result>pass</x:old-result><x:new-result>fail</x:new-result><x:remark><![CDATA[seen <by> hand]]></x:remark></x:override>
    <x:ident system="http://cce.mitre.org">CCE-1234-5</x:ident><x:check system="oval"><x:result>pass</x:result></x:check>
  </x:rule-result>`;

describe('XCCDF results', () => {
  for (const version of ['1.1', '1.2']) {
    it(`R-CF-6 reads a result of XCCDF ${version} with its rules, identifiers and overrides, however it is cut`, async () => {
      for (const size of [1, 7, 100_000]) {
        const [run, ...more] = await all(pieces(result(fail, version), size));
        assert.deepEqual(more, []);
        assert.deepEqual(
          [run?.id, run?.benchmark, run?.profile, run?.targets, run?.addresses],
          ['run-1', 'bench', 'high', ['gw-1', 'gw-1.example.test'], ['192.0.2.2']],
        );
        assert.deepEqual(run?.scores, [['urn:xccdf:scoring:default', '50.0']]);
        assert.deepEqual(run?.rules, [
          {
            ...{ rule: 'rule-1', severity: 'high', result: 'fail', overrides: 1, line: 10 },
            idents: ['CCE-1234-5'],
          },
        ]);
      }
    });
  }

  it('names the place of what it cannot take', async () => {
    const wrong = await faultOf(
      result('<x:rule-result idref="r"><x:result>maybe</x:result></x:rule-result>'),
    );
    assert.deepEqual([wrong.code, wrong.place.line], ['xccdf-result', 10]);
    assert.equal(
      (await faultOf(result('<x:rule-result><x:result/></x:rule-result>'))).code,
      'xccdf-attribute',
    );
    assert.equal((await faultOf(result('<x:rule-result idref="r"/>'))).code, 'xccdf-result');
    assert.equal((await faultOf('<html><body/></html>')).code, 'xccdf-root');
    assert.equal((await faultOf(result(fail).slice(0, 500))).code, 'xml-invalid');
    assert.equal((await faultOf('')).code, 'xml-invalid');
    assert.equal((await faultOf(result(fail).replace('UTF-8', 'ISO-8859-1'))).code, 'xml-encoding');
  });

  it('takes no document type, so that no entity grows, and no token without an end', async () => {
    const bomb = `<!DOCTYPE lolz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>${result(fail).slice(39)}`;
    assert.equal((await faultOf(bomb)).code, 'xml-doctype');
    assert.equal((await faultOf(result('&a;'))).code, 'xml-invalid');
    const long = 'a<'.repeat(600_000);
    assert.equal((await faultOf(result(`<!--${long}-->`))).code, 'xml-too-long');
    assert.equal((await faultOf(result(`<![CDATA[${long}]]>`))).code, 'xml-too-long');
    assert.equal((await faultOf(result('<x:a>'.repeat(200)))).code, 'xml-too-deep');
  });

  interface Expected {
    readonly files: readonly {
      readonly file: string;
      readonly test_results?: readonly {
        readonly id: string;
        readonly start: string | null;
        readonly profile: string | null;
        readonly targets: readonly string[];
        readonly results: Readonly<Record<string, number>>;
        readonly scores: readonly (readonly [string, string])[];
        readonly overrides: number;
      }[];
    }[];
  }

  for (const part of ['xccdf-results', 'oscap-runs']) {
    it(`R-CF-6 counts the results of every file of ${part} as their list does, ARF too`, async (t) => {
      const expectedPath = requireCorpus(t, `${part}/EXPECTED.json`);
      const folder = extractCorpusArchive(`${part}/${part}.tar.xz`);
      if (expectedPath === null || folder === null) return;
      const { files } = JSON.parse(readFileSync(expectedPath, 'utf8')) as Expected;
      for (const { file, test_results: wanted = [] } of files) {
        if (wanted.length === 0) continue;
        const runs = await all(createReadStream(join(folder, file)));
        assert.deepEqual(runs.map(summaryOf), wanted.map(expectedOf), file);
      }
    });
  }

  function summaryOf({ id, startTime, profile, rules, scores }: XccdfTestResult) {
    const results: Record<string, number> = {};
    for (const rule of rules) results[rule.result] = (results[rule.result] ?? 0) + 1;
    const overrides = rules.reduce((sum, rule) => sum + rule.overrides, 0);
    return { id, start: startTime, profile, results, scores, overrides };
  }

  function expectedOf(run: NonNullable<Expected['files'][number]['test_results']>[number]) {
    const {
      targets: _targets,
      severities_of_fail: _severities,
      ...said
    } = run as typeof run & {
      readonly severities_of_fail?: unknown;
    };
    return { ...said, scores: said.scores.map(([system, score]) => [system, score.trim()]) };
  }
});
