import { createHash } from 'node:crypto';
import { type HouseFile, isTestFile, type Offence, type Rule, type SourceFile } from '../house.ts';

/** Loose ends in sources, by what they look like in code or, where it says so, in comments. */
const looseEnds: readonly { pattern: RegExp; what: string; where: 'code' | 'comment' }[] = [
  {
    pattern: /\bas any\b|(?<![\w.]): any\b(?! )|: any\b(?=[;,)=\s\]])/,
    what: 'any',
    where: 'code',
  },
  {
    pattern: /\b(?:test|it|describe|suite) ?\. ?only ?\(|\bonly: true\b/,
    what: 'an only test',
    where: 'code',
  },
  { pattern: /@ts-(?:ignore|nocheck|expect-error)/, what: 'a silenced compiler', where: 'comment' },
  { pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/, what: 'unfinished work', where: 'comment' },
];

/** Nothing unfinished or switched off stays in the sources. */
export const noLooseEnds: Rule = {
  name: 'no loose ends',
  advice:
    'Finish it, or write an issue; unknown instead of any; mend the type instead of silencing the compiler.',
  check: (house) => house.sources.flatMap(looseEndsOf),
};

/**
 * SHA-256 of words and of first path folders (`/folder/`) that must not appear, because they name the place or the tools
 * with which the product is made. Hashed, since the list must not contain them either.
 */
const foreignWords: ReadonlySet<string> = new Set([
  'c857d09db23e6822e3600bc06ad8d58f92ed62bc8efd81c753f77048662cb97d',
  'c70eca6b0f88f44d81a41311647e50fda1ac454ec04ffd442b0eb4743a993131',
  '7d3194f79e645c42e4396dda38be04766810ec6a00d00aced3ffc2a0a1f1a9ef',
  '60965168ce762e949600281ba6d01fee136e5b6e8257b1f216f9025ed324474c',
  '3ea125d0bff386e6754b3782b300016fc79a9cf8f8669c0a5c3db64467ddb681',
  '57de4cf40144bdf7d00010f2f5557a7d642c2b9705309bfade167dd313e2ca93',
  'b06493481529746e04561727de763920d76c3bb2194aeeb0b82cf9efc4fd1aa1',
  '216d3696f4fb08b160f52aa7a160dbcfaf7e92657f4eb99b904f4cd7a4ef4d5d',
  'e248e355ce56844cef9492d1960fc16bdb97a31a77f81e4a5e26a253144c09e5',
  '0fe68e7a8a473efa10af8865b39e422ad3aaddba763b8a742bdaafd8305e11e2',
  '0dc11026ac75c015aaa1deafff4a7a54ef6d0cf6b3c7f9b1d2c8f3502929aa9e',
]);

/** The product says nothing about the workplace it was made in. */
export const nothingForeign: Rule = {
  name: 'nothing names the workplace',
  advice:
    'Paths of one machine, its tools and its registry have no place in the product; use relative paths and plain words.',
  check: (house) => house.files.flatMap(foreignWordsOf),
};

