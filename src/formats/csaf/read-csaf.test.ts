import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { extractCorpusArchive } from '#tests/corpus.ts';
import { remediationsOf } from '../advisory.ts';
import { FormatError } from '../format-error.ts';
import type { CsafDocument, CsafRelationship } from './csaf-document.ts';
import { exampleCsafInput } from './fixtures/example-input.ts';
import { readCsaf, readCsafValue } from './read-csaf.ts';
import { writeCsaf } from './write-csaf.ts';

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function exampleDocument(change: (document: CsafDocument) => void = () => {}): CsafDocument {
  const { document } = writeCsaf(exampleCsafInput());
  change(document);
  return document;
}

test('what is written is read back as the same advisory', () => {
  const written = writeCsaf(exampleCsafInput());
  assert.equal(written.fileName, 'ew-2026-0001.json');
  const { advisory, valid, faults } = readCsaf(written.bytes, { fileName: written.fileName });
  assert.deepEqual(faults, []);
  assert.ok(valid && advisory !== null);
  assert.equal(advisory.revision, '2');
  assert.equal(advisory.tlp, 'AMBER');
  assert.equal(advisory.updatedAt, '2026-03-02T10:00:00.000Z');
  const [old, fixed, other] = advisory.products;
  assert.equal(old?.versionRange, 'vers:generic/<2.4');
  assert.deepEqual(
    remediationsOf(advisory, old?.statuses[0]?.remediations ?? []).map((item) => item.kind),
    ['vendor-fix', 'workaround'],
  );
  assert.equal(fixed?.purl, 'pkg:generic/gateway@2.4');
  assert.equal(fixed?.statuses[0]?.status, 'fixed');
  assert.equal(other?.versionRange, 'vers:all/*');
  assert.deepEqual(advisory.vulnerabilities[0]?.scores, [
    {
      version: '3.1',
      vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
      score: 9.8,
      severity: 'critical',
      productIds: ['P1'],
    },
  ]);
});

test('the writer refuses what would not be valid, and names the place', () => {
  const input = exampleCsafInput();
  input.vulnerabilities[0]!.statuses.fixed = ['P1'];
  assert.throws(
    () => writeCsaf(input),
    (error) => error instanceof FormatError && error.code === 'csaf-6.1.6',
  );
  assert.throws(() => writeCsaf({ ...exampleCsafInput(), revisions: [] }), /at least one revision/);
  assert.throws(() => writeCsaf({ ...exampleCsafInput(), title: '' }), FormatError);
});

test('an informational advisory and a base document are written without vulnerabilities', () => {
  for (const category of ['csaf_informational_advisory', 'csaf_base'] as const) {
    const { bytes } = writeCsaf({
      ...exampleCsafInput(),
      category,
      products: [],
      vulnerabilities: [],
    });
    assert.equal(readCsaf(bytes).valid, true, category);
  }
});

test('hostile and damaged documents end in a fault with its place, never in an exception', () => {
  const codeOf = (bytes: Uint8Array) => readCsaf(bytes).faults[0]?.code;
  const good = writeCsaf(exampleCsafInput()).bytes;
  assert.equal(typeof codeOf(good.subarray(0, good.length - 40)), 'string');
  assert.equal(typeof codeOf(new Uint8Array()), 'string');
  assert.equal(typeof codeOf(new TextEncoder().encode('['.repeat(100_000))), 'string');
  assert.equal(typeof codeOf(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), 'string');
  assert.equal(typeof codeOf(new TextEncoder().encode('{"a":1,"a":2}')), 'string');
  assert.equal(typeof codeOf(new TextEncoder().encode('{"__proto__":{}}')), 'string');
  assert.equal(codeOf(encode({ document: { csaf_version: '2.1' } })), 'csaf-version');
  assert.equal(codeOf(encode([])), 'csaf-schema');
  assert.equal(codeOf(encode(null)), 'csaf-schema');
  assert.equal(readCsaf(good, { maxBytes: 100 }).advisory, null);
  const mistyped = readCsafValue(
    exampleDocument((document) => {
      document.document.tracking.id = 5 as unknown as string;
    }),
  );
  assert.equal(mistyped.faults[0]?.path, '/document/tracking/id');
});

test('every cut of a document is a fault', () => {
  const good = writeCsaf(exampleCsafInput()).bytes;
  for (let length = 0; length < good.length - 2; length += 37) {
    assert.equal(readCsaf(good.subarray(0, length)).advisory, null);
  }
});

