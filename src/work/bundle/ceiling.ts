import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { labels, tlps } from '#work/contract.ts';

type Label = (typeof labels)[number];
type Tlp = (typeof tlps)[number];

/** The most that an organisation may be shown of another's, and what says so; ground null: no rule in force speaks of the two. */
export interface Ceiling {
  readonly label: Label;
  readonly tlp: Tlp;
  readonly ground: Readonly<Record<string, unknown>> | null;
}

/** What no terms cover leaves the installation up to here (deny by default). */
export const uncovered: Ceiling = { label: 'LIMITED', tlp: 'AMBER', ground: null };

/** The same organisation, in another installation of its own. TLP:RED is for named people, and a bundle is read by a whole organisation. */
const own: Ceiling = { label: 'SENSITIVE', tlp: 'AMBER+STRICT', ground: null };

/** What goes at most: the strictest of what the areas say, never TLP:RED. */
export async function ceilingFor(
  context: ReadContext,
  catalogue: Catalogue,
  row: Pick<CaseRow, 'ownerId' | 'fields'>,
  to: string,
): Promise<Ceiling> {
  const from = row.ownerId;
  if (from === to) return own;
  const found: Ceiling[] = [];
  for (const rule of catalogue.ceilings) {
    const one = await rule(context, { from, to, case: row });
    if (one !== null) found.push(one);
  }
  const [first, ...others] = found;
  if (first === undefined) return uncovered;
  const strictest = others.reduce(
    (lowest, one) => ({
      label: labels[Math.min(labels.indexOf(one.label), labels.indexOf(lowest.label))] ?? 'PUBLIC',
      tlp: tlps[Math.min(tlps.indexOf(one.tlp), tlps.indexOf(lowest.tlp))] ?? 'CLEAR',
      ground: lowest.ground,
    }),
    first,
  );
  return strictest.tlp === 'RED' ? { ...strictest, tlp: 'AMBER+STRICT' } : strictest;
}

/** True when something so marked is above the ceiling. What bears no known mark is. */
export function isAbove(ceiling: Ceiling, marked: { label: string; tlp: string }): boolean {
  const label = (labels as readonly string[]).indexOf(marked.label);
  const tlp = (tlps as readonly string[]).indexOf(marked.tlp);
  if (label < 0 || tlp < 0) return true;
  return label > labels.indexOf(ceiling.label) || tlp > tlps.indexOf(ceiling.tlp);
}
