import {
  type Automatable,
  type DeployerDecision,
  decideDeployer,
  type Exploitation,
  type HumanImpact,
  type SystemExposure,
} from '#formats/ssvc/decide-deployer.ts';
import type { ReadContext } from '#kernel/command/context.ts';

/** What the registers know of an advisory for triage. */
export interface TriageFacts {
  readonly exploited: boolean;
  /** Calendar day. */
  readonly kevDueDate: string | null;
  readonly epss: number | null;
  readonly epssPercentile: number | null;
  readonly severity: string | null;
  readonly severityScore: number | null;
  readonly severityVector: string | null;
}

/** Facts of one advisory, or null when there is no such advisory. */
export async function triageFacts(
  context: Pick<ReadContext, 'client'>,
  advisoryId: string,
): Promise<TriageFacts | null> {
  const { rows } = await context.client.query<TriageFacts>({
    name: 'advisory-triage',
    text: `select coalesce(exploited, false) as exploited, kev_due_date as "kevDueDate", epss, epss_percentile as "epssPercentile",
        severity, severity_score as "severityScore", severity_vector as "severityVector" from advisory where id = $1`,
    values: [advisoryId],
  });
  return rows[0] ?? null;
}

/** What is at stake on one asset. */
export interface AssetStake {
  readonly exposure: string | null;
  readonly value: number | null;
}

export interface TriageInput<T> {
  readonly value: T;
  /** Where it was taken from: the text `advisory.triage.<because>`. */
  readonly because: string;
}

export interface Triage {
  readonly exploitation: TriageInput<Exploitation>;
  readonly exposure: TriageInput<SystemExposure>;
  readonly automatable: TriageInput<Automatable>;
  readonly humanImpact: TriageInput<HumanImpact>;
  readonly decision: DeployerDecision;
}

/** From this probability on a public exploit is taken as likely. */
const likelyEpss = 0.1;

const exposures: Readonly<Record<string, SystemExposure>> = {
  internet: 'O',
  partner: 'C',
  internal: 'C',
  isolated: 'S',
};

/**
 * The inputs of SSVC's deployer table, filled in from what the registers know, for the worst of the assets; a person decides. What is not
 * known counts as the worse case of what is plausible: an asset without exposure is taken as open.
 */
export function triageOf(facts: TriageFacts, assets: readonly AssetStake[]): Triage {
  const exploitation = exploitationOf(facts);
  const exposure = exposureOf(assets);
  const automatable = automatableOf(facts.severityVector);
  const humanImpact = impactOf(assets);
  const decision = decideDeployer({
    exploitation: exploitation.value,
    exposure: exposure.value,
    automatable: automatable.value,
    humanImpact: humanImpact.value,
  });
  return { exploitation, exposure, automatable, humanImpact, decision };
}

function exploitationOf(facts: TriageFacts): TriageInput<Exploitation> {
  if (facts.exploited) return { value: 'A', because: 'known-exploited' };
  if (facts.epss !== null && facts.epss >= likelyEpss) return { value: 'P', because: 'likely' };
  return { value: 'N', because: facts.epss === null ? 'not-known' : 'unlikely' };
}

function exposureOf(assets: readonly AssetStake[]): TriageInput<SystemExposure> {
  const found = new Set(assets.map(({ exposure }) => exposures[exposure ?? ''] ?? null));
  if (found.has('O')) return { value: 'O', because: 'open-asset' };
  if (found.has(null) || found.size === 0) return { value: 'O', because: 'exposure-not-known' };
  return found.has('C')
    ? { value: 'C', because: 'controlled-asset' }
    : { value: 'S', because: 'isolated-asset' };
}

/** Reachable over the network, without effort, rights or a person: what a worm needs (SSVC, Automatable). */
function automatableOf(vector: string | null): TriageInput<Automatable> {
  if (vector === null) return { value: 'Y', because: 'no-vector' };
  const has = (metric: string) => `/${vector}/`.includes(`/${metric}/`);
  const simple =
    has('AC:L') && has('AV:N') && (has('PR:N') || has('Au:N')) && !has('UI:R') && !has('UI:A');
  return simple ? { value: 'Y', because: 'vector' } : { value: 'N', because: 'vector' };
}

function impactOf(assets: readonly AssetStake[]): TriageInput<HumanImpact> {
  const values = assets.flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return { value: 'M', because: 'not-valued' };
  const worst = Math.max(...values);
  const impacts: readonly HumanImpact[] = ['L', 'L', 'L', 'M', 'H', 'VH'];
  return { value: impacts[Math.min(5, Math.max(0, worst))] ?? 'M', because: 'asset-value' };
}
