import { randomOf } from './kit/seeded.ts';

const encoder = new TextEncoder();

/** An advisory of an equipment vendor as CISA publishes them: about twenty kilobytes, most of them notes and remediations. */
export function vendorAdvisory(n: number): Uint8Array {
  const random = randomOf(n + 1);
  const upTo = (most: number) => Math.floor(random() * most);
  const vendor = `Vendor ${upTo(40)}`;
  const products = Array.from({ length: 6 + upTo(10) }, (_, at) => ({
    id: `CSAFPID-${String(at + 1).padStart(4, '0')}`,
    name: `Controller ${upTo(200)}-${at}`,
    range: `<${1 + upTo(9)}.${upTo(20)}`,
  }));
  const ids = products.map(({ id }) => id);
  const vulnerabilities = Array.from({ length: 2 + upTo(4) }, (_, at) => ({
    cve: `CVE-20${10 + upTo(15)}-${10_000 + n * 10 + at}`,
    cwe: { id: 'CWE-787', name: 'Out-of-bounds Write' },
    notes: [{ category: 'summary', text: words(random, 120), title: 'Summary' }],
    product_status: { known_affected: ids },
    references: [
      { category: 'external', summary: 'web.nvd.nist.gov', url: 'https://example.org/' },
    ],
    remediations: products.map(({ id }) => ({
      category: 'vendor_fix',
      details: words(random, 30),
      product_ids: [id],
      url: 'https://example.org/fix',
    })),
    scores: [{ cvss_v3: score, products: ids }],
    title: words(random, 6),
  }));
  const branches = products.map(({ id, name, range }) => ({
    category: 'product_name',
    name,
    branches: [
      {
        category: 'product_version_range',
        name: range,
        product: { name: `${vendor} ${name}: ${range}`, product_id: id },
      },
    ],
  }));
  return documentOf(`BENCH-${String(n).padStart(6, '0')}`, words(random, 200), {
    product_tree: { branches: [{ category: 'vendor', name: vendor, branches }] },
    vulnerabilities,
  });
}

/** A distributor's advisory of very many packages on many platforms; 23 MB with 5,200 packages. */
export function distributorAdvisory(packages: number, platforms = 8): Uint8Array {
  const random = randomOf(packages);
  const names = Array.from({ length: packages }, (_, at) => ({
    id: `component-${at}-0:4.18.${at}-553.el8_10.x86_64`,
    name: `component-${at}`,
    version: `4.18.${at}-553.el8_10`,
  }));
  const streams = Array.from({ length: platforms }, (_, at) => `Platform-8.${at}.0.Z`);
  const relationships = streams.flatMap((stream) =>
    names.map(({ id, name }) => ({
      category: 'default_component_of',
      full_product_name: {
        name: `${name} as a component of ${stream}`,
        product_id: `${stream}:${id}`,
      },
      product_reference: id,
      relates_to_product_reference: stream,
    })),
  );
  const all = relationships.map(({ full_product_name }) => full_product_name.product_id);
  const branches = [
    {
      category: 'product_family',
      name: 'Platforms',
      branches: streams.map((stream) => ({
        category: 'product_name',
        name: stream,
        product: {
          name: stream,
          product_id: stream,
          product_identification_helper: { cpe: 'cpe:/o:vendor:platform:8::baseos' },
        },
      })),
    },
    {
      category: 'architecture',
      name: 'x86_64',
      branches: names.map(({ id, name, version }) => ({
        category: 'product_version',
        name: id,
        product: {
          name: id,
          product_id: id,
          product_identification_helper: { purl: `pkg:rpm/redhat/${name}@${version}?arch=x86_64` },
        },
      })),
    },
  ];
  const vulnerabilities = [
    {
      cve: 'CVE-2024-12345',
      notes: [{ category: 'description', text: words(random, 100) }],
      product_status: { fixed: all },
      remediations: [{ category: 'vendor_fix', details: words(random, 40), product_ids: all }],
      scores: [{ cvss_v3: score, products: all }],
      title: 'A flaw of many packages',
    },
  ];
  return documentOf('BENCH-LARGE', words(random, 200), {
    product_tree: {
      branches: [{ category: 'vendor', name: 'Distributor', branches }],
      relationships,
    },
    vulnerabilities,
  });
}

const score = {
  version: '3.1',
  vectorString: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
  baseScore: 9.8,
  baseSeverity: 'CRITICAL',
};

function documentOf(id: string, text: string, rest: object): Uint8Array {
  const date = '2026-03-01T08:00:00.000Z';
  const document = {
    category: 'csaf_security_advisory',
    csaf_version: '2.0',
    distribution: { text: 'Distribution is not limited.', tlp: { label: 'WHITE' } },
    lang: 'en',
    notes: [
      { category: 'summary', text, title: 'Summary' },
      { category: 'general', text, title: 'Recommended practices' },
    ],
    publisher: {
      category: 'coordinator',
      name: 'Bench',
      namespace: 'https://example.org',
      contact_details: 'psirt@example.org',
    },
    references: [{ category: 'self', summary: 'Self', url: `https://example.org/${id}.json` }],
    title: `Advisory ${id}`,
    tracking: {
      current_release_date: date,
      generator: { date, engine: { name: 'bench', version: '1' } },
      id,
      initial_release_date: date,
      revision_history: [{ date, number: '1', summary: 'Initial' }],
      status: 'final',
      version: '1',
    },
  };
  return encoder.encode(JSON.stringify({ document, ...rest }));
}

const vocabulary =
  'the an attacker could remote code execution device firmware update network access buffer overflow service request crafted packet authentication bypass'.split(
    ' ',
  );

function words(random: () => number, count: number): string {
  return Array.from(
    { length: count },
    () => vocabulary[Math.floor(random() * vocabulary.length)],
  ).join(' ');
}
