import { sha256Hex } from '#engine/canonical.ts';
import { type BuiltEntry, buildZip } from '#formats/table/fixtures/build-zip.ts';
import { newId } from '#kernel/database/ids.ts';
import {
  caseItem,
  type Draft,
  draftBundle,
  entriesOf,
  evidenceItem,
  lines,
  logBytes,
  manifestOf,
} from '#tests/bundle/forge.ts';
import type { ReceivingWorld } from '#tests/bundle/receiving-world.ts';
import type { Manifest } from '#work/bundle/contract.ts';
import type { TrailItem } from '#work/bundle/items/contract.ts';
import { bundlePurpose } from '#work/bundle/read-bundle.ts';

/** A bundle that must be refused, with the code and the place that the refusal names. */
export interface BundleAttack {
  readonly name: string;
  readonly code: string;
  readonly place: string | RegExp;
  bytes(w: ReceivingWorld): Buffer;
}

const file = `files/${sha256Hex(logBytes)}`;

/** Signed as usual, after the draft was changed. */
function changed(change: (draft: Draft) => void, by: 'signer' | 'stranger' = 'signer') {
  return (w: ReceivingWorld): Buffer => {
    const draft = draftBundle(w.sender);
    change(draft);
    return buildZip(entriesOf(draft, w[by]));
  };
}

/** Signed as usual, after the manifest was changed. */
function listed(change: (manifest: Manifest) => unknown) {
  return (w: ReceivingWorld): Buffer => {
    const draft = draftBundle(w.sender);
    const manifest = manifestOf(draft);
    const signed = (change(manifest) ?? manifest) as Manifest;
    return buildZip(entriesOf(draft, w.signer, signed));
  };
}

/** Changed after it was signed. */
function packed(change: (entries: BuiltEntry[]) => BuiltEntry[]) {
  return (w: ReceivingWorld): Buffer =>
    buildZip(change(entriesOf(draftBundle(w.sender), w.signer)));
}

const replace = (name: string, content: string | Buffer) => (entries: BuiltEntry[]) =>
  entries.map((entry) => (entry.name === name ? { ...entry, content } : entry));

function trailChanged(change: (item: TrailItem) => TrailItem) {
  return changed((draft) => {
    const items = String(draft.parts.get('trail.jsonl')).trim().split('\n');
    const changedItems = items.map((line) => change(JSON.parse(line) as TrailItem));
    draft.parts.set('trail.jsonl', lines(...changedItems));
  });
}

const nested = (levels: number): unknown => (levels === 0 ? 1 : { deeper: nested(levels - 1) });

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

