import { isDuration } from '../duration.ts';
import type { FunctionName, Within } from '../life-cycle.ts';

/** A fault of a definition: where, which rule, and what to do about it. */
export interface Fault {
  readonly path: string;
  readonly rule: string;
  readonly message: string;
}

export type Report = (path: string, rule: string, message: string) => void;

/** Names of functions: a list, or the functions themselves by name. */
export type NameSet = readonly FunctionName[] | Readonly<Record<FunctionName, unknown>>;

/** The functions that an area registers beside a definition; each set may be the object of the functions themselves. */
export interface FunctionNames {
  readonly guards?: NameSet | undefined;
  readonly durations?: NameSet | undefined;
  readonly effects?: NameSet | undefined;
  /** Payloads of hand-offs. */
  readonly payloads?: NameSet | undefined;
  /** `forEach` of parallel tasks. */
  readonly targets?: NameSet | undefined;
  /** `forEach` of duties. */
  readonly dutySubjects?: NameSet | undefined;
}

/** What is known outside the definition; what is absent is not checked. */
export interface Surroundings {
  readonly roles?: ReadonlySet<string>;
  /** Roles that one person alone holds in an organisation. */
  readonly singleHolders?: ReadonlySet<string>;
  readonly registers?: ReadonlySet<string>;
  readonly procedures?: ReadonlySet<string>;
}

export function isNamed(names: NameSet | undefined, name: FunctionName): boolean {
  if (names === undefined) return false;
  return Array.isArray(names) ? names.includes(name) : Object.hasOwn(names, name);
}

export function checkFunction(
  report: Report,
  path: string,
  kind: keyof FunctionNames,
  functions: FunctionNames,
  name: FunctionName | undefined,
): void {
  if (name === undefined || isNamed(functions[kind], name)) return;
  report(path, 'function-missing', `no function ${name} among the ${kind} of the area`);
}

export function checkClause(report: Report, path: string, clause: string | undefined): void {
  if (clause !== undefined && clause.trim() !== '') return;
  report(`${path}.clause`, 'clause-missing', 'name the clause of the source document');
}

export function checkWithin(
  report: Report,
  path: string,
  functions: FunctionNames,
  within: Within | undefined,
): void {
  if (within === undefined) return;
  if (typeof within !== 'string') checkFunction(report, path, 'durations', functions, within.by);
  else if (!isDuration(within)) {
    report(path, 'duration', `${within} is not an ISO 8601 duration longer than nothing`);
  }
}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

export function checkKebab(report: Report, path: string, name: string): void {
  if (!KEBAB.test(name)) report(path, 'name', `${name} is not kebab-case`);
}

/** Collects faults: `collect((report) => …)`. */
export function collect(check: (report: Report) => void): Fault[] {
  const faults: Fault[] = [];
  check((path, rule, message) => faults.push({ path, rule, message }));
  return faults;
}
