interface Clause {
  readonly fields: { readonly [name: string]: unknown };
}

/** What one clause of an update is beside the text in force. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly number: string;
  readonly title: string;
  /** What differs beside the text, by field, sorted. */
  readonly fields: readonly {
    readonly name: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
  readonly before: string | null;
  readonly after: string | null;
}

/** Said by the place of the clause, or shown word by word. */
const places = new Set(['number', 'position', 'termsVersion', 'text']);

const textOf = (clause: Clause, name: string): string => String(clause.fields[name] ?? '');

/** A clause is the same when it stands in the same part under the same title, or else under the same number. */
function counterpart<C extends Clause>(clause: Clause, others: readonly C[]): C | undefined {
  const inPart = others.filter((one) => textOf(one, 'part') === textOf(clause, 'part'));
  return (
    inPart.find((one) => textOf(one, 'title') === textOf(clause, 'title')) ??
    inPart.find((one) => textOf(one, 'number') === textOf(clause, 'number'))
  );
}

function changedFields(before: Clause, after: Clause): Difference['fields'] {
  const names = new Set([...Object.keys(before.fields), ...Object.keys(after.fields)]);
  return [...names]
    .filter((name) => !places.has(name))
    .sort()
    .flatMap((name) => {
      const [old, now] = [before.fields[name] ?? null, after.fields[name] ?? null];
      return JSON.stringify(old) === JSON.stringify(now) ? [] : [{ name, before: old, after: now }];
    });
}

/** How a text differs from the version that it updates: clauses added, changed and removed, in the order of the new text. */
export function differencesOf(
  before: readonly Clause[],
  after: readonly Clause[],
): readonly Difference[] {
  const left = [...before];
  const found = after.flatMap((clause): Difference[] => {
    const old = counterpart(clause, left);
    const common = { number: textOf(clause, 'number'), title: textOf(clause, 'title') };
    if (old === undefined) {
      return [
        { ...common, kind: 'added', fields: [], before: null, after: textOf(clause, 'text') },
      ];
    }
    left.splice(left.indexOf(old), 1);
    const fields = changedFields(old, clause);
    const texts = { before: textOf(old, 'text'), after: textOf(clause, 'text') };
    if (fields.length === 0 && texts.before === texts.after) return [];
    return [{ ...common, kind: 'changed', fields, ...texts }];
  });
  const removed = left.map(
    (clause): Difference => ({
      ...{ kind: 'removed', number: textOf(clause, 'number'), title: textOf(clause, 'title') },
      ...{ fields: [], before: textOf(clause, 'text'), after: null },
    }),
  );
  return [...found, ...removed];
}
