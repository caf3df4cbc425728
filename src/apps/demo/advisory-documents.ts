import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writeCsaf } from '#formats/csaf/write-csaf.ts';

/** A document to take in, with the format of its importer. */
export interface AdvisoryFile {
  /** The advisory's own id. */
  readonly id: string;
  readonly format: 'csaf' | 'osv' | 'debian-tracker';
  readonly fileName: string;
  readonly text: string;
}

const osvFacts = z.object({
  advisories: z.array(
    z.object({
      id: z.string(),
      published: z.string(),
      aliases: z.array(z.string()),
      package: z.tuple([z.string(), z.string()]),
      ranges: z.array(z.tuple([z.string(), z.string().nullable()])),
      cvss: z.string().optional(),
      title: z.string(),
    }),
  ),
});
const csafFacts = z.object({
  advisories: z.array(
    z.object({
      id: z.string(),
      publisher: z.string(),
      published: z.iso.date(),
      title: z.string(),
      vendor: z.string(),
      products: z.record(z.string(), z.string()),
      cves: z.array(z.tuple([z.string(), z.string(), z.string()])),
      fix: z.string().nullable(),
    }),
  ),
});
const exploitedFacts = z.object({
  kev: z.array(
    z.tuple([
      z.string(),
      z.string(),
      z.string(),
      z.iso.date(),
      z.iso.date(),
      z.boolean(),
      z.string(),
    ]),
  ),
  epss: z.record(z.string(), z.tuple([z.number(), z.number()])),
});

const fileOf = (name: string): string =>
  readFileSync(new URL(`./data/${name}`, import.meta.url), 'utf8');

type OsvFact = z.infer<typeof osvFacts>['advisories'][number];
type CsafFact = z.infer<typeof csafFacts>['advisories'][number];

/** Every advisory of the demonstration as a document of its format, by id. */
export function advisoryFiles(): ReadonlyMap<string, AdvisoryFile> {
  const osv = osvFacts.parse(JSON.parse(fileOf('osv-advisories.json'))).advisories.map(osvFile);
  const csaf = csafFacts.parse(JSON.parse(fileOf('csaf-advisories.json'))).advisories.map(csafFile);
  const debian = fileOf('debian-advisories.txt')
    .split(/\n(?=\[)/)
    .map(debianFile);
  return new Map([...osv, ...csaf, ...debian].map((file) => [file.id, file]));
}

/** A range as OSV tells it; a package that is not fixed has no end. */
export function osvText(fact: OsvFact, modified = fact.published): string {
  const [ecosystem, name] = fact.package;
  const type = ['npm', 'Go', 'crates.io'].includes(ecosystem) ? 'SEMVER' : 'ECOSYSTEM';
  const events = fact.ranges.flatMap(([introduced, fixed]) =>
    fixed === null ? [{ introduced }] : [{ introduced }, { fixed }],
  );
  const instant = (day: string) => new Date(day).toISOString();
  return JSON.stringify({
    schema_version: '1.6.0',
    id: fact.id,
    published: instant(fact.published),
    modified: instant(modified),
    aliases: fact.aliases,
    summary: fact.title,
    details: `${fact.title}.`,
    ...(fact.cvss === undefined ? {} : { severity: [{ type: 'CVSS_V3', score: fact.cvss }] }),
    affected: [{ package: { ecosystem, name }, ranges: [{ type, events }] }],
  });
}

/** The same advisory at a later date and with another fix. @throws Error for an id that is not known */
export function osvRevision(id: string, fixed: string, modified: string): AdvisoryFile {
  const fact = osvFacts
    .parse(JSON.parse(fileOf('osv-advisories.json')))
    .advisories.find((one) => one.id === id);
  if (fact === undefined) throw new Error(`no advisory ${id}`);
  const ranges = fact.ranges.map(([introduced, was], index): [string, string | null] => [
    introduced,
    index === fact.ranges.length - 1 ? fixed : was,
  ]);
  return { ...osvFile(fact), text: osvText({ ...fact, ranges }, modified) };
}

function osvFile(fact: OsvFact): AdvisoryFile {
  return { id: fact.id, format: 'osv', fileName: `${fact.id}.json`, text: osvText(fact) };
}

function debianFile(block: string): AdvisoryFile {
  const id = /D[SL]A-\d+-\d+/.exec(block)?.[0] ?? '';
  return { id, format: 'debian-tracker', fileName: `${id}.list`, text: `${block.trimEnd()}\n` };
}

function csafFile(fact: CsafFact): AdvisoryFile {
  const products = Object.entries(fact.products).map(([name, versionRange], index) => ({
    id: `P${index + 1}`,
    vendor: fact.vendor,
    name,
    versionRange,
  }));
  const ids = products.map(({ id }) => id);
  const remedy = {
    kind: fact.fix === null ? ('no-fix-planned' as const) : ('vendor-fix' as const),
    text: fact.fix ?? 'The product has reached its end of life; no fix is planned.',
    url: null,
    date: null,
    productIds: ids,
  };
  const { bytes, fileName } = writeCsaf({
    category: 'csaf_security_advisory',
    id: fact.id,
    title: fact.title,
    language: 'en',
    publisher: {
      category: fact.publisher === 'CISA' ? 'coordinator' : 'vendor',
      name: fact.publisher,
      namespace: `https://${fact.publisher.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.invalid`,
    },
    status: 'final',
    revisions: [{ number: '1', date: `${fact.published}T00:00:00Z`, summary: 'First issue.' }],
    tlp: 'CLEAR',
    notes: [{ category: 'summary', text: `${fact.title}.` }],
    references: [
      {
        category: 'external',
        summary: fact.cves[0]?.[0] ?? fact.id,
        url: `https://www.cve.org/CVERecord?id=${fact.cves[0]?.[0]}`,
      },
    ],
    products,
    vulnerabilities: fact.cves.map(([cve, cwe, vector]) => ({
      cve,
      cwe,
      title: fact.title,
      statuses: { known_affected: ids },
      scores: [{ vector, productIds: ids }],
      remediations: [remedy],
    })),
  });
  return { id: fact.id, format: 'csaf', fileName, text: Buffer.from(bytes).toString('utf8') };
}

/** What is known to be exploited, in the shape of CISA's catalogue. */
export function kevText(): string {
  const { kev } = exploitedFacts.parse(JSON.parse(fileOf('exploited.json')));
  return JSON.stringify({
    title: 'CISA Catalog of Known Exploited Vulnerabilities',
    catalogVersion: '2025.11.18',
    dateReleased: '2025-11-18T00:00:00.000Z',
    count: kev.length,
    vulnerabilities: kev.map(([cveID, vendorProject, product, added, due, ransomware, cwe]) => ({
      cveID,
      vendorProject,
      product,
      vulnerabilityName: `${vendorProject} ${product}: exploited`,
      dateAdded: added,
      shortDescription: `${vendorProject} ${product} is exploited through ${cveID}.`,
      requiredAction: 'Apply mitigations per vendor instructions.',
      dueDate: due,
      knownRansomwareCampaignUse: ransomware ? 'Known' : 'Unknown',
      notes: '',
      cwes: [cwe],
    })),
  });
}

/** How likely exploitation is, in the shape of FIRST's scores. */
export function epssText(): string {
  const { epss } = exploitedFacts.parse(JSON.parse(fileOf('exploited.json')));
  const rows = Object.entries(epss).map(([cve, [score, percentile]]) =>
    [cve, score, percentile].join(','),
  );
  return [
    '#model_version:v2025.03.14,score_date:2026-08-22T00:00:00+0000',
    'cve,epss,percentile',
    ...rows,
    '',
  ].join('\n');
}