const data: BundleAttack[] = [
  {
    name: 'a procedure that is not known',
    ...{ code: 'unknown-definition', place: 'manifest.json#/case/procedure' },
    bytes: changed(({ manifest }) => {
      manifest.case = { ...manifest.case, procedure: 'takeover' };
    }),
  },
  {
    name: 'a version of the procedure that is not here',
    ...{ code: 'unknown-version', place: 'manifest.json#/case/definitionVersion' },
    bytes: changed(({ manifest }) => {
      manifest.case = { ...manifest.case, definitionVersion: 99 };
    }),
  },
  {
    name: 'the same version defined otherwise',
    ...{ code: 'unknown-definition', place: 'manifest.json#/case/definitionHash' },
    bytes: changed(({ manifest }) => {
      manifest.case = { ...manifest.case, definitionHash: 'f'.repeat(64) };
    }),
  },
  {
    name: 'records of a register that is not known',
    ...{ code: 'unknown-definition', place: 'records/backdoors.jsonl' },
    bytes: changed(({ parts: all }) => {
      all.set('records/backdoors.jsonl', Buffer.alloc(0));
    }),
  },
  {
    name: 'records of a register that hangs on no case',
    ...{ code: 'unknown-definition', place: 'records/role-holdings.jsonl' },
    bytes: changed(({ parts: all }) => {
      all.set('records/role-holdings.jsonl', Buffer.alloc(0));
    }),
  },
  {
    name: 'data nested deeper than the limit',
    ...{ code: 'json-too-deep', place: /^case\.json/ },
    bytes: changed(({ parts: all }) => {
      all.set('case.json', lines({ ...caseItem(), fields: { deep: nested(60) } }));
    }),
  },
  {
    name: 'a manifest nested deeper than the limit',
    ...{ code: 'json-too-deep', place: /^manifest\.json/ },
    bytes: listed((manifest) => ({ ...manifest, deep: nested(150) })),
  },
  {
    name: 'a key that reaches a prototype',
    ...{ code: 'json-forbidden-key', place: /^case\.json/ },
    bytes: changed(({ parts: all }) => {
      const text = lines(caseItem()).toString();
      const poison = '{"__proto__":{"polluted":true},"summary"';
      all.set('case.json', Buffer.from(text.replace('{"summary"', poison)));
    }),
  },
  {
    name: 'a key that reaches a prototype in the manifest',
    ...{ code: 'json-forbidden-key', place: /^manifest\.json/ },
    bytes: listed((manifest) => ({ ...manifest, constructor: { prototype: 1 } })),
  },
  {
    name: 'the same key twice',
    ...{ code: 'json-duplicate-key', place: /^case\.json/ },
    bytes: changed(({ parts: all }) => {
      const text = lines(caseItem()).toString();
      all.set('case.json', Buffer.from(text.replace('{"summary"', '{"summary":1,"summary"')));
    }),
  },
  {
    name: 'a field that no part has',
    ...{ code: 'bad-shape', place: /^case\.json/ },
    bytes: changed(({ parts: all }) => {
      all.set('case.json', lines({ ...caseItem(), audience: [newId()] }));
    }),
  },
  {
    name: 'an object larger than the limit',
    ...{ code: 'json-value-too-large', place: /^case\.json/ },
    bytes: changed(({ parts: all }) => {
      const noise = Array.from({ length: 90_000 }, (_, at) => `${at} ${sha256Hex(String(at))}`);
      all.set('case.json', lines({ ...caseItem(), fields: { noise } }));
    }),
  },
  {
    name: 'data that is no JSON',
    ...{ code: 'json-truncated', place: /^case\.json/ },
    bytes: changed(({ parts: all }) => {
      all.set('case.json', Buffer.from('{"fields":\n'));
    }),
  },
  {
    name: 'a manifest that is not canonical',
    ...{ code: 'not-canonical', place: 'manifest.json' },
    bytes: (w) => {
      const draft = draftBundle(w.sender);
      const text = JSON.stringify(manifestOf(draft), null, 1);
      const statement = w.signer.signStatement(bundlePurpose, sha256Hex(text));
      const signature = JSON.stringify({ ...statement, publicKey: w.signer.publicKey });
      const entries = replace('manifest.json', text)(entriesOf(draft, w.signer));
      return buildZip(replace('signature.json', signature)(entries));
    },
  },
  {
    name: 'a content hash of something else',
    ...{ code: 'hash-differs', place: 'manifest.json' },
    bytes: listed((manifest) => ({ ...manifest, contentHash: 'e'.repeat(64) })),
  },
];

const proofs: BundleAttack[] = [
  {
    name: 'an entry of the trail with another act',
    ...{ code: 'not-proven', place: 'trail.jsonl, line 1' },
    bytes: trailChanged((item) => ({ ...item, header: { ...item.header, action: 'case.close' } })),
  },
  {
    name: 'an entry of the trail with other details',
    ...{ code: 'not-proven', place: 'trail.jsonl, line 1' },
    bytes: trailChanged((item) => ({ ...item, details: { to: 'nothing' } })),
  },
  {
    name: 'an entry of the trail at another place',
    ...{ code: 'not-proven', place: 'trail.jsonl, line 1' },
    bytes: trailChanged((item) => ({ ...item, leafIndex: (item.leafIndex + 1) % 3 })),
  },
  {
    name: 'an entry beyond the tree',
    ...{ code: 'not-proven', place: 'trail.jsonl, line 1' },
    bytes: trailChanged((item) => ({ ...item, leafIndex: 2 ** 40 })),
  },
  {
    name: 'an entry of another organisation',
    ...{ code: 'foreign-entry', place: 'trail.jsonl, line 1' },
    bytes: trailChanged((item) => ({ ...item, header: { ...item.header, owner: newId() } })),
  },
];

export const bundleAttacks: readonly BundleAttack[] = [
  ...signatures,
  ...parts,
  ...archives,
  ...data,
  ...proofs,
];
