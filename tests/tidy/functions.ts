import type { Token } from './tokens.ts';

/** A function with a body, as it stands in a source. */
export interface FunctionSpan {
  readonly name: string;
  readonly line: number;
  /** Lines from its first to its last that hold code; blank and comment lines are not counted. */
  readonly codeLines: number;
  /** Indices into the significant tokens, first and last of the body. */
  readonly body: readonly [first: number, last: number];
}

const notMethods = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'function', 'return']);
const openers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '${': '}' };

/** The lines that hold code. */
export function codeLines(tokens: readonly Token[]): Set<number> {
  const lines = new Set<number>();
  for (const token of tokens) {
    if (token.kind === 'comment') continue;
    for (let line = token.line; line <= token.endLine; line++) lines.add(line);
  }
  return lines;
}

/** Every function, method and arrow function whose body is a block or stands in parentheses. */
export function findFunctions(tokens: readonly Token[]): FunctionSpan[] {
  const code = tokens.filter((token) => token.kind !== 'comment');
  const closers = matchBrackets(code);
  const lines = codeLines(tokens);
  const spans: FunctionSpan[] = [];
  for (let index = 0; index < code.length; index++) {
    const first = bodyOf(code, closers, index);
    const last = first === null ? undefined : closers.get(first);
    if (first === null || last === undefined) continue;
    const line = code[index]!.line;
    const endLine = code[last]!.endLine;
    let counted = 0;
    for (let each = line; each <= endLine; each++) if (lines.has(each)) counted += 1;
    spans.push({ name: nameAt(code, index), line, codeLines: counted, body: [first, last] });
  }
  return spans;
}

/** The index of the bracket that opens the body of the function that begins at `index`; null when none begins there. */
function bodyOf(
  code: readonly Token[],
  closers: ReadonlyMap<number, number>,
  index: number,
): number | null {
  const token = code[index]!;
  if (token.text === '=>' && token.kind === 'punctuation') {
    const next = code[index + 1]?.text;
    return next === '{' || next === '(' ? index + 1 : null;
  }
  if (token.kind !== 'word') return null;
  if (token.text === 'function') {
    const parameters = indexOfPunctuation(code, '(', index + 1, index + 40);
    return parameters === null ? null : bodyAfterParameters(code, closers, parameters);
  }
  const previous = code[index - 1]?.text;
  const isMethod = code[index + 1]?.text === '(' && !notMethods.has(token.text);
  if (!isMethod || previous === '.' || previous === 'new' || previous === 'function') return null;
  return bodyAfterParameters(code, closers, index + 1);
}

/** After `(…)` comes the body, or a return type and then the body. */
function bodyAfterParameters(
  code: readonly Token[],
  closers: ReadonlyMap<number, number>,
  parameters: number,
): number | null {
  const end = closers.get(parameters);
  if (end === undefined) return null;
  if (code[end + 1]?.text === '{') return end + 1;
  if (code[end + 1]?.text !== ':') return null;
  let expectsType = true;
  for (let index = end + 2; index < code.length; index++) {
    const { text } = code[index]!;
    if (text === '{' && !expectsType) return index;
    const closer = closers.get(index);
    if (closer !== undefined) index = closer;
    else if ([';', '=>', '=', ')', '}', ']', '?'].includes(text)) return null;
    expectsType = ['|', '&', '<', ',', 'is', 'keyof', 'readonly'].includes(text);
  }
  return null;
}

function nameAt(code: readonly Token[], index: number): string {
  const token = code[index]!;
  if (token.text === 'function')
    return code[index + 1]?.kind === 'word' ? code[index + 1]!.text : '';
  if (token.text !== '=>') return token.text;
  // const name = (…) =>, within reach of a usual parameter list.
  for (let at = index - 1; at > Math.max(0, index - 60); at--) {
    const { text } = code[at]!;
    if (text === ';') break;
    if (text === '=' && code[at - 1]?.kind === 'word') return code[at - 1]!.text;
  }
  return '';
}

function indexOfPunctuation(
  code: readonly Token[],
  text: string,
  from: number,
  to: number,
): number | null {
  for (let index = from; index < Math.min(to, code.length); index++) {
    if (code[index]!.kind === 'punctuation' && code[index]!.text === text) return index;
  }
  return null;
}

function matchBrackets(code: readonly Token[]): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: { index: number; closer: string }[] = [];
  code.forEach(({ kind, text }, index) => {
    if (kind !== 'punctuation') return;
    const closer = openers[text];
    if (closer !== undefined) open.push({ index, closer });
    else if (open.at(-1)?.closer === text) pairs.set(open.pop()!.index, index);
  });
  return pairs;
}
