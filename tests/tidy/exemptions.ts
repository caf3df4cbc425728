import type { Offence } from './house.ts';

/** A file that may break a rule, and why. */
export interface Exemption {
  readonly rule: string;
  readonly path: string;
  readonly reason: string;
}

/** What is left of the offences, and the exemptions that excuse nothing any more. */
export function applyExemptions(
  rule: string,
  offences: readonly Offence[],
  exemptions: readonly Exemption[],
): { offences: Offence[]; unused: Exemption[] } {
  const own = exemptions.filter((each) => each.rule === rule);
  return {
    offences: offences.filter(({ path }) => !own.some((each) => each.path === path)),
    unused: own.filter((each) => !offences.some(({ path }) => path === each.path)),
  };
}
