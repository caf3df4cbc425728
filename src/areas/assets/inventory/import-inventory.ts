import { createHash } from 'node:crypto';
import { FormatError } from '#formats/format-error.ts';
import type { InventoryItem } from '#formats/inventory.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ImportSession, Place } from '#work/imports/importer.ts';
import { internVersions } from '../queries/package-ids.ts';
import {
  type ComponentColumns,
  type ComponentRow,
  columnsOfRows,
  componentRowOf,
} from './component-row.ts';
import { type ReplacedInventory, replaceInventory } from './replace-inventory.ts';
import { stageText } from './swap-text.ts';

/** Components that travel in one transaction; what of a file is held in memory. */
const batchSize = 5000;

export interface InventoryReading {
  readonly format: string;
  /** Ecosystem to keep with the asset; null leaves what it has. */
  readonly ecosystem: string | null;
  /** When it was taken, where the file itself does not tell; null: as it comes. */
  readonly takenAt?: Date | null;
  readonly items: (source: AsyncIterable<Uint8Array>) => AsyncIterable<InventoryItem>;
}

/**
 * Replaces the inventory of the session's asset by what the source holds. Components are staged in batches, each a transaction, and become
 * the inventory at the end, all at once: whatever cuts the import off, the inventory before stays whole. An inventory without a single
 * component is refused, because it would empty the asset, unless the option `empty=allowed` says so.
 * @throws FormatError for a source that cannot be read, AppError when the asset is not there, is retired, or got a later inventory meanwhile
 */
export async function importInventory(
  session: ImportSession,
  reading: InventoryReading,
): Promise<void> {
  const assetId = session.targetId;
  if (assetId === null) {
    throw invalidInput([
      { path: '/target', code: 'target', message: 'Name the asset that it is the inventory of.' },
    ]);
  }
  const staging = new Staging(session, assetId);
  try {
    await importInto(staging, session, assetId, reading);
  } catch (error) {
    // What was staged is of no use any more. Where this fails too, the asset's next large inventory clears it.
    await staging.discard().catch(() => undefined);
    throw error;
  }
}

async function importInto(
  staging: Staging,
  session: ImportSession,
  assetId: string,
  reading: InventoryReading,
): Promise<void> {
  const hash = createHash('sha256');
  const source = { bytes: 0 };
  let takenAt = reading.takenAt ?? null;
  for await (const item of reading.items(hashed(session.source, hash, source))) {
    if (item.kind === 'component') await staging.add(item.component);
    else if (item.kind === 'fault') {
      session.fault({ place: item.place as Place, code: item.code, message: item.message });
    } else takenAt = dateOf(item.createdAt) ?? takenAt;
  }
  if (staging.isEmpty && session.options['empty'] !== 'allowed') {
    const what =
      'It lists no component. To record that nothing is installed, import it with empty=allowed.';
    throw new FormatError('inventory-empty', what, { offset: source.bytes });
  }
  const digest = hash.digest('hex');
  const done = await staging.finish((context, components, rows) =>
    replaceInventory(context, {
      ownerId: session.ownerId,
      assetId,
      inventoryId: staging.inventoryId,
      importId: session.importId,
      format: reading.format,
      takenAt: takenAt === null || takenAt > context.now ? context.now : takenAt,
      digest,
      ecosystem: reading.ecosystem,
      components,
      rows,
    }),
  );
  if (done.newer !== null) {
    const message = `It was taken before the inventory of ${done.newer} that is here: it is kept as history, and what is installed stays as it is.`;
    session.fault({ place: {}, code: 'inventory-older', message });
  }
  const fresh = done.repeated ? 0 : done.added + done.changed;
  session.accepted(fresh);
  session.unchanged(staging.read - fresh);
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: { update(bytes: Uint8Array): unknown },
  seen: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const bytes of source) {
    seen.bytes += bytes.length;
    hash.update(bytes);
    yield bytes;
  }
}

function dateOf(written: string | null): Date | null {
  if (written === null) return null;
  const date = new Date(written);
  const year = date.getUTCFullYear();
  return year >= 1990 && year < 10_000 ? date : null;
}

class Staging {
  readonly inventoryId = newId();
  /** Components that were taken from the source. */
  read = 0;
  readonly #session: ImportSession;
  readonly #assetId: string;
  #rows: ComponentRow[] = [];
  #staged = 0;
  /** The batch on its way: the next one is read meanwhile, and no further. */
  #staging: Promise<void> = Promise.resolve();

  constructor(session: ImportSession, assetId: string) {
    this.#session = session;
    this.#assetId = assetId;
  }

  get isEmpty(): boolean {
    return this.read === 0;
  }

  async add(component: Parameters<typeof componentRowOf>[0]): Promise<void> {
    this.#session.read(1);
    const row = componentRowOf(component);
    if ('code' in row) {
      this.#session.fault(row);
      return;
    }
    this.read += 1;
    this.#rows.push(row);
    if (this.#rows.length < batchSize) return;
    const rows = this.#rows;
    this.#rows = [];
    await this.#staging;
    this.#staging = this.#session
      .batch((context) => this.#stage(context, rows))
      .then((staged) => {
        this.#staged += staged;
      });
    // Whoever awaits it next gets the error; until then it must not count as one that nobody handles.
    this.#staging.catch(() => undefined);
  }

  /** Does the last work with what is left: staged like the batches before, or, when it is all there is, given as it is. */
  async finish(
    work: (
      context: WriteContext,
      components: number,
      rows: ComponentColumns | null,
    ) => Promise<ReplacedInventory>,
  ): Promise<ReplacedInventory> {
    await this.#staging;
    return this.#session.batch(async (context) => {
      if (this.#staged > 0) {
        return work(context, this.#staged + (await this.#stage(context, this.#rows)), null);
      }
      const rows = await this.#distinctRows(context);
      return work(context, rows[0].length, rows);
    });
  }

  /** Takes away what was staged. */
  async discard(): Promise<void> {
    await this.#staging.catch(() => undefined);
    if (this.#staged === 0) return;
    await this.#session.batch(({ client }) =>
      client.query({
        name: 'inventory-staged-discard',
        text: `delete from inventory_staged where owner_id = $1 and inventory_id = $2`,
        values: [this.#session.ownerId, this.inventoryId],
      }),
    );
  }

  /** A component that stands twice counts once. */
  async #distinctRows(context: WriteContext): Promise<ComponentColumns> {
    const ids = await internVersions(context, this.#rows);
    const seen = new Set<string>();
    const kept = this.#rows.flatMap((row, index) => {
      const key = `${ids[index]} ${row.binaryName}`;
      if (seen.has(key)) return [];
      seen.add(key);
      return [index];
    });
    return columnsOfRows(
      kept.map((index) => this.#rows[index] as ComponentRow),
      kept.map((index) => ids[index] ?? 0),
    );
  }

  /** Rows staged by this call; a component that stands twice counts once. */
  async #stage(context: WriteContext, rows: readonly ComponentRow[]): Promise<number> {
    if (rows.length === 0) return 0;
    const ids = await internVersions(context, rows);
    const columns = columnsOfRows(rows, ids);
    const result = await context.client.query({
      text: stageText,
      values: [this.#session.ownerId, this.inventoryId, this.#assetId, ...columns],
    });
    return result.rowCount ?? 0;
  }
}
