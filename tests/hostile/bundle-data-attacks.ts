import { canonicalJson, sha256Hex } from '#engine/canonical.ts';
import { buildZip } from '#formats/table/fixtures/build-zip.ts';
import { newId } from '#kernel/database/ids.ts';
import { caseItem, draftBundle, entriesOf, lines, manifestOf } from '#tests/bundle/forge.ts';
import { bundlePurpose } from '#work/bundle/read-bundle.ts';
import {
  type BundleAttack,
  changed,
  listed,
  nested,
  packed,
  replace,
  trailChanged,
} from './bundle-attack.ts';

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
    name: 'a case that carries a marking of EU classified information',
    ...{ code: 'eu-classified', place: /^case\.json/ },
    bytes: changed(({ parts: all }) => {
      all.set('case.json', lines({ ...caseItem(), fields: { note: 'RESTREINT UE' } }));
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
    name: 'a content hash of something else',
    ...{ code: 'hash-differs', place: 'manifest.json' },
    bytes: listed((manifest) => ({ ...manifest, contentHash: 'e'.repeat(64) })),
  },
];

const reversed = (value: object) => Object.fromEntries(Object.entries(value).reverse());
const turned = (line: string) => JSON.stringify(reversed(JSON.parse(line) as object));
/** The first letter e inside a value is written as an escape: the same string, other bytes. */
const escaped = (text: string) => text.replace(/(":"[^"]*?)e/, '$1\\u0065');

/** The signer signed these bytes, and they say what a good bundle says, in another form of JSON than the one that is agreed on (RFC 8785). */
const written: BundleAttack[] = [
  ...(
    [
      ['with white space', (value: object) => JSON.stringify(value, null, 1)],
      ['with its names in another order', (value: object) => JSON.stringify(reversed(value))],
      ['with an escape that is not needed', (value: object) => escaped(canonicalJson(value))],
    ] as const
  ).map(
    ([how, write]): BundleAttack => ({
      name: `a manifest ${how}`,
      ...{ code: 'not-canonical', place: 'manifest.json' },
      bytes: (w) => {
        const draft = draftBundle(w.sender);
        const text = write(manifestOf(draft));
        const statement = w.signer.signStatement(bundlePurpose, sha256Hex(text));
        const signature = canonicalJson({ ...statement, publicKey: w.signer.publicKey });
        const entries = replace('manifest.json', text)(entriesOf(draft, w.signer));
        return buildZip(replace('signature.json', signature)(entries));
      },
    }),
  ),
  {
    name: 'a signature with white space',
    ...{ code: 'not-canonical', place: 'signature.json' },
    bytes: packed((entries) =>
      entries.map((entry) =>
        entry.name === 'signature.json'
          ? { ...entry, content: JSON.stringify(JSON.parse(String(entry.content)), null, 1) }
          : entry,
      ),
    ),
  },
  ...(
    [
      ['with white space', 'case.json', (line: string) => line.replace('{', '{ ')],
      ['with its names in another order', 'evidence.jsonl', (line: string) => turned(line)],
      ['with an escape that is not needed', 'trail.jsonl', escaped],
      ['that ends its lines otherwise', 'trail.jsonl', (line: string) => `${line}\r`],
    ] as const
  ).map(
    ([how, path, write]): BundleAttack => ({
      name: `${path} ${how}`,
      ...{ code: 'not-canonical', place: path },
      bytes: changed(({ parts: all }) => {
        const text = String(all.get(path)).trimEnd().split('\n');
        all.set(path, Buffer.from(text.map((line) => `${write(line)}\n`).join('')));
      }),
    }),
  ),
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

/** What is signed as it should be and says what it must not. */
export const dataAttacks: readonly BundleAttack[] = [...data, ...written, ...proofs];
