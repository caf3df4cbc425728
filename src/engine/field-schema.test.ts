import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { columnOf, formOf, schemaOfField, schemaOfFields, snakeCase } from './field-schema.ts';
import type { Field, Fields } from './fields.ts';

const ID = '01890A5D-AC96-774B-BCCE-B302099A8057';
const fields = {
  title: { kind: 'text', required: true },
  summary: { kind: 'text', multiline: true },
  severity: { kind: 'choice', options: ['low', 'high'], required: true },
  score: { kind: 'decimal', min: 0, max: 10 },
  level: { kind: 'integer', computed: true },
  due: { kind: 'date' },
  rows: {
    kind: 'rows',
    fields: { item: { kind: 'text', required: true }, done: { kind: 'boolean' } },
  },
} as const satisfies Fields;

function issuesOf(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value);
  return parsed.success ? [] : parsed.error.issues.map((i) => `${i.path.join('.')}:${i.code}`);
}

test('create: required fields must be there, computed and unknown ones are refused', () => {
  const create = schemaOfFields(fields, { mode: 'create' });
  assert.deepEqual(issuesOf(create, { title: 'A', severity: 'low', due: null }), []);
  assert.deepEqual(issuesOf(create, { severity: 'low' }), ['title:invalid_type']);
  assert.deepEqual(issuesOf(create, { title: null, severity: 'low' }), ['title:invalid_type']);
  assert.deepEqual(issuesOf(create, { title: 'A', severity: 'low', level: 3 }), [
    ':unrecognized_keys',
  ]);
  assert.deepEqual(
    issuesOf(create, JSON.parse('{"title":"A","severity":"low","__proto__":{"x":1}}')),
    [':unrecognized_keys'],
  );
  const product = schemaOfFields(fields, { mode: 'create', computed: true });
  assert.deepEqual(issuesOf(product, { title: 'A', severity: 'low', level: 3 }), []);
});

test('patch: everything may be left out, null clears what is not required', () => {
  const patch = schemaOfFields(fields, { mode: 'patch' });
  assert.deepEqual(issuesOf(patch, {}), []);
  assert.deepEqual(issuesOf(patch, { summary: null, due: null }), []);
  assert.deepEqual(issuesOf(patch, { title: null }), ['title:invalid_type']);
});

test('read: computed fields are part of what is read', () => {
  const read = schemaOfFields(fields, { mode: 'read' });
  assert.deepEqual(issuesOf(read, { title: 'A', severity: 'low', level: 3, score: null }), []);
});

test('faults in rows are named with their path', () => {
  const create = schemaOfFields(fields, { mode: 'create' });
  const rows = [{ item: 'x' }, { item: '', extra: 1 }];
  assert.deepEqual(issuesOf(create, { title: 'A', severity: 'low', rows }), [
    'rows.1.item:invalid_format',
    'rows.1:unrecognized_keys',
  ]);
});

test('text is kept as typed in normalisation form C; NUL, lone surrogates and emptiness are refused', () => {
  const line = schemaOfField({ kind: 'text', required: true });
  assert.equal(line.parse('  Cafe\u0301 '), '  Café ');
  for (const bad of ['a\0b', 'a\ud800', '', ' \n', 'x'.repeat(201)]) {
    assert.equal(line.safeParse(bad).success, false, JSON.stringify(bad));
  }
  assert.equal(schemaOfField({ kind: 'text' }).safeParse('').success, true);
  const paragraph = schemaOfField({ kind: 'text', multiline: true });
  assert.equal(paragraph.safeParse('x'.repeat(20_000)).success, true);
  assert.equal(paragraph.safeParse('x'.repeat(20_001)).success, false);
  const patterned = schemaOfField({ kind: 'text', pattern: '^CVE-\\d{4}-\\d{4,}$' });
  assert.equal(patterned.safeParse('CVE-2024-3094').success, true);
  assert.equal(patterned.safeParse('CVE-24-1').success, false);
});

