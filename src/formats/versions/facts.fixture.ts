import type { Comparison, VersionOrdering } from './ordering.ts';

/** One comparison fact: `a < b`, `a = b` or `a > b`. */
export interface Fact {
  readonly a: string;
  readonly expected: Comparison;
  readonly b: string;
}

const meanings: Readonly<Record<string, Comparison>> = { '<': -1, '=': 0, '>': 1 };

/** The sign a comparison is written with. */
export function signs(comparison: number): string {
  if (comparison === 0) return '=';
  return comparison < 0 ? '<' : '>';
}

/** The facts of a text with one `a < b` a line; empty lines and comments are passed over. */
export function factsIn(text: string): Fact[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//') && !line.startsWith('#'))
    .map((line) => {
      const [a = '', operator = '', b = ''] = line.split(' ');
      const expected = meanings[operator];
      if (expected === undefined) throw new Error(`not a comparison fact: ${line}`);
      return { a, expected, b };
    });
}

/** The facts the ordering does not keep, either way round, each as `a ? b is <what it says>`. */
export function compareFacts(ordering: VersionOrdering, facts: readonly Fact[]): string[] {
  return facts.flatMap(({ a, expected, b }) => {
    const said = ordering.compare(a, b);
    const back = ordering.compare(b, a);
    if (said === expected && said + back === 0) return [];
    return [`${a} ? ${b} is ${signs(said)}`];
  });
}
