import type { Functions } from '#engine/decision.ts';
import type { EvidenceRule } from '#engine/evidence.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import type { ScanState } from './contract.ts';

export interface EvidenceFacts {
  /** Somebody said that it must be kept, whatever its retention. */
  readonly held: boolean;
  readonly retainedUntil: string;
  readonly scan: ScanState;
  /** A scanner is set up. */
  readonly scanner: boolean;
  readonly holderId: string;
  /** Organisations that may see it: nobody holds what he may not see. */
  readonly readers: readonly string[];
  /** To whom it was handed over and who has not received it yet. */
  readonly underWayTo: string | null;
  /** Who brought it in: to whom it is returned. */
  readonly contributorId: string;
  /** Who has a copy for analysis that did not come back, as it was named when it was made. */
  readonly copiesOut: readonly string[];
}

/** Whoever holds one of the rule's roles in the case. */
export const custodian = 'custodian';

/** Whoever is of the organisation to which it is under way. */
export const receiver = 'receiver';

/**
 * The life of a piece of evidence: in somebody's hands, at the end returned or destroyed. Destruction takes two persons, the end of the
 * retention and no hold (X.1052 §13.1; ISO/IEC 27037 custody). Bytes never change; each action is an entry of custody.
 */
export function evidenceLifeCycle({ clause }: EvidenceRule): LifeCycle {
  const by = [custodian];
  const stays = { from: ['held'], to: 'same', by, clause } as const;
  return {
    initial: 'held',
    states: {
      held: { kind: 'active', clause },
      'destruction-proposed': { kind: 'active', clause },
      returned: { kind: 'final', outcome: 'achieved', clause },
      destroyed: { kind: 'final', outcome: 'achieved', clause },
    },
    actions: {
      transfer: {
        ...{ ...stays, comment: 'required', primary: true },
        guards: ['not-in-quarantine', 'not-under-way', 'receiver-sees-it'],
        form: { organisation: { kind: 'reference', to: 'organisations', required: true } },
      },
      receive: { ...stays, by: [receiver], comment: 'optional' },
      're-hash': { ...stays },
      scan: { ...stays, guards: ['scanner-is-there', 'not-in-quarantine', 'scan-is-over'] },
      copy: {
        ...{ ...stays, comment: 'required', guards: ['not-in-quarantine', 'scan-is-over'] },
        form: { copyFor: { kind: 'text', required: true, max: 300 } },
      },
      'return-copy': {
        ...{ ...stays, comment: 'required', guards: ['such-a-copy-is-out'] },
        form: { returnedBy: { kind: 'text', required: true, max: 300 } },
      },
      hold: { ...stays, comment: 'required', guards: ['not-held'] },
      'release-hold': { ...stays, comment: 'required', guards: ['is-held'] },
      return: {
        ...{ from: ['held'], to: 'returned', by, clause, comment: 'required' },
        guards: [
          ...['not-in-quarantine', 'scan-is-over', 'not-under-way'],
          ...['is-in-other-hands', 'no-copy-is-out'],
        ],
      },
      'propose-destruction': {
        ...{ from: ['held'], to: 'destruction-proposed', by, clause, comment: 'required' },
        guards: ['not-held', 'retention-is-over', 'not-under-way', 'no-copy-is-out'],
      },
      keep: { from: ['destruction-proposed'], to: 'held', by, clause, comment: 'required' },
      'confirm-destruction': {
        ...{ from: ['destruction-proposed'], to: 'destroyed', by, clause, destructive: true },
        ...{ notBy: ['propose-destruction'], guards: ['not-held', 'retention-is-over'] },
        primary: true,
      },
    },
  };
}

/** The same name, however it was typed. */
export function isSameName(one: unknown, other: string): boolean {
  const plain = (name: string) => name.trim().replace(/\s+/g, ' ').toLowerCase();
  return plain(String(one)) === plain(other);
}

export const evidenceFunctions: Functions<EvidenceFacts> = {
  judges: { 'such-a-copy-is-out': 'returnedBy' },
  guards: {
    'not-held': ({ facts }) => !facts.held,
    'is-held': ({ facts }) => facts.held,
    'not-in-quarantine': ({ facts }) => facts.scan !== 'infected',
    'not-under-way': ({ facts }) => facts.underWayTo === null,
    'receiver-sees-it': ({ facts, fields }) => {
      const to = String(fields['organisation'] ?? '');
      return to !== facts.holderId && facts.readers.includes(to);
    },
    'is-in-other-hands': ({ facts }) => facts.holderId !== facts.contributorId,
    'no-copy-is-out': ({ facts }) => facts.copiesOut.length === 0,
    'such-a-copy-is-out': ({ facts, fields }) =>
      facts.copiesOut.some((name) => isSameName(fields['returnedBy'], name)),
    'scan-is-over': ({ facts }) => facts.scan !== 'waiting',
    'scanner-is-there': ({ facts }) => facts.scanner,
    'retention-is-over': ({ facts, now }) => facts.retainedUntil <= now,
  },
};