const sqlTime =
  /\bnow\s*\(\s*\)|\b(?:current_timestamp|localtimestamp)\b|\b(?:clock|statement|transaction)_timestamp\s*\(/i;

/** SQL never asks the database for the time of the domain. */
export const noDatabaseClock: Rule = {
  name: 'SQL does not read the clock',
  advice:
    "Time comes from the kernel's clock as a parameter, so that tests and replays control it.",
  check: (house) => [
    ...house.files
      .filter(isMigration)
      .flatMap((file) => sqlLines(file, sqlTime, 'asks the database for the time')),
    ...house.sources
      .filter(({ path }) => path.startsWith('src/') && !isTestFile(path))
      .flatMap(({ path, tokens }) =>
        tokens
          .filter(
            ({ kind, text }) => (kind === 'string' || kind === 'template') && sqlTime.test(text),
          )
          .map(({ line }) => ({ path, line, message: 'asks the database for the time' })),
      ),
  ],
};

const undistributable = /on\s+delete\s+set\s+null|on\s+update\s+cascade|\bpg_notify\s*\(/i;

/** The schema can be distributed by owner (docs/guide/scale.md). */
export const distributable: Rule = {
  name: 'the schema can be distributed by owner',
  advice:
    'No ON DELETE SET NULL, no ON UPDATE CASCADE, no pg_notify in triggers: distributed PostgreSQL refuses them or answers differently.',
  check: (house) =>
    house.files
      .filter(isMigration)
      .flatMap((file) => sqlLines(file, undistributable, 'cannot be distributed')),
};

/** Rooms that may write the columns `state` and `status`: the engine decides, work stores what it decided. */
const stateWriters = ['src/engine/', 'src/work/'];
const writesState = /\.(?:set|values) ?\( ?\{[^}]*?(?:^|[{, ])(?:state|status) ?[:,}]/;
const updatesState = /\bset\s+(?:[\w.]+\s*=\s*[^,]+,\s*)*(?:state|status)\s*=/i;

/** The engine alone moves states. */
export const statesMoveInTheEngine: Rule = {
  name: 'states move in the engine only',
  advice:
    'Declare an action of a life cycle and perform it; a column named state or status is never written directly.',
  check: (house) =>
    house.sources
      .filter(({ path }) => /^src\/(?:areas|kernel|apps)\//.test(path) && !isTestFile(path))
      .filter(({ path }) => !stateWriters.some((room) => path.startsWith(room)))
      .flatMap(stateWritesOf),
};

function looseEndsOf(file: SourceFile): Offence[] {
  const code = file.tokens.filter(({ kind }) => kind === 'word' || kind === 'punctuation');
  const found: Offence[] = [];
  for (const { pattern, what, where } of looseEnds) {
    if (where === 'comment') {
      for (const token of file.tokens) {
        if (token.kind === 'comment' && pattern.test(token.text)) {
          found.push({ path: file.path, line: token.line, message: `has ${what}` });
        }
      }
      continue;
    }
    for (const [line, text] of byLine(code)) {
      if (pattern.test(text)) found.push({ path: file.path, line, message: `has ${what}` });
    }
  }
  return found;
}

function byLine(tokens: readonly { text: string; line: number }[]): Map<number, string> {
  const lines = new Map<number, string>();
  for (const { text, line } of tokens) {
    const before = lines.get(line);
    const glued = before === undefined || text === ':' ? (before ?? '') : `${before} `;
    lines.set(line, glued + text);
  }
  return lines;
}

function foreignWordsOf({ path, text }: HouseFile): Offence[] {
  const found: Offence[] = [];
  text.split('\n').forEach((content, index) => {
    const words = content.toLowerCase().match(/[a-z][a-z.-]*[a-z]|(?<![\w.@*-])\/[a-z]+\//g) ?? [];
    for (const word of words) {
      if (isForeign(word)) {
        found.push({ path, line: index + 1, message: `names ${word}` });
      }
    }
  });
  return found;
}

const judged = new Map<string, boolean>();

function isForeign(word: string): boolean {
  let verdict = judged.get(word);
  if (verdict === undefined) {
    verdict = foreignWords.has(createHash('sha256').update(word).digest('hex'));
    judged.set(word, verdict);
  }
  return verdict;
}

function isMigration({ path }: HouseFile): boolean {
  return path.startsWith('db/migrations/') && path.endsWith('.sql');
}

function sqlLines({ path, text }: HouseFile, pattern: RegExp, message: string): Offence[] {
  return text
    .split('\n')
    .map((line) => line.replace(/--.*$/, ''))
    .flatMap((line, index) => (pattern.test(line) ? [{ path, line: index + 1, message }] : []));
}

function stateWritesOf({ path, tokens }: SourceFile): Offence[] {
  const message = 'writes a state';
  const inSql = tokens
    .filter(
      ({ kind, text }) => (kind === 'string' || kind === 'template') && updatesState.test(text),
    )
    .map(({ line }) => ({ path, line, message }));
  const code = tokens.filter(({ kind }) => kind !== 'comment');
  const inCode = code.flatMap(({ text, line }, index) => {
    if (text !== 'set' && text !== 'values') return [];
    const around = code
      .slice(index - 1, index + 60)
      .map((token) => token.text)
      .join(' ');
    const call = around.replace(/^\. (set|values) \(/, '.$1(');
    return call.startsWith('.') && writesState.test(call.slice(0, call.indexOf('}') + 1))
      ? [{ path, line, message }]
      : [];
  });
  return [...inSql, ...inCode];
}
