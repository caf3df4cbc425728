import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleCsafInput } from '#formats/csaf/fixtures/example-input.ts';
import { writeCsaf } from '#formats/csaf/write-csaf.ts';
import { corpusPath, extractCorpusArchive } from '#tests/corpus.ts';

/** A file as it is given to the page. */
export interface SampleFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Inventories before and after, and advisories of which two touch what the inventories list. */
export interface Samples {
  readonly ecosystem: string;
  /** A host's packages before the update: one of them is the weak one. */
  readonly hostBefore: SampleFile;
  readonly hostAfter: SampleFile;
  readonly bom: SampleFile;
  readonly debian: SampleFile;
  readonly osv: SampleFile;
  readonly csaf: SampleFile;
  /** Ids of the advisories in their files. */
  readonly ids: { readonly debian: string; readonly osv: string; readonly csaf: string };
}

const file = (name: string, content: string | Uint8Array): SampleFile => ({
  name,
  mimeType: name.endsWith('.json') ? 'application/json' : 'text/plain',
  buffer: Buffer.from(content),
});

/** The weak package: fixed by DSA-5150-1 in the version that the later inventory shows. */
export const weak = {
  package: 'rsyslog',
  advisory: 'DSA-5150-1',
  before: '8.2102.0-2',
  after: '8.2102.0-2+deb11u1',
};

/** Real ones when the shared corpus is beside the checkout, otherwise those of our own; JOURNEY_SAMPLES=own asks for the latter. */
export function samples(): Samples {
  if (process.env['JOURNEY_SAMPLES'] === 'own') return ownSamples();
  return corpusSamples() ?? ownSamples();
}

function corpusSamples(): Samples | null {
  const status = corpusPath('dpkg/chroot-debian11/status');
  const list = corpusPath('debian-tracker/data/DSA/list');
  const osv = corpusPath('osv/pypa/vulns/urllib3/PYSEC-2023-192.yaml');
  if (status === null || list === null || osv === null) return null;
  const boms = extractCorpusArchive('cyclonedx-examples/cyclonedx-examples.tar.xz');
  const csaf = extractCorpusArchive('csaf-cisa/csaf-cisa.tar.xz');
  if (boms === null || csaf === null) return null;
  const after = readFileSync(status, 'utf8');
  const variants = 'trustify/test-data/cyclonedx/rh/image_index_variants';
  return {
    ecosystem: 'Debian:11',
    // The machine as it was before the update of this one package; everything else is as it really is.
    hostBefore: file(
      'status',
      after.replace(`Version: ${weak.after}\n`, `Version: ${weak.before}\n`),
    ),
    hostAfter: file('status', after),
    bom: file(
      'image.cdx.json',
      readFileSync(join(boms, variants, 'example_container_variant_amd64.json')),
    ),
    debian: file('list', readFileSync(list)),
    osv: file('PYSEC-2023-192.yaml', readFileSync(osv)),
    csaf: file('va-24-254-01.json', readFileSync(join(csaf, 'IT/white/2024/va-24-254-01.json'))),
    ids: { debian: weak.advisory, osv: 'PYSEC-2023-192', csaf: 'VA-24-254-01' },
  };
}

const statusOf = (version: string) => `Package: rsyslog
Status: install ok installed
Architecture: amd64
Version: ${version}
Description: reliable system and kernel logging daemon

Package: adduser
Status: install ok installed
Architecture: all
Version: 3.118
Description: add and remove users and groups

Package: libc6
Status: install ok installed
Architecture: amd64
Source: glibc
Version: 2.31-13+deb11u11
Description: GNU C Library
`;

/** Small files of our own about the same Debian package, and about a package of npm. */
export function ownSamples(): Samples {
  return {
    ecosystem: 'Debian:11',
    hostBefore: file('status', statusOf(weak.before)),
    hostAfter: file('status', statusOf(weak.after)),
    bom: file(
      'image.cdx.json',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.6',
        version: 1,
        // Far more than a preview reads.
        components: ['mail-core', ...Array.from({ length: 3000 }, (_, n) => `part-${n}`)].map(
          (name) => ({
            type: 'library',
            name,
            version: '2.0.0',
            purl: `pkg:npm/${name}@2.0.0`,
          }),
        ),
      }),
    ),
    debian: file(
      'list',
      `[28 May 2022] ${weak.advisory} ${weak.package} - security update
\t{CVE-2022-24903}
\t[bullseye] - ${weak.package} ${weak.after}
`,
    ),
    osv: file(
      'EX-2026-1.json',
      JSON.stringify({
        schema_version: '1.6.0',
        id: 'EX-2026-1',
        modified: '2026-03-01T00:00:00Z',
        published: '2026-03-01T00:00:00Z',
        summary: 'mail-core reads beyond its buffer',
        details: 'A crafted message reads memory of the process.',
        affected: [
          {
            package: { ecosystem: 'npm', name: 'mail-core' },
            ranges: [{ type: 'SEMVER', events: [{ introduced: '0' }, { fixed: '2.0.1' }] }],
          },
        ],
      }),
    ),
    csaf: file('gateway.json', writeCsaf({ ...exampleCsafInput(), tlp: 'CLEAR' }).bytes),
    ids: { debian: weak.advisory, osv: 'EX-2026-1', csaf: 'EW-2026-0001' },
  };
}
