/** What a piece of source is. `template` is one literal part of a template string; its expressions are tokens of their own. */
export type TokenKind =
  | 'word'
  | 'number'
  | 'punctuation'
  | 'string'
  | 'template'
  | 'regex'
  | 'comment';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** Lines count from 1; a token may end on a later line. */
  readonly line: number;
  readonly endLine: number;
}

const word = /[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /\d[\w.]*/y;
const punctuation = /=>|\.\.\.|[^\s]/uy;
const string = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const comment = /\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const templatePart = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y;
const space = /\s+/y;

/** Words after which a slash begins a regular expression. */
const beforeExpression = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'await',
  'yield',
  'else',
]);

/**
 * Splits TypeScript, TSX or JavaScript into tokens, well enough to measure and to find imports: TypeScript 7 offers no
 * compiler API. Text between JSX tags becomes words and punctuation; an apostrophe in it that is not closed on its line
 * is punctuation.
 */
export function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  // One entry for each `${` that is open: the depth of braces inside it.
  const templates: number[] = [];
  let position = 0;
  let line = 1;
  const take = (kind: TokenKind | null, pattern: RegExp): string | null => {
    pattern.lastIndex = position;
    const text = pattern.exec(source)?.[0];
    if (text === undefined) return null;
    position += text.length;
    const startLine = line;
    for (const character of text) if (character === '\n') line += 1;
    if (kind !== null) tokens.push({ kind, text, line: startLine, endLine: line });
    return text;
  };
  const takeTemplatePart = (): void => {
    take('template', templatePart);
    if (source.startsWith('${', position)) {
      templates.push(0);
      take('punctuation', /\$\{/y);
    } else take('punctuation', /`/y);
  };
  while (position < source.length) {
    if (take(null, space) !== null || take('comment', comment) !== null) continue;
    const character = source[position] ?? '';
    if (character === '`') {
      take('punctuation', /`/y);
      takeTemplatePart();
      continue;
    }
    if (character === '}' && templates.at(-1) === 0) {
      templates.pop();
      take('punctuation', /\}/y);
      takeTemplatePart();
      continue;
    }
    const taken =
      takeRegex(source, position, tokens, take) ||
      take('string', string) !== null ||
      take('word', word) !== null ||
      take('number', number) !== null;
    if (!taken) {
      if (templates.length > 0 && character === '{') templates[templates.length - 1]! += 1;
      if (templates.length > 0 && character === '}') templates[templates.length - 1]! -= 1;
      take('punctuation', punctuation);
    }
  }
  return tokens;
}

function takeRegex(
  source: string,
  position: number,
  tokens: readonly Token[],
  take: (kind: TokenKind, pattern: RegExp) => string | null,
): boolean {
  if (source[position] !== '/' || source[position + 1] === '>') return false;
  const previous = tokens.findLast((token) => token.kind !== 'comment');
  if (previous === undefined) return take('regex', regex) !== null;
  const endsValue =
    (previous.kind === 'word' && !beforeExpression.has(previous.text)) ||
    ['number', 'string', 'regex'].includes(previous.kind) ||
    [')', ']', '}', '`', '<'].includes(previous.text);
  return !endsValue && take('regex', regex) !== null;
}
