import type { z } from 'zod';
import type { EvidenceRule } from '#engine/evidence.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { takeInInput } from './contract.ts';

type Input = z.infer<typeof takeInInput>;

/** What is known of a file beside its bytes, as it is stored. */
export interface Told {
  readonly kind: string;
  readonly title: string;
  /** Of what is provided, who provides it. */
  readonly collectedBy: string;
  /** ISO 8601; of what is provided, when it was taken in. */
  readonly collectedAt: string;
  readonly collectedWhere: string | null;
  readonly effectiveOn: string | null;
  readonly method: string | null;
}

const ofCollecting = ['kind', 'collectedBy', 'collectedAt'] as const;
const alsoOfCollecting = ['collectedWhere', 'effectiveOn', 'method'] as const;

/** How far the clock of whoever collected it may be ahead of ours. */
const clockSlackMs = 5 * 60_000;
/** How far ahead of UTC a day begins where it begins first. */
const mostAheadMs = 14 * 3_600_000;

/**
 * What whoever brings a file in says of it, as the procedure of its case asks for it.
 * @throws 422 with the place of what is missing, not asked for, or lies ahead
 */
export function toldOf(rule: EvidenceRule, input: Input, now: Date): Told {
  const { title } = input;
  if (rule.origin === 'provided') {
    const faults = notAsked(input, [...ofCollecting, ...alsoOfCollecting]);
    const { providedBy } = input;
    if (providedBy == null) throw invalidInput([required('providedBy'), ...faults]);
    if (faults.length > 0) throw invalidInput(faults);
    return {
      ...{ kind: 'document', title, collectedBy: providedBy, collectedAt: now.toISOString() },
      ...{ collectedWhere: null, effectiveOn: null, method: null },
    };
  }
  const { kind, collectedBy, collectedAt, collectedWhere, effectiveOn, method } = input;
  if (kind == null || collectedBy == null || collectedAt == null) {
    throw invalidInput(ofCollecting.filter((name) => input[name] == null).map(required));
  }
  const faults = [
    ...notAsked(input, ['providedBy']),
    ...ahead(collectedAt, effectiveOn ?? null, now),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return {
    ...{ kind, title, collectedBy, collectedAt, collectedWhere: collectedWhere ?? null },
    ...{ effectiveOn: effectiveOn ?? null, method: method ?? null },
  };
}

const required = (name: string): Fault => ({
  ...{ path: `/${name}`, code: 'required', message: 'This is said of every file here.' },
});

function notAsked(input: Input, names: readonly (keyof Input)[]): Fault[] {
  const message = 'This is not said of the files of this case.';
  return names
    .filter((name) => input[name] != null)
    .map((name) => ({ path: `/${name}`, code: 'not-asked', message }));
}

/** Nothing was collected in the future, nor tells of it. */
function ahead(collectedAt: string, effectiveOn: string | null, now: Date): Fault[] {
  const faults: Fault[] = [];
  if (Date.parse(collectedAt) > now.getTime() + clockSlackMs) {
    const message = 'It was collected before it is brought in.';
    faults.push({ path: '/collectedAt', code: 'future', message });
  }
  const today = new Date(now.getTime() + mostAheadMs).toISOString().slice(0, 10);
  if (effectiveOn !== null && effectiveOn > today) {
    const message = 'It tells of a day that has come.';
    faults.push({ path: '/effectiveOn', code: 'future', message });
  }
  return faults;
}
