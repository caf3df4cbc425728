import { sha256Hex } from '#engine/canonical.ts';
import { buildZip } from '#formats/table/fixtures/build-zip.ts';
import {
  caseItem,
  draftBundle,
  entriesOf,
  evidenceItem,
  lines,
  logBytes,
} from '#tests/bundle/forge.ts';
import { type BundleAttack, changed, file, listed, packed, replace } from './bundle-attack.ts';
import { dataAttacks } from './bundle-data-attacks.ts';

const signatures: BundleAttack[] = [
  {
    name: 'a manifest that was changed after it was signed',
    ...{ code: 'bad-signature', place: 'signature.json' },
    bytes: packed((entries) =>
      entries.map((entry) =>
        entry.name === 'manifest.json'
          ? { ...entry, content: String(entry.content).replace('LIMITED', 'PUBLIC') }
          : entry,
      ),
    ),
  },
  {
    name: 'a signature of another key than it names',
    ...{ code: 'bad-signature', place: 'signature.json' },
    bytes: (w) => {
      const [, other] = entriesOf(draftBundle(w.sender), w.stranger);
      const entries = entriesOf(draftBundle(w.sender), w.signer);
      return buildZip(replace('signature.json', String(other?.content))(entries));
    },
  },
  {
    name: 'a key that nobody trusts',
    ...{ code: 'unknown-key', place: 'signature.json' },
    bytes: changed(() => undefined, 'stranger'),
  },
  {
    name: 'a head of the trail that its key did not sign',
    ...{ code: 'bad-head', place: 'manifest.json' },
    bytes: listed((manifest) => ({ ...manifest, head: { ...manifest.head, treeSize: 2 } })),
  },
  {
    name: 'an organisation that the trusted key does not speak for',
    ...{ code: 'not-the-sender', place: 'manifest.json#/sender' },
    bytes: changed(({ manifest }) => {
      manifest.sender = { ...manifest.sender, code: 'XX' };
    }),
  },
  {
    name: 'a bundle for somebody else',
    ...{ code: 'not-for-you', place: 'manifest.json#/recipient' },
    bytes: changed(({ manifest }) => {
      manifest.recipient = { ...manifest.recipient, code: 'ZZ' };
    }),
  },
];

const parts: BundleAttack[] = [
  {
    name: 'a part whose bytes are others',
    ...{ code: 'hash-differs', place: file },
    bytes: packed(replace(file, Buffer.from(logBytes).fill(0x41, 0, 10))),
  },
  {
    name: 'data whose bytes are others',
    ...{ code: 'hash-differs', place: 'case.json' },
    bytes: (w) => {
      const entries = entriesOf(draftBundle(w.sender), w.signer);
      const text = String(entries.find(({ name }) => name === 'case.json')?.content);
      return buildZip(replace('case.json', text.replace('Movements', 'Nobodies.'))(entries));
    },
  },
  {
    name: 'a part of another size',
    ...{ code: 'size-differs', place: file },
    bytes: packed(replace(file, 'short')),
  },
  {
    name: 'a part that is missing',
    ...{ code: 'missing-part', place: file },
    bytes: packed((entries) => entries.filter(({ name }) => name !== file)),
  },
  {
    name: 'no manifest at all',
    ...{ code: 'missing-part', place: 'manifest.json' },
    bytes: packed((entries) => entries.filter(({ name }) => name !== 'manifest.json')),
  },
  {
    name: 'a part that the manifest does not list',
    ...{ code: 'not-listed', place: 'files/extra' },
    bytes: packed((entries) => [...entries, { name: 'files/extra', content: 'x' }]),
  },
  {
    name: 'evidence whose file is not there',
    ...{ code: 'missing-part', place: 'evidence.jsonl, line 1' },
    bytes: changed(({ parts: all, manifest }) => {
      const item = evidenceItem('0'.repeat(64), 5, manifest.case.owner.id);
      all.set('evidence.jsonl', lines(item));
    }),
  },
  {
    name: 'a file that nothing names',
    ...{ code: 'not-named', place: /^files\// },
    bytes: changed(({ parts: all }) => {
      const content = Buffer.from('smuggled');
      all.set(`files/${sha256Hex(content)}`, content);
    }),
  },
  {
    name: 'a file under the name of another hash',
    ...{ code: 'hash-differs', place: `files/${'0'.repeat(64)}` },
    bytes: changed(({ parts: all }) => {
      all.set(`files/${'0'.repeat(64)}`, Buffer.from('else'));
    }),
  },
];

const archives: BundleAttack[] = [
  { name: 'nothing', code: 'zip-invalid', place: '', bytes: () => Buffer.alloc(0) },
  {
    name: 'what is no archive',
    ...{ code: 'zip-invalid', place: '' },
    bytes: () => Buffer.from('{"format":"commonward-bundle"}'.repeat(100)),
  },
  {
    name: 'an archive that was cut off',
    ...{ code: 'zip-invalid', place: '' },
    bytes: (w) => {
      const whole = buildZip(entriesOf(draftBundle(w.sender), w.signer));
      return whole.subarray(0, whole.length - 200);
    },
  },
  ...['../../etc/cron.d/evil', '/etc/passwd', 'files\\..\\evil', 'C:/evil'].map((name) => ({
    name: `the path ${name}`,
    ...{ code: 'zip-invalid', place: name.replaceAll('\\', '/') },
    bytes: packed((entries) => [...entries, { name, content: 'x' }]),
  })),
  {
    name: 'a path that leaves the folder, listed in the manifest',
    ...{ code: 'bad-shape', place: /^manifest\.json#\/parts\/\d+\/path$/ },
    bytes: listed((manifest) => {
      manifest.parts.push({ path: 'files/../../evil', bytes: 1, sha256: 'a'.repeat(64) });
    }),
  },
  {
    name: 'a ZIP bomb',
    ...{ code: 'zip-bomb', place: file },
    bytes: packed(replace(file, Buffer.alloc(300 * 1024 * 1024))),
  },
  {
    name: 'a ZIP bomb that lies about its size',
    ...{ code: 'zip-invalid', place: file },
    bytes: packed((entries) =>
      entries.map((entry) =>
        entry.name === file
          ? { ...entry, content: Buffer.alloc(50_000_000), declaredSize: logBytes.length }
          : entry,
      ),
    ),
  },
  {
    name: 'the same name twice',
    ...{ code: 'zip-duplicate-entry', place: 'case.json' },
    bytes: packed((entries) => [
      ...entries,
      { name: 'case.json', content: lines(caseItem()).toString() },
    ]),
  },
  {
    name: 'an archive that is protected by a password',
    ...{ code: 'zip-encrypted', place: 'case.json' },
    bytes: packed((entries) =>
      entries.map((entry) => (entry.name === 'case.json' ? { ...entry, flags: 1 } : entry)),
    ),
  },
  {
    name: 'more entries than are allowed',
    ...{ code: 'zip-too-many-entries', place: /^files\// },
    bytes: packed((entries) => [
      ...entries,
      ...Array.from({ length: 10_001 }, (_, at) => ({ name: `files/${at}`, content: '' })),
    ]),
  },
];

export const bundleAttacks: readonly BundleAttack[] = [
  ...signatures,
  ...parts,
  ...archives,
  ...dataAttacks,
];
