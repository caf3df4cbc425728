import type { InventoryItem } from '#formats/inventory.ts';
import type { ImportFault, Place, PreviewRow } from '#work/imports/importer.ts';

/** The first components as they would be read, with the faults between them. */
export async function* previewInventory(
  items: AsyncIterable<InventoryItem>,
  limit: number,
): AsyncGenerator<{ kind: 'row'; row: PreviewRow } | ({ kind: 'fault' } & ImportFault)> {
  let shown = 0;
  for await (const item of items) {
    if (shown >= limit) return;
    if (item.kind === 'component') {
      const { component } = item;
      shown += 1;
      yield {
        kind: 'row',
        row: {
          title: component.name,
          values: {
            version: component.version,
            ecosystem: component.ecosystem,
            kind: component.kind,
            ...(component.sourceName === null ? {} : { source: component.sourceName }),
            ...(component.vendor === null ? {} : { vendor: component.vendor }),
            ...(component.serialNumber === null ? {} : { serial: component.serialNumber }),
          },
        },
      };
    } else if (item.kind === 'fault') {
      shown += 1;
      const { place, code, message } = item;
      yield { kind: 'fault', place: place as Place, code, message };
    }
  }
}
