import { formatVersion } from '#documents/version.ts';
import type { DeliverableModule } from './definition.ts';
import type { FrozenCopy, LoadedDeliverable } from './load-deliverable.ts';

/** The copy in a format of the field, or null when the deliverable has no such export. */
export async function exportOf(
  module: DeliverableModule,
  loaded: LoadedDeliverable,
  copy: FrozenCopy,
  format: string,
): Promise<Uint8Array | null> {
  const declared = Object.hasOwn(module.exports ?? {}, format)
    ? module.exports?.[format]
    : undefined;
  if (declared === undefined) return null;
  const { row } = loaded;
  const { model, data } = copy;
  return declared.write({
    data,
    language: model.language,
    title: model.cover.title,
    reference: row.reference,
    organisation: model.cover.organisation,
    tlp: row.tlp,
    label: row.label,
    texts: row.fields.texts,
    // A draft has no row of its own yet; the day of its making stands for it.
    history:
      loaded.history.length > 0
        ? loaded.history.map((entry) => ({
            version: formatVersion(entry),
            at: entry.at,
            description: entry.description,
          }))
        : [{ version: formatVersion(row), at: row.createdAt, description: model.cover.title }],
    draft: row.issuedAt === null,
  });
}
