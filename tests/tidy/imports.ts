import type { Token } from './tokens.ts';

/** One import or re-export of a source. */
export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased before running: `import type` and `export type`. */
  readonly typeOnly: boolean;
  readonly reExport: boolean;
}

/** The static and dynamic imports and the re-exports of a source. */
export function findImports(tokens: readonly Token[]): Import[] {
  const code = tokens.filter((token) => token.kind !== 'comment');
  const found: Import[] = [];
  code.forEach((token, index) => {
    const isStatement = token.kind === 'word' && /^(import|export)$/.test(token.text);
    if (!isStatement || code[index - 1]?.text === '.') return;
    const specifier = specifierAfter(code, index);
    if (specifier === null) return;
    found.push({
      specifier: specifier.text.slice(1, -1),
      line: token.line,
      typeOnly: code[index + 1]?.text === 'type',
      reExport: token.text === 'export',
    });
  });
  return found;
}

/** The patterns given to `import.meta.glob`. */
export function findGlobs(tokens: readonly Token[]): string[] {
  const globs: string[] = [];
  tokens.forEach((token, index) => {
    if (token.text !== 'glob' || tokens[index - 2]?.text !== 'meta') return;
    let depth = 0;
    for (let at = index + 1; at < tokens.length; at++) {
      const { kind, text } = tokens[at]!;
      if (text === '(' || text === '[') depth += 1;
      if (text === ')' || text === ']') depth -= 1;
      if (kind === 'string' && /[*]/.test(text)) globs.push(text.slice(1, -1));
      if (text === ')' && depth === 0) break;
    }
  });
  return globs;
}

function specifierAfter(code: readonly Token[], index: number): Token | null {
  const next = code[index + 1];
  if (next === undefined) return null;
  if (next.kind === 'string') return code[index]!.text === 'import' ? next : null;
  if (next.text === '(') {
    const argument = code[index + 2];
    return code[index]!.text === 'import' && argument?.kind === 'string' ? argument : null;
  }
  // Between `import` or `export` and `from` stand names, braces, commas and a star only.
  for (let at = index + 1; at < code.length; at++) {
    const { kind, text } = code[at]!;
    if (text === 'from' && code[at + 1]?.kind === 'string') return code[at + 1]!;
    if (kind !== 'word' && kind !== 'string' && !['{', '}', ',', '*'].includes(text)) return null;
    if (/^(const|function|class|let|interface|async|default)$/.test(text)) return null;
  }
  return null;
}
