import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fields } from '../fields.ts';
import { mergeValues } from './merge-values.ts';
import { alike, type Values } from './same-value.ts';

const fields: Fields = {
  title: { kind: 'text' },
  areas: { kind: 'references', to: 'areas' },
  lines: {
    kind: 'rows',
    of: 'lines',
    fields: { topic: { kind: 'text' }, minutes: { kind: 'integer' }, tags: { kind: 'tags' } },
  },
  papers: {
    kind: 'rows',
    key: ['title'],
    fields: { title: { kind: 'text' }, reference: { kind: 'text' } },
  },
};

type Row = { readonly id?: string; readonly topic?: string; readonly minutes?: number };
const merge = (base: Row[], theirs: Row[], mine: Row[]) => {
  const merged = mergeValues(fields, { lines: base }, { lines: theirs }, { lines: mine });
  return { rows: merged.values['lines'] as Row[], conflicts: merged.conflicts };
};

const a: Row = { id: 'a', topic: 'Opening', minutes: 5 };
const b: Row = { id: 'b', topic: 'Passwords', minutes: 30 };
const m: Row = { topic: 'Mine', minutes: 1 };
const t: Row = { id: 't', topic: 'Theirs', minutes: 2 };

test('rows added by both are kept, theirs first', () => {
  const { rows, conflicts } = merge([a, b], [a, b, t], [a, b, m]);
  assert.deepEqual(rows, [a, b, t, m]);
  assert.deepEqual(conflicts, []);
});

test('a row of which each changed another field has both changes', () => {
  const { rows, conflicts } = merge(
    [a, b],
    [a, { ...b, minutes: 40 }],
    [a, { ...b, topic: 'Password rules' }],
  );
  assert.deepEqual(rows, [a, { id: 'b', topic: 'Password rules', minutes: 40 }]);
  assert.deepEqual(conflicts, []);
});

test('a row changed by both is a conflict that shows both', () => {
  const theirs = { ...b, minutes: 40 };
  const mine = { ...b, minutes: 50 };
  const { rows, conflicts } = merge([a, b], [a, theirs], [a, mine]);
  assert.deepEqual(rows, [a, mine]);
  assert.deepEqual(conflicts[0]?.rows, [{ id: 'b', theirs, mine, fields: ['minutes'] }]);
});

test('a row taken out by one goes, unless the other changed it', () => {
  assert.deepEqual(merge([a, b], [a], [a, b, m]).rows, [a, m]);
  assert.deepEqual(merge([a, b], [a, b, t], [b]).rows, [b, t]);
  const changed = { ...b, minutes: 40 };
  const there = merge([a, b], [a], [a, changed]);
  assert.deepEqual(there.rows, [a, changed]);
  assert.deepEqual(there.conflicts[0]?.rows, [
    { id: 'b', theirs: null, mine: changed, fields: [] },
  ]);
  const here = merge([a, b], [a, changed], [a]);
  assert.deepEqual(here.rows, [a, changed]);
  assert.deepEqual(here.conflicts[0]?.rows, [{ id: 'b', theirs: changed, mine: null, fields: [] }]);
});

test('an order that one changed holds, with what the other added', () => {
  assert.deepEqual(merge([a, b], [b, a], [a, b, m]).rows, [b, a, m]);
  assert.deepEqual(merge([a, b], [a, b, t], [b, a]).rows, [b, a, t]);
});

test('rows without id are known by their key, or by all that stands in them', () => {
  const paper = (title: string, reference: string) => ({ title, reference });
  const papers = (base: Values[], theirs: Values[], mine: Values[]) =>
    mergeValues(fields, { papers: base }, { papers: theirs }, { papers: mine });
  const base = [paper('Rules', 'R-1')];
  const changed = papers(base, [paper('Rules', 'R-2')], [paper('Rules', 'R-3')]);
  assert.deepEqual(changed.conflicts[0]?.rows?.[0]?.fields, ['reference']);
  const added = papers(base, [...base, paper('Plan', 'P-1')], [...base, paper('Log', 'L-1')]);
  assert.deepEqual(added.values['papers'], [...base, paper('Plan', 'P-1'), paper('Log', 'L-1')]);
  const { id: _, ...bare } = b;
  assert.deepEqual(
    merge([a, b], [a, b, t], [a, bare]).rows,
    [a, b, t],
    'a script leaves out the id',
  );
});

