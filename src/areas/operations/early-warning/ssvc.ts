import type { Triage } from '#areas/operations/advisories/queries/triage-facts.ts';
import { decideDeployer, ssvcKey } from '#formats/ssvc/decide-deployer.ts';

export interface DecisionPoints {
  readonly exploitation: 'none' | 'poc' | 'active';
  readonly exposure: 'small' | 'controlled' | 'open';
  readonly automatable: 'no' | 'yes';
  readonly humanImpact: 'low' | 'medium' | 'high' | 'very-high';
}

const names = {
  exploitation: { N: 'none', P: 'poc', A: 'active' },
  exposure: { S: 'small', C: 'controlled', O: 'open' },
  automatable: { N: 'no', Y: 'yes' },
  humanImpact: { L: 'low', M: 'medium', H: 'high', VH: 'very-high' },
} as const;

/** The decision points as the registers suggest them, by the names that the case shows. */
export function namedPoints(triage: Triage): DecisionPoints {
  return {
    exploitation: names.exploitation[triage.exploitation.value],
    exposure: names.exposure[triage.exposure.value],
    automatable: names.automatable[triage.automatable.value],
    humanImpact: names.humanImpact[triage.humanImpact.value],
  };
}

export interface Proposal {
  readonly proposedPriority: 'immediate' | 'out-of-cycle' | 'scheduled' | 'defer';
  /** Which edition of the table decided. */
  readonly priorityTable: string;
}

/** The table's answer, or null while a decision point is open. */
export function proposePriority(values: Readonly<Record<string, unknown>>): Proposal | null {
  const exploitation = ssvcKey('exploitation', String(values['exploitation'] ?? ''));
  const exposure = ssvcKey('exposure', String(values['exposure'] ?? ''));
  const automatable = ssvcKey('automatable', String(values['automatable'] ?? ''));
  const humanImpact = ssvcKey('humanImpact', String(values['humanImpact'] ?? ''));
  if (exploitation === null || exposure === null || automatable === null || humanImpact === null) {
    return null;
  }
  const { priority, table } = decideDeployer({ exploitation, exposure, automatable, humanImpact });
  return { proposedPriority: priority, priorityTable: table };
}
