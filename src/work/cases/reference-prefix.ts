import type { Procedure } from '#engine/procedure.ts';

/** Letters before the number of a procedure's cases: declared, or the initials of its id (`early-warning` gives EW, `change` CH). */
export function referencePrefixOf(procedure: Pick<Procedure, 'id' | 'referencePrefix'>): string {
  if (procedure.referencePrefix !== undefined) return procedure.referencePrefix;
  const words = procedure.id.split('-');
  const [first = ''] = words;
  const letters =
    words.length > 1 ? words.map((word) => word.charAt(0)).join('') : first.slice(0, 2);
  return letters.toUpperCase();
}

/** @throws Error naming two procedures whose cases would carry the same numbers. */
export function refuseSamePrefixes(procedures: Iterable<Procedure>): void {
  const known = new Map<string, string>();
  for (const procedure of procedures) {
    const prefix = referencePrefixOf(procedure);
    const other = known.get(prefix);
    if (other !== undefined) {
      throw new Error(
        `cases of ${procedure.id} and ${other} would share the letters ${prefix}: give one a referencePrefix`,
      );
    }
    known.set(prefix, procedure.id);
  }
}
