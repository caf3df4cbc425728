import {
  type AdvisoryFault,
  type AdvisoryVulnerability,
  type AffectedPackage,
  distinct,
  type NormalisedAdvisory,
  utcInstant,
  type VersionInterval,
  type VulnerabilityScore,
} from '../advisory.ts';
import { scoreVector } from '../cvss/score-vector.ts';
import { orderingFor } from '../versions/orderings.ts';
import { intervalsOfOsvEvents, type OsvEvent } from '../versions/range.ts';
import { semverOrdering } from '../versions/semver.ts';
import type { OsvAffected, OsvRecord } from './osv-schema.ts';

/** Who stands behind the ids of an OSV database (OSV schema, `id`). */
const publishers: Readonly<Record<string, string>> = {
  DSA: 'Debian',
  DLA: 'Debian',
  GHSA: 'GitHub',
  GO: 'Go',
  OSV: 'OSS-Fuzz',
  PYSEC: 'Python Packaging Authority',
  RUSTSEC: 'RustSec',
  USN: 'Ubuntu',
};

const orders = { SEMVER: 'semver', ECOSYSTEM: 'ecosystem', GIT: 'git' } as const;
const cvePattern = /^CVE-\d{4}-\d{4,}$/;

function publisherOf(id: string): string {
  const prefix = id.split('-', 1)[0] ?? '';
  return Object.hasOwn(publishers, prefix) ? (publishers[prefix] ?? 'OSV') : 'OSV';
}

type OsvRange = NonNullable<OsvAffected['ranges']>[number];

function intervalsOf(range: OsvRange, ecosystem: string): VersionInterval[] {
  const order = orders[range.type];
  const ordering =
    order === 'git' ? null : order === 'semver' ? semverOrdering : orderingFor(ecosystem);
  const events = range.events.map(
    (event): OsvEvent => ({
      introduced: event.introduced ?? undefined,
      fixed: event.fixed ?? undefined,
      last_affected: event.last_affected ?? undefined,
      limit: event.limit ?? undefined,
    }),
  );
  return intervalsOfOsvEvents(events, ordering).map((interval) => ({ order, ...interval }));
}

/** What is affected only as a source repository stands under the ecosystem `GIT` and the repository's address. */
function affectedPackage(affected: OsvAffected): AffectedPackage | null {
  const ranges = affected.ranges ?? [];
  const ecosystem = affected.package?.ecosystem ?? 'GIT';
  const name = affected.package?.name ?? ranges.find(({ repo }) => repo != null)?.repo;
  if (name == null) return null;
  return {
    vulnerability: null,
    ecosystem,
    name,
    purl: affected.package?.purl ?? null,
    intervals: ranges.flatMap((range) => intervalsOf(range, ecosystem)),
    versions: distinct(affected.versions ?? []),
    status: 'affected',
    remediations: [],
  };
}

function readScores(record: OsvRecord, faults: AdvisoryFault[]): VulnerabilityScore[] {
  const scores = new Map<string, VulnerabilityScore>();
  const given = [
    ...(record.severity ?? []).map((item, index) => ({ ...item, path: `/severity/${index}` })),
    ...(record.affected ?? []).flatMap((affected, number) =>
      (affected.severity ?? []).map((item, index) => ({
        ...item,
        path: `/affected/${number}/severity/${index}`,
      })),
    ),
  ];
  for (const { type, score: vector, path } of given) {
    if (!type.startsWith('CVSS_') || scores.has(vector)) continue;
    const scored = scoreVector(vector);
    if ('fault' in scored) {
      faults.push({ path: `${path}/score`, ...scored.fault });
      continue;
    }
    const { version, baseScore: score, severity } = scored;
    scores.set(vector, { version, vector, score, severity, productIds: null });
  }
  return [...scores.values()];
}

function weaknessOf({ database_specific: specific }: OsvRecord): string | null {
  if (typeof specific !== 'object' || specific === null) return null;
  const ids: unknown = (specific as Record<string, unknown>).cwe_ids;
  const first: unknown = Array.isArray(ids) ? ids[0] : null;
  return typeof first === 'string' && /^CWE-\d+$/.test(first) ? first : null;
}

function vulnerabilitiesOf(record: OsvRecord, faults: AdvisoryFault[]): AdvisoryVulnerability[] {
  const cves = [record.id, ...(record.aliases ?? []), ...(record.upstream ?? [])].filter((id) =>
    cvePattern.test(id),
  );
  const scores = readScores(record, faults);
  const cwe = weaknessOf(record);
  return distinct(cves.length > 0 ? cves : [record.id]).map((id) => ({
    id,
    title: record.summary ?? null,
    cwe,
    scores,
    exploited: null,
  }));
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** Turns an OSV 1.x record into the common shape, and lists what in it could not be used. */
export function normaliseOsv(
  record: OsvRecord,
  publisher: string | undefined,
): { advisory: NormalisedAdvisory; faults: AdvisoryFault[] } {
  const faults: AdvisoryFault[] = [];
  const affected = (record.affected ?? []).flatMap((item, index) => {
    const read = affectedPackage(item);
    if (read !== null) return [read];
    const message = 'Neither a package nor a repository is named';
    faults.push({ path: `/affected/${index}`, code: 'osv-no-package', message });
    return [];
  });
  const withdrawnAt = utcInstant(record.withdrawn);
  const details = record.details ?? '';
  const advisory: NormalisedAdvisory = {
    source: 'osv',
    id: record.id,
    publisher: publisher ?? publisherOf(record.id),
    title: record.summary || firstLine(details) || record.id,
    summary: details || record.summary || '',
    status: withdrawnAt === null ? 'final' : 'withdrawn',
    revision: record.modified,
    publishedAt: utcInstant(record.published),
    updatedAt: utcInstant(record.modified),
    withdrawnAt,
    aliases: distinct(record.aliases ?? []),
    supersedes: [],
    related: distinct([...(record.related ?? []), ...(record.upstream ?? [])]),
    tlp: null,
    language: null,
    vulnerabilities: vulnerabilitiesOf(record, faults),
    remediations: [],
    affected,
    products: [],
    references: (record.references ?? []).map(({ type, url }) => ({
      url,
      kind: (type ?? 'WEB').toLowerCase(),
      text: null,
    })),
  };
  return { advisory, faults };
}
