import calculator from 'ae-cvss-calculator';
import type { CvssSeverity, CvssVersion } from '../advisory.ts';
import { cvssMetrics } from './cvss-metrics.ts';

export interface CvssFault {
  code:
    | 'cvss-not-a-vector'
    | 'cvss-unknown-version'
    | 'cvss-unknown-metric'
    | 'cvss-bad-value'
    | 'cvss-repeated-metric'
    | 'cvss-missing-metric';
  message: string;
}

export interface ScoredVector {
  version: CvssVersion;
  /** Score of the base metrics alone, 0.0 to 10.0. */
  baseScore: number;
  /** Rating of the base score. */
  severity: CvssSeverity;
  /** Score with whatever threat, temporal and environmental metrics the vector has. */
  overall: number;
  overallSeverity: CvssSeverity;
  /** Versions 2 and 3 only, when the vector has such metrics. */
  temporal: number | null;
  environmental: number | null;
}

const longestVector = 512;

/**
 * The qualitative rating. Versions 3 and 4 define it (3.1, table 14; 4.0, table 22); version 2 does not, and takes
 * the three bands of the National Vulnerability Database.
 */
export function rateScore(version: CvssVersion, score: number): CvssSeverity {
  if (version === '2.0') return score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  if (score >= 4) return 'medium';
  return score > 0 ? 'low' : 'none';
}

function fault(code: CvssFault['code'], message: string): { fault: CvssFault } {
  return { fault: { code, message } };
}

function splitVersion(text: string): { version: CvssVersion; metrics: string } | null {
  const named = /^CVSS:([0-9.]+)\/(.*)$/.exec(text);
  if (named !== null) {
    const version = ['2.0', '3.0', '3.1', '4.0'].find((known) => known === named[1]);
    return version === undefined ? null : { version: version as CvssVersion, metrics: named[2]! };
  }
  // Version 2 has no prefix, and the National Vulnerability Database used to put it in brackets.
  return { version: '2.0', metrics: text.replace(/^\((.*)\)$/, '$1') };
}

function readMetrics(
  version: CvssVersion,
  text: string,
): { metrics: Map<string, string> } | { fault: CvssFault } {
  const { mandatory, optional } = cvssMetrics[version];
  const metrics = new Map<string, string>();
  for (const part of text.split('/')) {
    const colon = part.indexOf(':');
    const name = part.slice(0, Math.max(colon, 0));
    const value = part.slice(colon + 1);
    const values = Object.hasOwn(mandatory, name)
      ? mandatory[name]
      : Object.hasOwn(optional, name)
        ? optional[name]
        : undefined;
    if (values === undefined) {
      return fault('cvss-unknown-metric', `CVSS ${version} has no metric "${part.slice(0, 20)}"`);
    }
    if (!values.includes(value)) {
      return fault('cvss-bad-value', `${name} cannot be "${value.slice(0, 20)}"`);
    }
    if (metrics.has(name)) return fault('cvss-repeated-metric', `${name} is given twice`);
    metrics.set(name, value);
  }
  const missing = Object.keys(mandatory).filter((name) => !metrics.has(name));
  if (missing.length > 0) {
    return fault('cvss-missing-metric', `The vector lacks ${missing.join(', ')}`);
  }
  return { metrics };
}

function write(prefix: string, metrics: Iterable<readonly [string, string]>): string {
  return prefix + [...metrics].map(([name, value]) => `${name}:${value}`).join('/');
}

/** Minus zero and the last binary digits are the calculator's affair, not the score's. */
function oneDecimal(score: number): number {
  const rounded = Math.round(score * 10) / 10;
  return rounded === 0 ? 0 : rounded;
}

function optionalScore(score: number | undefined): number | null {
  return score === undefined || Number.isNaN(score) ? null : oneDecimal(score);
}

function calculate(version: CvssVersion, metrics: Map<string, string>) {
  const { mandatory } = cvssMetrics[version];
  const base = [...metrics].filter(([name]) => Object.hasOwn(mandatory, name));
  if (version === '4.0') {
    const scoreOf = (parts: Iterable<readonly [string, string]>) =>
      new calculator.Cvss4P0(write('CVSS:4.0/', parts)).calculateScores().overall;
    return { base: scoreOf(base), overall: scoreOf(metrics), temporal: null, environmental: null };
  }
  const vector =
    version === '2.0'
      ? new calculator.Cvss2(write('', metrics))
      : version === '3.0'
        ? new calculator.Cvss3P0(write('CVSS:3.0/', metrics))
        : new calculator.Cvss3P1(write('CVSS:3.1/', metrics));
  const scores = vector.calculateScores();
  return {
    base: scores.base ?? 0,
    overall: scores.overall,
    temporal: optionalScore(scores.temporal),
    environmental: optionalScore(scores.environmental),
  };
}

/**
 * Scores a CVSS 2.0, 3.0, 3.1 or 4.0 vector. The vector is checked first against the metrics and values of its
 * version (any order is read); a vector that is not whole is answered with a fault, never with a guess.
 */
export function scoreVector(vector: string): ScoredVector | { fault: CvssFault } {
  const text = vector.trim();
  if (text === '' || text.length > longestVector || !/^[\x21-\x7e]+$/.test(text)) {
    return fault('cvss-not-a-vector', 'This is not a CVSS vector');
  }
  const split = splitVersion(text);
  if (split === null) {
    return fault('cvss-unknown-version', `"${text.slice(0, 10)}" is no CVSS version known here`);
  }
  const { version } = split;
  const read = readMetrics(version, split.metrics);
  if ('fault' in read) return read;
  const scores = calculate(version, read.metrics);
  const baseScore = oneDecimal(scores.base);
  const overall = oneDecimal(scores.overall);
  return {
    version,
    baseScore,
    severity: rateScore(version, baseScore),
    overall,
    overallSeverity: rateScore(version, overall),
    temporal: scores.temporal,
    environmental: scores.environmental,
  };
}