test('each kind takes its values in one spelling and refuses others', () => {
  const cases: [Field, unknown, unknown][] = [
    [{ kind: 'choice', options: ['a', 'b'] }, 'a', 'c'],
    [{ kind: 'choices', options: ['a', 'b'] }, ['b', 'a'], ['a', 'a']],
    [{ kind: 'integer', min: 0 }, 4, 4.5],
    [{ kind: 'integer' }, -7, 2_147_483_648],
    [{ kind: 'integer', max: 9_000_000_000 }, 8_000_000_000, 9_000_000_001],
    [{ kind: 'decimal', max: 10 }, 9.8, 10.1],
    [{ kind: 'decimal' }, 0, Number.NaN],
    [{ kind: 'date' }, '2024-02-29', '2023-02-29'],
    [{ kind: 'date' }, '0001-01-01', '0000-01-01'],
    [{ kind: 'duration' }, 'P1DT4H30M', 'P0D'],
    [{ kind: 'duration' }, 'PT4H', 'P1M'],
    [{ kind: 'boolean' }, false, 'false'],
    [{ kind: 'reference', to: 'assets' }, ID.toLowerCase(), 'x'],
    [{ kind: 'references', to: 'assets' }, [], [ID, ID.toLowerCase()]],
    [{ kind: 'references', to: 'assets', required: true }, [ID.toLowerCase()], []],
    [{ kind: 'tags' }, ['edge', 'dmz'], ['edge', '']],
    [{ kind: 'instant' }, '2026-01-01T00:00:00.000Z', '2026-01-01'],
  ];
  for (const [field, good, bad] of cases) {
    const schema = schemaOfField(field);
    assert.deepEqual(schema.parse(good), good, JSON.stringify(field));
    assert.equal(schema.safeParse(bad).success, false, `${JSON.stringify(field)} ${String(bad)}`);
  }
  assert.equal(schemaOfField({ kind: 'reference', to: 'x' }).parse(ID), ID.toLowerCase());
  assert.equal(
    schemaOfField({ kind: 'instant' }).parse('2026-03-01T01:30:00+02:00'),
    '2026-02-28T23:30:00.000Z',
  );
});

test('the schemas can be described as JSON Schema for OpenAPI, in and out', () => {
  for (const mode of ['create', 'patch', 'read'] as const) {
    for (const io of ['input', 'output'] as const) {
      const json = z.toJSONSchema(schemaOfFields(fields, { mode }), { io });
      assert.equal(json.additionalProperties, false);
      assert.deepEqual(json.required ?? [], mode === 'patch' ? [] : ['title', 'severity']);
    }
  }
});

test('the same declaration gives the same schema object', () => {
  assert.equal(
    schemaOfFields(fields, { mode: 'create' }),
    schemaOfFields(fields, { mode: 'create' }),
  );
});

test('each kind has its column', () => {
  const columns: [string, Field, string, string, string | null][] = [
    ['title', { kind: 'text' }, 'title', 'text', null],
    [
      'riskLevel',
      { kind: 'choice', options: ['low', "o'k"] },
      'risk_level',
      'text',
      `"risk_level" in ('low', 'o''k')`,
    ],
    [
      'order',
      { kind: 'choices', options: ['a'] },
      'order',
      'text[]',
      `"order" <@ array['a']::text[]`,
    ],
    ['labels', { kind: 'tags' }, 'labels', 'text[]', null],
    ['count', { kind: 'integer' }, 'count', 'integer', null],
    ['bytes', { kind: 'integer', max: 1e12 }, 'bytes', 'bigint', null],
    ['score', { kind: 'decimal' }, 'score', 'double precision', null],
    ['due', { kind: 'date' }, 'due', 'date', null],
    ['seenAt', { kind: 'instant' }, 'seen_at', 'timestamptz', null],
    ['within', { kind: 'duration' }, 'within', 'text', null],
    ['open', { kind: 'boolean' }, 'open', 'boolean', null],
    ['asset', { kind: 'reference', to: 'assets' }, 'asset', 'uuid', null],
    ['assets', { kind: 'references', to: 'assets' }, 'assets', 'uuid[]', null],
    ['rows', { kind: 'rows', fields: {} }, 'rows', 'jsonb', null],
  ];
  for (const [name, field, column, type, check] of columns) {
    assert.deepEqual(columnOf(name, field), { name: column, type, check, required: false });
  }
  assert.equal(columnOf('title', { kind: 'text', required: true }).required, true);
  assert.equal(snakeCase('cvssV31Score'), 'cvss_v31_score');
  assert.equal(snakeCase('sourceURLText'), 'source_url_text');
  assert.equal(snakeCase('csip-manager'), 'csip_manager');
});

test('the form lists what a person fills in, as JSON', () => {
  const form = formOf(fields);
  assert.deepEqual(JSON.parse(JSON.stringify(form)), form);
  assert.deepEqual(
    form.map((f) => f.name),
    ['title', 'summary', 'severity', 'score', 'due', 'rows'],
  );
  assert.deepEqual(form[0], {
    name: 'title',
    kind: 'text',
    required: true,
    max: 200,
    multiline: false,
  });
  assert.deepEqual(
    form[5]?.fields?.map((f) => [f.name, f.required]),
    [
      ['item', true],
      ['done', false],
    ],
  );
});
