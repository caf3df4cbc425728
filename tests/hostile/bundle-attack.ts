import { sha256Hex } from '#engine/canonical.ts';
import { type BuiltEntry, buildZip } from '#formats/table/fixtures/build-zip.ts';
import {
  type Draft,
  draftBundle,
  entriesOf,
  lines,
  logBytes,
  manifestOf,
} from '#tests/bundle/forge.ts';
import type { ReceivingWorld } from '#tests/bundle/receiving-world.ts';
import type { Manifest } from '#work/bundle/contract.ts';
import type { TrailItem } from '#work/bundle/items/contract.ts';

/** A bundle that must be refused, with the code and the place that the refusal names. */
export interface BundleAttack {
  readonly name: string;
  readonly code: string;
  readonly place: string | RegExp;
  bytes(w: ReceivingWorld): Buffer;
}

export const file = `files/${sha256Hex(logBytes)}`;

/** Signed as usual, after the draft was changed. */
export function changed(change: (draft: Draft) => void, by: 'signer' | 'stranger' = 'signer') {
  return (w: ReceivingWorld): Buffer => {
    const draft = draftBundle(w.sender);
    change(draft);
    return buildZip(entriesOf(draft, w[by]));
  };
}

/** Signed as usual, after the manifest was changed. */
export function listed(change: (manifest: Manifest) => unknown) {
  return (w: ReceivingWorld): Buffer => {
    const draft = draftBundle(w.sender);
    const manifest = manifestOf(draft);
    const signed = (change(manifest) ?? manifest) as Manifest;
    return buildZip(entriesOf(draft, w.signer, signed));
  };
}

/** Changed after it was signed. */
export function packed(change: (entries: BuiltEntry[]) => BuiltEntry[]) {
  return (w: ReceivingWorld): Buffer =>
    buildZip(change(entriesOf(draftBundle(w.sender), w.signer)));
}

export const replace = (name: string, content: string | Buffer) => (entries: BuiltEntry[]) =>
  entries.map((entry) => (entry.name === name ? { ...entry, content } : entry));

export function trailChanged(change: (item: TrailItem) => TrailItem) {
  return changed((draft) => {
    const items = String(draft.parts.get('trail.jsonl')).trim().split('\n');
    const changedItems = items.map((line) => change(JSON.parse(line) as TrailItem));
    draft.parts.set('trail.jsonl', lines(...changedItems));
  });
}

export const nested = (levels: number): unknown =>
  levels === 0 ? 1 : { deeper: nested(levels - 1) };
