import table from '#standards/ssvc/deployer-patch-application-priority.json' with { type: 'json' };

/** Exploitation: none, public proof of concept, active. */
export type Exploitation = 'N' | 'P' | 'A';
/** System exposure: small, controlled, open. */
export type SystemExposure = 'S' | 'C' | 'O';
/** Automatable: no, yes. */
export type Automatable = 'N' | 'Y';
/** Human impact: low, medium, high, very high. */
export type HumanImpact = 'L' | 'M' | 'H' | 'VH';

export interface DeployerInputs {
  exploitation: Exploitation;
  exposure: SystemExposure;
  automatable: Automatable;
  humanImpact: HumanImpact;
}

export type DeployerPriority = 'defer' | 'scheduled' | 'out-of-cycle' | 'immediate';

export interface DeployerDecision {
  priority: DeployerPriority;
  /** Which table decided, so that a later edition can be told apart: `ssvc:DT_DP:1.0.0`. */
  table: string;
}

const priorities: Readonly<Record<string, DeployerPriority>> = {
  D: 'defer',
  S: 'scheduled',
  O: 'out-of-cycle',
  I: 'immediate',
};

const decisions = new Map(
  table.rows.map((row) => [row.slice(0, -1).join(' '), priorities[row.at(-1) ?? '']]),
);

/**
 * The deployer's patch application priority by Stakeholder-Specific Vulnerability Categorization (SSVC), decision table
 * Deployer Patch Application Priority 1.0.0 of CERT/CC.
 * @throws RangeError for a combination that is not in the table
 */
export function decideDeployer(inputs: DeployerInputs): DeployerDecision {
  const { exploitation, exposure, automatable, humanImpact } = inputs;
  const combination = [exploitation, exposure, automatable, humanImpact].join(' ');
  const priority = decisions.get(combination);
  if (priority === undefined) throw new RangeError(`SSVC knows no combination "${combination}"`);
  return { priority, table: table.id };
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

/** Spellings in use besides key and name. */
const otherSpellings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  exploitation: { poc: 'P', proofofconcept: 'P' },
};

/**
 * The key of a value in whatever spelling it comes: `VH`, `very high`, `Very_High`; null when it is no value of the
 * decision point.
 */
export function ssvcKey<P extends keyof DeployerInputs>(
  property: P,
  text: string,
): DeployerInputs[P] | null {
  const point = table.points.find((candidate) => candidate.property === property);
  const wanted = plain(text);
  const known = point?.values.find(({ key, name }) => [plain(key), plain(name)].includes(wanted));
  const spellings = otherSpellings[property] ?? {};
  const other = Object.hasOwn(spellings, wanted) ? spellings[wanted] : undefined;
  return (known?.key ?? other ?? null) as DeployerInputs[P] | null;
}
