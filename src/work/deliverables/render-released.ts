import type { DocumentModel, FontFiles } from '#documents/model.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { inReadTransaction, inWriteTransaction, type Runner } from '#kernel/command/command.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { giveHead } from '#kernel/trail/head-receipts.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { fontFilesOf } from '#work/house-style/font-files.ts';
import { exportOf } from './export-copy.ts';
import { isIntact } from './freeze-effects.ts';
import { type LoadedDeliverable, loadDeliverable, type Rendering } from './load-deliverable.ts';
import { contentTypes, printedFormats, render } from './renderings.ts';
import { withSignOff } from './sign-off.ts';

/**
 * The worker's part of a release: renders the frozen copy in every format, stores the bytes, and puts the hash of each on the record and
 * in the trail. Done again it finds everything there. A copy that was thawed meanwhile is left alone.
 * @throws Error when the frozen copy is not the one that its hash names; nothing is stored then.
 */
export async function renderReleased(
  runner: Runner,
  catalogue: Catalogue,
  files: FileStore,
  payload: {
    readonly ownerId: string;
    readonly deliverableId: string;
    readonly frozenHash: string;
  },
): Promise<Readonly<Record<string, Rendering>>> {
  const { ownerId, deliverableId, frozenHash } = payload;
  const who = {
    principal: systemPrincipal('render-deliverable'),
    scope: { organisations: [ownerId] },
    role: 'app',
  } as const;
  const { loaded, printed, fonts } = await inReadTransaction(runner, who, async (context) => {
    const found = await loadDeliverable(context, deliverableId, { lock: false });
    const { frozen } = found.row;
    const model = frozen === null ? null : await withSignOff(context, frozen.model, found);
    const files = model === null ? new Map() : await fontFilesOf(context, ownerId, model.theme);
    return { loaded: found, printed: model, fonts: files };
  });
  if (loaded.row.frozenHash !== frozenHash) return {};
  if (!isIntact(loaded.row)) throw new Error(`the frozen copy of ${deliverableId} was altered`);
  if (Object.keys(loaded.row.renderings).length > 0) return loaded.row.renderings;
  const renderings = await store(catalogue, files, loaded, printed, fonts);
  await inWriteTransaction(runner, who, async (context) => {
    const { rowCount } = await context.client.query({
      name: 'deliverable-renderings',
      text: `update deliverable set renderings = $4 where owner_id = $1 and id = $2 and frozen_hash = $3 and renderings = '{}'`,
      values: [ownerId, deliverableId, frozenHash, JSON.stringify(renderings)],
    });
    if (rowCount !== 1) return;
    context.record({
      ownerId,
      action: 'deliverable.render',
      kind: 'deliverable',
      recordId: deliverableId,
      recordVersion: loaded.row.version,
      details: { frozenHash, renderings },
    });
  });
  return renderings;
}

async function store(
  catalogue: Catalogue,
  files: FileStore,
  loaded: LoadedDeliverable,
  model: DocumentModel | null,
  fonts: FontFiles,
): Promise<Record<string, Rendering>> {
  const { frozen, ownerId, type } = loaded.row;
  if (frozen === null || model === null) throw new Error('nothing is frozen');
  const renderings: Record<string, Rendering> = {};
  const keep = async (format: string, contentType: string, bytes: Uint8Array) => {
    renderings[format] = { contentType, ...(await files.putFile(ownerId, once(bytes))) };
  };
  const printed = await Promise.all(
    printedFormats.map(async (format) => ({ format, bytes: await render(model, format, fonts) })),
  );
  for (const { format, bytes } of printed) await keep(format, contentTypes[format], bytes);
  const module = catalogue.deliverables.get(type);
  for (const [format, { contentType }] of Object.entries(module?.exports ?? {})) {
    const bytes = module === undefined ? null : await exportOf(module, loaded, frozen, format);
    if (bytes !== null) await keep(format, contentType, bytes);
  }
  return renderings;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Each organisation that took part in a distribution gets the newest signed head of the trail, to hold against it later. */
export async function giveReleaseHeads(
  runner: Runner,
  payload: { readonly organisations: readonly string[] },
): Promise<number> {
  return runner.database.transaction(
    { role: 'system', scope: [], person: null },
    async ({ client }) => {
      let given = 0;
      for (const organisation of payload.organisations) {
        const head = await giveHead(client, organisation, 'release', runner.clock.now());
        if (head !== null) given += 1;
      }
      return given;
    },
  );
}
