import type { AccessEvent } from '#formats/access-log/read-access-log.ts';
import type { abnormalities } from '../registers.ts';
import { isWithin } from './networks.ts';

export type Abnormality = (typeof abnormalities)[number];

/** What a remote access allows, as its case says. */
export interface AllowedAccess {
  readonly caseId: string;
  readonly account: string;
  readonly startsAt: string;
  /** The end of the period, or of the case where that came first. */
  readonly endsAt: string;
  readonly provisioned: boolean;
  readonly hosts: readonly string[];
  /** Addresses and networks; none: from anywhere. */
  readonly sources: readonly string[];
}

export interface JudgedRecord {
  readonly event: AccessEvent;
  readonly access: AllowedAccess | null;
  readonly abnormal: readonly Abnormality[];
}

/** So many failures from one address within so long are many. */
export const manyFailures = { count: 5, withinMs: 10 * 60_000 } as const;
/** Addresses remembered at once: the oldest is forgotten first, so that a flood of them cannot fill the memory. */
const mostAddresses = 10_000;

const sameHost = (one: string, other: string): boolean =>
  one.toLowerCase() === other.toLowerCase() ||
  one.toLowerCase().split('.')[0] === other.toLowerCase();

/** Judges the events of a log, in their order, against what was allowed. */
export class RecordJudge {
  readonly #failures = new Map<string, number[]>();

  judge(event: AccessEvent, accesses: readonly AllowedAccess[]): JudgedRecord {
    const access = nearest(event, accesses);
    const abnormal: Abnormality[] = [];
    if (event.outcome === 'accepted') {
      if (access === null) abnormal.push('unknown-account');
      else abnormal.push(...outside(event, access));
    }
    if (this.#failsOften(event)) abnormal.push('many-failures');
    return { event, access, abnormal };
  }

  #failsOften({ outcome, method, source, at, times }: AccessEvent): boolean {
    const counts = outcome === 'failed' || (outcome === 'refused' && method === 'not-allowed');
    if (!counts) return false;
    const from = source ?? '';
    const now = Date.parse(at);
    const known = this.#failures.get(from) ?? [];
    const recent = known.filter((one) => now - one <= manyFailures.withinMs && one <= now);
    for (let told = 0; told < Math.min(times, manyFailures.count); told += 1) recent.push(now);
    this.#failures.delete(from);
    this.#failures.set(from, recent.slice(-manyFailures.count));
    if (this.#failures.size > mostAddresses) {
      const [oldest] = this.#failures.keys();
      if (oldest !== undefined) this.#failures.delete(oldest);
    }
    return recent.length >= manyFailures.count;
  }
}

/** The access of the account at that time, or else the one that ended or begins nearest to it. */
function nearest(event: AccessEvent, accesses: readonly AllowedAccess[]): AllowedAccess | null {
  const away = ({ startsAt, endsAt }: AllowedAccess): number =>
    Math.max(
      Date.parse(startsAt) - Date.parse(event.at),
      Date.parse(event.at) - Date.parse(endsAt),
      0,
    );
  const of = accesses.filter(({ account }) => account === event.account);
  const [first] = of.sort(
    (one, other) => away(one) - away(other) || Number(other.provisioned) - Number(one.provisioned),
  );
  return first ?? null;
}

function outside(event: AccessEvent, access: AllowedAccess): Abnormality[] {
  const { at, host, source } = event;
  const found: Abnormality[] = [];
  if (at < access.startsAt || at > access.endsAt || !access.provisioned) {
    found.push('outside-period');
  }
  const elsewhere = host !== null && !access.hosts.some((one) => sameHost(host, one));
  const stranger =
    access.sources.length > 0 && !access.sources.some((one) => isWithin(source ?? '', one));
  if (elsewhere || stranger) found.push('outside-scope');
  return found;
}
