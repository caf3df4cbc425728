import type { CsafProductInput, CsafVulnerabilityInput } from '#formats/csaf/write-csaf.ts';
import { scoreVector } from '#formats/cvss/score-vector.ts';
import type { DeliverableExport, ExportInput } from '#work/deliverables/definition.ts';
import type { EarlyWarningReportData, ReportedComponent } from './report-data.ts';

type Input = ExportInput<EarlyWarningReportData>;

interface Product extends CsafProductInput {
  readonly affected: boolean;
  readonly fix: string | null;
}

/** Products by package and version, affected or not known; assets are not named: a CSAF document speaks of products. */
function productsOf(components: readonly ReportedComponent[]): Product[] {
  const groups = Map.groupBy(components, (one) =>
    JSON.stringify([one.ecosystem, one.package, one.version]),
  );
  return [...groups.values()].flatMap(([one], index): Product[] =>
    one === undefined
      ? []
      : [
          {
            id: `P${index + 1}`,
            vendor: one.ecosystem,
            name: one.package,
            ...(one.version === '' ? {} : { version: one.version }),
            affected: one.verdict !== 'unknown',
            fix: one.fixedVersion,
          },
        ],
  );
}

/** Vectors that are whole and sound; a broken one would refuse the document, and says nothing anyway. */
function vectorOf(vector: string | null | undefined): string | null {
  return vector === null || vector === undefined || 'fault' in scoreVector(vector) ? null : vector;
}

function vulnerabilitiesOf(
  { data, title }: Input,
  products: readonly Product[],
): CsafVulnerabilityInput[] {
  const affected = products.filter((product) => product.affected);
  const unknown = products.filter((product) => !product.affected);
  const ids = affected.map((product) => product.id);
  const statuses = {
    known_affected: ids,
    under_investigation: unknown.map((product) => product.id),
  };
  const remediations = affected.map((product) =>
    product.fix === null
      ? {
          kind: 'none-available' as const,
          text: 'No fix is available yet.',
          url: null,
          date: null,
          productIds: [product.id],
        }
      : {
          kind: 'vendor-fix' as const,
          text: `Install ${product.fix} or later.`,
          url: null,
          date: null,
          productIds: [product.id],
        },
  );
  const shared = { statuses, remediations };
  const named = data.vulnerabilities.map((one): CsafVulnerabilityInput => {
    const vector = vectorOf(one.cvssVector ?? data.advisory?.severityVector);
    return {
      ...shared,
      ...(/^CVE-\d{4}-\d{4,}$/.test(one.id)
        ? { cve: one.id }
        : { ids: [{ system: data.advisory?.publisher ?? 'other', id: one.id }] }),
      title: one.title ?? one.id,
      scores: vector === null || ids.length === 0 ? [] : [{ vector, productIds: ids }],
    };
  });
  if (named.length > 0) return named;
  const id = data.advisory?.sourceId ?? data.reference;
  const system = data.advisory?.publisher ?? 'Early warning';
  return [{ ...shared, title, ids: [{ system, id }], description: title }];
}

/** Revision numbers of CSAF count deliveries; what each was called stands in its summary. */
function revisionsOf({ history }: Input) {
  return history.map(({ version, at, description }, index) => ({
    number: String(index + 1),
    date: at,
    summary: `${version}: ${description}`,
  }));
}

async function write(input: Input): Promise<Uint8Array> {
  // Loaded when the first report is written: its schemas take long to compile.
  const { writeCsaf } = await import('#formats/csaf/write-csaf.ts');
  const { data, texts } = input;
  const products = productsOf(data.components);
  const summary = texts['summary'] ?? String(data.fields['summary'] ?? input.title);
  const advice = data.recommendations.map((one) => `${one.title}: ${one.text}`).join('\n\n');
  const named = products.length > 0;
  return writeCsaf({
    // Without a product there is nothing to advise about: an informational advisory.
    category: named ? 'csaf_security_advisory' : 'csaf_informational_advisory',
    id: input.reference,
    title: input.title,
    language: input.language,
    publisher: {
      category: 'user',
      name: input.organisation,
      namespace: `https://${hostOf(input.organisation)}.invalid`,
    },
    status: input.draft ? 'draft' : 'final',
    revisions: revisionsOf(input),
    tlp: input.tlp as 'AMBER',
    distribution: input.label,
    aliases: [data.reference],
    notes: [
      { category: 'summary', text: summary },
      ...(advice === '' ? [] : [{ category: 'general', title: 'Recommendations', text: advice }]),
    ],
    references: [
      {
        category: 'external',
        summary: data.advisory?.sourceId ?? data.reference,
        url: referenceOf(data),
      },
    ],
    products,
    vulnerabilities: named ? vulnerabilitiesOf(input, products) : [],
  }).bytes;
}

/** A name that resolves nowhere (RFC 2606): the installation has no public address of its own to give. */
function hostOf(name: string): string {
  const host = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return host === '' ? 'publisher' : host.slice(0, 60);
}

function referenceOf(data: EarlyWarningReportData): string {
  const [first] = data.vulnerabilities;
  return first?.id.startsWith('CVE-') === true
    ? `https://www.cve.org/CVERecord?id=${encodeURIComponent(first.id)}`
    : `urn:commonward:warning:${encodeURIComponent(data.reference)}`;
}

/** The report as a CSAF 2.0 document; writing it proves it by schema and mandatory tests. @throws FormatError otherwise */
export const csafReport: DeliverableExport<EarlyWarningReportData> = {
  contentType: 'application/json; charset=utf-8',
  write,
};