test('a set gains what either put in and loses what either took out', () => {
  const merged = mergeValues(
    fields,
    { areas: ['x', 'y'], title: 'One' },
    { areas: ['x', 'y', 'z'], title: 'One' },
    { areas: ['y', 'w'], title: 'Two' },
  );
  assert.deepEqual(merged, { values: { areas: ['y', 'z', 'w'], title: 'Two' }, conflicts: [] });
});

test('a field that the base does not name was changed by nobody else', () => {
  const merged = mergeValues(fields, {}, { title: 'Theirs' }, { title: 'Mine' });
  assert.deepEqual(merged, { values: { title: 'Mine' }, conflicts: [] });
});

const ids = ['a', 'b', 'c', 'd', 'e'] as const;
const cell = fc.record({
  topic: fc.constantFrom('p', 'q', 'r'),
  minutes: fc.integer({ min: 1, max: 3 }),
});
const base = fc
  .uniqueArray(fc.constantFrom(...ids))
  .chain((present) =>
    fc.tuple(...present.map((id) => cell.map((row) => ({ id, ...row })))),
  ) as fc.Arbitrary<Row[]>;
const edit = (from: readonly Row[], own: string): fc.Arbitrary<Row[]> =>
  fc
    .tuple(
      fc.array(fc.option(cell, { nil: undefined }), {
        minLength: from.length,
        maxLength: from.length,
      }),
      fc.array(fc.boolean(), { minLength: from.length, maxLength: from.length }),
      fc.array(cell, { maxLength: 2 }),
      fc.boolean(),
    )
    .map(([changes, kept, added, turned]) => {
      const rows = from
        .map((row, at) => ({ ...row, ...changes[at] }))
        .filter((_, at) => kept[at] === true);
      const more = added.map((row, at) => ({ id: `${own}${at}`, ...row }));
      return [...(turned ? rows.reverse() : rows), ...more];
    });
const three = base.chain((from) =>
  fc.tuple(fc.constant(from), edit(from, 'theirs'), edit(from, 'mine')),
);
const find = (rows: readonly Row[], id: string | undefined) => rows.find((row) => row.id === id);

test('whatever two people did: nothing added is lost, nothing taken out by one and left alone by the other returns', () => {
  fc.assert(
    fc.property(three, ([from, theirs, mine]) => {
      const { rows, conflicts } = merge(from, theirs, mine);
      const inConflict = new Set(conflicts.flatMap((one) => one.rows?.map(({ id }) => id)));
      for (const row of [...theirs, ...mine]) {
        if (find(from, row.id) === undefined) assert.ok(find(rows, row.id), 'added');
      }
      for (const row of from) {
        const [there, here, now] = [find(theirs, row.id), find(mine, row.id), find(rows, row.id)];
        const taken = there === undefined || here === undefined;
        const left = there ?? here;
        if (taken && (left === undefined || alike(left, row))) assert.equal(now, undefined);
        if (taken && left !== undefined && !alike(left, row))
          assert.ok(inConflict.has(row.id ?? ''));
        if (!taken && !inConflict.has(row.id ?? '')) {
          for (const name of ['topic', 'minutes'] as const) {
            const changer: Row = alike(here[name], row[name]) ? there : here;
            assert.equal(now?.[name], changer[name]);
          }
        }
      }
      assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length, 'each row once');
    }),
    { numRuns: 2000 },
  );
});

test('whoever changed nothing gets what the other made; alone, one gets what one made', () => {
  fc.assert(
    fc.property(three, ([from, theirs, mine]) => {
      assert.deepEqual(merge(from, theirs, from), { rows: theirs, conflicts: [] });
      assert.deepEqual(merge(from, from, mine), { rows: mine, conflicts: [] });
      assert.deepEqual(merge(from, mine, mine), { rows: mine, conflicts: [] });
    }),
  );
});

test('who is first changes nothing in what is merged, and in what is a conflict', () => {
  fc.assert(
    fc.property(three, ([from, theirs, mine]) => {
      const one = merge(from, theirs, mine);
      const other = merge(from, mine, theirs);
      const idsOf = ({ conflicts }: typeof one) =>
        conflicts.flatMap((conflict) => conflict.rows?.map(({ id }) => id)).sort();
      assert.deepEqual(idsOf(one), idsOf(other));
      const settled = ({ rows }: typeof one) =>
        rows
          .filter(({ id }) => !idsOf(one).includes(id))
          .sort((x, y) => ((x.id ?? '') < (y.id ?? '') ? -1 : 1));
      assert.deepEqual(settled(one), settled(other));
    }),
    { numRuns: 1000 },
  );
});
