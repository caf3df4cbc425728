interface Clause {
  readonly fields: { readonly [name: string]: unknown };
}

/** One text of a negotiation: a revision that was handed out for review, or the draft that follows it. */
export interface NegotiatedText {
  readonly key: string;
  /** Null: the draft, not handed out yet. */
  readonly revision: number | null;
  /** ISO 8601 UTC; null for the draft. */
  readonly handedOutAt: string | null;
  /** What the parties have before them now. */
  readonly present: boolean;
  readonly clauses: readonly Clause[];
}

interface HandedOut extends Clause {
  readonly id: string;
}

/** Every text of a negotiation, the oldest first; a draft is one of its own only where it differs from what was handed out last. */
export function textsOf(
  handedOut: readonly HandedOut[],
  draft: { readonly clauses: readonly Clause[]; readonly textDigest: unknown },
): readonly NegotiatedText[] {
  const revisions = [...handedOut].sort(
    (one, other) => Number(one.fields['revision']) - Number(other.fields['revision']),
  );
  const isHandedOut = revisions.at(-1)?.fields['textDigest'] === draft.textDigest;
  const texts = revisions.map(({ id, fields }, index) => ({
    key: id,
    revision: Number(fields['revision']),
    handedOutAt: String(fields['handedOutAt']),
    present: isHandedOut && index === revisions.length - 1,
    clauses: clausesIn(fields['clauses']),
  }));
  if (isHandedOut) return texts;
  const { clauses } = draft;
  return [...texts, { key: 'draft', revision: null, handedOutAt: null, present: true, clauses }];
}

function clausesIn(rows: unknown): Clause[] {
  return Array.isArray(rows) ? rows.map((fields: Clause['fields']) => ({ fields })) : [];
}

/** What a reader wants to compare first: the text handed out before the present one, and that one. Null where there are no two. */
export function usualPair(
  texts: readonly NegotiatedText[],
): { readonly before: NegotiatedText; readonly after: NegotiatedText } | null {
  const [before, after] = texts.slice(-2);
  return before === undefined || after === undefined ? null : { before, after };
}