test('a product that is not defined makes the document unusable, a wrong revision does not', () => {
  const undefinedProduct = readCsafValue(
    exampleDocument((document) => {
      document.vulnerabilities?.[0]?.product_status?.known_affected?.push('P9');
    }),
  );
  assert.equal(undefinedProduct.advisory, null);
  assert.deepEqual(
    undefinedProduct.faults.map(({ code, path }) => [code, path]),
    [['csaf-6.1.1', '/vulnerabilities/0/product_status/known_affected/1']],
  );
  const wrongVersion = readCsafValue(
    exampleDocument((document) => {
      document.document.tracking.version = '1';
    }),
  );
  assert.equal(wrongVersion.valid, false);
  assert.equal(wrongVersion.faults[0]?.code, 'csaf-6.1.16');
  assert.equal(wrongVersion.advisory?.id, 'EW-2026-0001');
});

test('a flag without products is found although another vulnerability has no flags', () => {
  const { faults } = readCsafValue(
    exampleDocument((document) => {
      const [first] = document.vulnerabilities ?? [];
      document.vulnerabilities?.push({
        ...first,
        cve: 'CVE-2026-10002',
        flags: [{ label: 'component_not_present' }],
      });
    }),
  );
  assert.deepEqual(
    faults.map(({ code }) => code),
    ['csaf-6.1.32'],
  );
});

test('products installed on platforms take the identity of their component', () => {
  const { advisory } = readCsafValue(
    exampleDocument((document) => {
      document.product_tree!.relationships = [
        {
          category: 'default_component_of',
          full_product_name: { name: 'Gateway as part of Proxy', product_id: 'P2:P3' },
          product_reference: 'P2',
          relates_to_product_reference: 'P3',
        },
      ];
      document.vulnerabilities![0]!.product_status!.fixed!.push('P2:P3');
    }),
  );
  const product = advisory?.products.find(({ productId }) => productId === 'P2:P3');
  assert.equal(product?.purl, 'pkg:generic/gateway@2.4');
  assert.deepEqual(product?.relationship, {
    category: 'default_component_of',
    component: 'P2',
    platform: 'P3',
    platformName: 'Other Proxy all versions',
    platformCpe: null,
  });
});

test('relationships with exponentially many paths are judged at once', () => {
  const relationship = (number: number): CsafRelationship => ({
    category: 'default_component_of',
    full_product_name: { name: `Layer ${number}`, product_id: `L${number}` },
    product_reference: number === 0 ? 'P1' : `L${number - 1}`,
    relates_to_product_reference: number === 0 ? 'P2' : `L${number - 1}`,
  });
  const { valid } = readCsafValue(
    exampleDocument((document) => {
      document.product_tree!.relationships = Array.from({ length: 5000 }, (_, n) =>
        relationship(n),
      );
    }),
  );
  assert.equal(valid, true);
});

test('a document with 30,000 products and their statements is read as a whole', () => {
  const ids = Array.from({ length: 30_000 }, (_, number) => `product-${number}`);
  const { advisory, valid } = readCsaf(
    encode(
      exampleDocument((document) => {
        document.document.category = 'csaf_vex';
        document.product_tree!.branches!.push({
          category: 'vendor',
          name: 'Many',
          branches: ids.map((id) => ({
            category: 'product_version',
            name: id,
            product: { name: id, product_id: id },
          })),
        });
        const vulnerability = document.vulnerabilities![0]!;
        vulnerability.product_status!.known_not_affected = ids;
        vulnerability.flags = [{ label: 'component_not_present', product_ids: ids }];
      }),
    ),
  );
  assert.equal(valid, true);
  assert.equal(advisory?.products.length, 30_002);
  assert.equal(advisory.products.at(-1)?.statuses[0]?.justification, 'component_not_present');
});

function* corpusFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const isDocument = entry.isFile() && entry.name.endsWith('.json');
    if (isDocument && !entry.name.includes('-feed-')) yield join(entry.parentPath, entry.name);
  }
}

test('real advisories of a national CSIRT and of vendors arrive whole', (t) => {
  const expected = {
    'csaf-cisa/csaf-cisa.tar.xz': { documents: 450, valid: 450, vulnerabilities: 1479 },
    // Seven vendor documents name another version than their newest revision (6.1.16).
    'csaf-vendor/csaf-vendor.tar.xz': { documents: 15, valid: 8, vulnerabilities: 83 },
  };
  for (const [archive, counts] of Object.entries(expected)) {
    const folder = extractCorpusArchive(archive);
    if (folder === null) return t.skip('the shared corpus is not beside this checkout');
    const found = { documents: 0, valid: 0, vulnerabilities: 0 };
    for (const file of corpusFiles(folder)) {
      const { advisory, valid } = readCsaf(readFileSync(file));
      assert.ok(advisory !== null, basename(file));
      found.documents += 1;
      found.valid += Number(valid);
      found.vulnerabilities += advisory.vulnerabilities.length;
      assert.deepEqual(JSON.parse(JSON.stringify(advisory)), advisory, basename(file));
    }
    assert.deepEqual(found, counts);
  }
});
