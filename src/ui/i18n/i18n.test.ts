import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatsOf } from './formats.ts';
import { pickLocale } from './locale.ts';
import { formatMessage, MessageSyntaxError } from './message.ts';
import { distance, dueGroup, dueWords, relative, urgency } from './moments.ts';
import { namesOf } from './names.ts';
import { catalogueOf, createTranslator, plainWords } from './translator.ts';

test('a message takes its values, and a missing value stays visible', () => {
  assert.equal(formatMessage('Hello {name}', { name: 'Ana' }, 'en'), 'Hello Ana');
  assert.equal(formatMessage('Hello {name}', {}, 'en'), 'Hello {name}');
  assert.equal(formatMessage('{n} rows', { n: 12345 }, 'de-DE'), '12.345 rows');
});

test('plurals follow the rules of the language', () => {
  const en = '{n, plural, =0 {nothing} one {# item} other {# items}}';
  assert.equal(formatMessage(en, { n: 0 }, 'en'), 'nothing');
  assert.equal(formatMessage(en, { n: 1 }, 'en'), '1 item');
  assert.equal(formatMessage(en, { n: 2 }, 'en'), '2 items');
  const fr = '{n, plural, one {# élément} other {# éléments}}';
  assert.equal(formatMessage(fr, { n: 0 }, 'fr'), '0 élément');
});

test('cases hold placeholders, and select takes the named case', () => {
  const message = '{kind, select, case {case {name}} other {record {name}}}';
  assert.equal(formatMessage(message, { kind: 'case', name: 'X' }, 'en'), 'case X');
  assert.equal(formatMessage(message, { kind: 'asset', name: 'X' }, 'en'), 'record X');
});

test('a text that cannot be read is refused with its place', () => {
  for (const bad of ['{a', '{n, plural, one {x}}', '{n, ordinal, other {x}}', 'a } b {c}']) {
    assert.throws(() => formatMessage(bad, { n: 1 }, 'en'), MessageSyntaxError, bad);
  }
});

test('files may nest or write dots, and a later one wins', () => {
  const catalogue = catalogueOf([{ a: { b: 'one' }, 'a.c': 'two' }, { a: { b: 'three' } }]);
  assert.deepEqual(
    [...catalogue],
    [
      ['a.b', 'three'],
      ['a.c', 'two'],
    ],
  );
});

test('a missing text is told once and written in plain words, or shown as its key in development', () => {
  const missing: string[] = [];
  const { t, find } = createTranslator('en', catalogueOf([{ known: 'Known' }]), {
    onMissing: (key) => missing.push(key),
  });
  assert.equal(t(['procedure.change.action.authorise-change', 'x']), 'Authorise change');
  t('procedure.change.action.authorise-change');
  assert.deepEqual(missing, ['procedure.change.action.authorise-change']);
  assert.equal(t('register.asset-checks.title'), 'Asset checks');
  assert.equal(t(['nope', 'known']), 'Known');
  assert.equal(find('nope'), null);
  const dev = createTranslator('en', new Map(), { showMissing: true });
  assert.equal(dev.t('a.b'), '⟦a.b⟧');
  assert.equal(plainWords('dueAt'), 'Due at');
});

test('a procedure names the files it keeps in its own words, and what it leaves out as all evidence is named', () => {
  const catalogue = catalogueOf([
    { 'evidence.title': 'Evidence', 'evidence.add': 'Bring in evidence' },
    { 'procedure.meeting.evidence.title': 'Documents of the agenda' },
  ]);
  const names = namesOf(createTranslator('en', catalogue));
  assert.equal(names.evidence('procedure.meeting', 'title'), 'Documents of the agenda');
  assert.equal(names.evidence('procedure.meeting', 'add'), 'Bring in evidence');
  assert.equal(names.evidence('procedure.change', 'title'), 'Evidence');
});

test('the first known language of a list is taken', () => {
  assert.equal(pickLocale(['pl', 'fr-BE', 'en']), 'fr');
  assert.equal(pickLocale(['pl']), 'en');
});

test('instants are shown in UTC and say so; numbers and sizes follow the language', () => {
  const en = formatsOf('en');
  assert.equal(en.instant('2026-11-22T14:05:00Z'), '22 Nov 2026, 14:05 UTC');
  assert.equal(en.date('2026-11-22'), '22 Nov 2026');
  assert.equal(en.date('not a day'), 'not a day');
  assert.equal(formatsOf('de').number(1234.5), '1.234,5');
  assert.equal(en.bytes(1_400_000), '1.4 MB');
  assert.equal(en.bytes(0), '0 bytes');
  assert.equal(en.duration('PT4H'), '4 hours');
  assert.equal(en.duration('P1DT1M'), '1 day, 1 minute');
  assert.equal(en.duration('P12M'), '12 months');
  assert.equal(formatsOf('de').duration('P2D'), '2 Tage');
  assert.equal(en.duration('P'), 'P');
  assert.equal(en.duration('soon'), 'soon');
});

const NOW = Date.parse('2026-11-22T12:00:00Z');
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();

test('a due date says how near it is in words', () => {
  const { t } = createTranslator(
    'en',
    catalogueOf([
      {
        due: {
          now: 'Due now',
          in: 'Due in {length}',
          overdue: 'Overdue by {length}',
          length: {
            day: '{count, plural, one {# day} other {# days}}',
            hour: '{count, plural, one {# hour} other {# hours}}',
          },
        },
      },
    ]),
  );
  assert.equal(dueWords(at(5), NOW, t), 'Due in 5 hours');
  assert.equal(dueWords(at(-73), NOW, t), 'Overdue by 3 days');
  assert.equal(dueWords(at(47.9), NOW, t), 'Due in 1 day');
  assert.equal(dueWords(at(0.001), NOW, t), 'Due now');
  assert.equal(urgency(at(-0.1), NOW), 'overdue');
  assert.equal(urgency(at(47), NOW), 'soon');
  assert.equal(urgency(at(49), NOW), 'later');
});

test('work is grouped by UTC days', () => {
  assert.equal(dueGroup(at(-1), NOW), 'overdue');
  assert.equal(dueGroup(at(11), NOW), 'today');
  assert.equal(dueGroup(at(13), NOW), 'week');
  assert.equal(dueGroup(at(24 * 6), NOW), 'week');
  assert.equal(dueGroup(at(24 * 7), NOW), 'later');
  assert.equal(dueGroup(null, NOW), 'none');
});

test('a distance is never rounded up', () => {
  assert.deepEqual(distance(119 * 60_000), { unit: 'hour', count: 1 });
  assert.deepEqual(distance(-29_000), { unit: 'minute', count: -0 });
  assert.deepEqual(distance(59 * 86_400_000), { unit: 'day', count: 59 });
  assert.deepEqual(distance(400 * 86_400_000), { unit: 'year', count: 1 });
  assert.equal(relative(at(-2), NOW, 'en'), '2 hours ago');
  assert.equal(relative(at(24), NOW, 'fr'), 'demain');
});
