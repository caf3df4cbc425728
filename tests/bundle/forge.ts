import { canonicalJson, sha256Hex } from '#engine/canonical.ts';
import { type BuiltEntry, buildZip } from '#formats/table/fixtures/build-zip.ts';
import { newId } from '#kernel/database/ids.ts';
import { hashOfHeader } from '#kernel/trail/leaf.ts';
import { GrowingTree, inclusionRanges } from '#kernel/trail/merkle.ts';
import type { TrailSigner } from '#kernel/trail/signing-keys.ts';
import type { Manifest } from '#work/bundle/contract.ts';
import { signedManifest } from '#work/bundle/export-bundle.ts';
import type { CaseItem, EvidenceItem, TrailItem } from '#work/bundle/items/contract.ts';
import { contentHashOf } from '#work/bundle/read-bundle.ts';

/** Everything of a bundle before it is signed: a test changes what it wants, at the layer that it wants. */
export interface Draft {
  manifest: Omit<Manifest, 'parts' | 'contentHash' | 'head' | 'headKey'>;
  /** Bytes of each part, in the order of the archive. */
  parts: Map<string, Buffer>;
  head: Pick<Manifest, 'head' | 'headKey'>;
}

export interface Sender {
  readonly signer: TrailSigner;
  readonly definitionHash: string;
  readonly procedure: string;
  readonly from: string;
  readonly to: string;
}

const at = '2026-03-01T08:00:00.000Z';
const taxud = { id: newId(), code: 'TAXUD', name: 'Central body' };
const person = newId();
export const logBytes = Buffer.from('AMQ7017 log not available\n'.repeat(200));

/** Lines of canonical JSON, as a data part is written. */
export const lines = (...items: object[]) =>
  Buffer.from(items.map((item) => `${canonicalJson(item)}\n`).join(''));

/** A small case with one piece of evidence and three entries of the trail, as another installation would send it. */
export function draftBundle(sender: Sender, revision = 1, bundleId = newId()): Draft {
  const caseId = newId();
  const owner = { ...taxud, code: sender.from };
  const trail = trailOf(sender.signer, owner.id, caseId);
  const file = sha256Hex(logBytes);
  return {
    manifest: {
      ...{ format: 'commonward-bundle', version: 1, id: bundleId, revision, exportedAt: at },
      ...{ sender: owner, recipient: { id: newId(), code: sender.to, name: 'Administration' } },
      case: {
        ...{ id: caseId, owner, procedure: sender.procedure, definitionVersion: 1 },
        ...{ definitionHash: sender.definitionHash, reference: 'INC-2026-0001' },
        ...{ title: 'Transit messages are lost', state: 'registered', version: 4 },
        ...{ label: 'LIMITED', tlp: 'AMBER', updatedAt: at },
      },
    },
    parts: new Map([
      ['case.json', lines(caseItem())],
      ['evidence.jsonl', lines(evidenceItem(file, logBytes.length, owner.id))],
      [`files/${file}`, logBytes],
      ['trail.jsonl', lines(...trail.items)],
    ]),
    head: { head: trail.head, headKey: sender.signer.publicKey },
  };
}

export function caseItem(): CaseItem {
  return {
    ...{ fields: { summary: 'Movements get no answer.' }, openedAt: at, closedAt: null },
    ...{ dueAt: null, parties: [], tasks: [], deadlines: [], approvals: [] },
    titles: { [person]: 'A person elsewhere' },
  };
}

export function evidenceItem(sha256: string, bytes: number, owner: string): EvidenceItem {
  return {
    ...{ id: newId(), reference: 'E-1', kind: 'log', title: 'Gateway log', bytes, sha256 },
    ...{ fileName: 'gateway.log', mediaType: 'text/plain', collectedBy: 'NISO' },
    ...{ collectedAt: at, collectedWhere: null, method: null, scan: 'clean', state: 'held' },
    ...{ contributorId: owner, holderId: owner, label: 'LIMITED', tlp: 'AMBER' },
    ...{ receivedAt: at, custody: [] },
  };
}

function trailOf(signer: TrailSigner, owner: string, record: string) {
  const salt = 'ab'.repeat(16);
  const entries = ['case.open', 'case.accept', 'case.note'].map((action, index) => {
    const details = { to: action };
    const header = {
      ...{ id: newId(), owner, at, person, onBehalfOf: null, via: 'session', action },
      ...{ kind: 'case', record, version: index + 1, counter: index + 1 },
      details: sha256Hex(salt + canonicalJson(details)),
    };
    return { header, details };
  });
  const hashes = entries.map(({ header }) => hashOfHeader(header));
  const root = (from: number, to: number) => {
    const tree = new GrowingTree();
    for (const hash of hashes.slice(from, to)) tree.append(hash);
    return tree.root();
  };
  const treeSize = entries.length;
  const head = signer.sign({ treeSize, rootHash: root(0, treeSize).toString('hex'), at });
  const items = entries.map(
    (entry, leafIndex): TrailItem => ({
      ...entry,
      ...{ salt, leafIndex },
      inclusion: inclusionRanges(leafIndex, treeSize).map(({ start, end }) =>
        root(start, end).toString('hex'),
      ),
    }),
  );
  return { head, items };
}

/** The manifest with its list of parts as they are in the draft. */
export function manifestOf({ manifest, parts, head }: Draft): Manifest {
  const listed = [...parts].map(([path, content]) => ({
    ...{ path, bytes: content.length, sha256: sha256Hex(content) },
    ...(path.startsWith('files/')
      ? {}
      : { items: content.toString('utf8').split('\n').length - 1 }),
  }));
  return { ...manifest, ...head, parts: listed, contentHash: contentHashOf(listed) };
}

/** Entries of the archive, signed; a test may still change, add or drop some. */
export function entriesOf(
  draft: Draft,
  signer: TrailSigner,
  manifest: Manifest = manifestOf(draft),
): BuiltEntry[] {
  const signed = signedManifest(signer, manifest);
  return [
    ...signed.map(({ path, content }) => ({ name: path, content })),
    ...[...draft.parts].map(([name, content]) => ({ name, content })),
  ];
}

export function archiveOf(draft: Draft, signer: TrailSigner): Buffer {
  return buildZip(entriesOf(draft, signer));
}
