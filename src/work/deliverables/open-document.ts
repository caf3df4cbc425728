import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { fontFilesOf } from '#work/house-style/font-files.ts';
import { markedDraft } from './compose-model.ts';
import { assertSent, caseOfDeliverable, copyOf, moduleOfType, seesMaking } from './deciding.ts';
import { exportOf } from './export-copy.ts';
import { type LoadedDeliverable, loadDeliverable } from './load-deliverable.ts';
import { contentTypes, type PrintedFormat, printedFormats, render } from './renderings.ts';
import { withSignOff } from './sign-off.ts';

/** A document on its way out: stored bytes by owner and hash, or what has to be made now. */
export type OpenedDocument = {
  readonly fileName: string;
  readonly contentType: string;
} & (
  | { readonly stored: { readonly ownerId: string; readonly sha256: string } }
  | { readonly make: () => Promise<Uint8Array> }
);

/**
 * Finds a document in one format. What was issued comes from the stored bytes; until the worker stored them, and for drafts (marked as
 * such), it is made from the copy.
 * @throws 404 for what is not visible, and for a format that the deliverable does not have.
 */
export async function openDocument(
  context: ReadContext,
  catalogue: Catalogue,
  input: { readonly deliverableId: string; readonly format: string },
): Promise<OpenedDocument> {
  const loaded = await loadDeliverable(context, input.deliverableId, { lock: false });
  const loadedCase = await caseOfDeliverable(context, loaded);
  assertSent(context, loaded, loadedCase);
  const { row } = loaded;
  const module = moduleOfType(catalogue, row.type);
  const { format } = input;
  const fileName = `${row.reference}-${row.edition}.${String(row.revision).padStart(2, '0')}.${format}`;
  const kept = Object.hasOwn(row.renderings, format) ? row.renderings[format] : undefined;
  if (row.issuedAt !== null && kept !== undefined) {
    const { contentType, sha256 } = kept;
    return { fileName, contentType, stored: { ownerId: row.ownerId, sha256 } };
  }
  const copy = await copyOf(context, module, loaded, loadedCase);
  if (copy === null) throw notFound('deliverable');
  const printed = printedFormats.find((one): one is PrintedFormat => one === format);
  if (printed !== undefined) {
    const model =
      row.issuedAt === null
        ? markedDraft(copy.model)
        : await withSignOff(context, copy.model, loaded);
    const fonts = await fontFilesOf(context, row.ownerId, model.theme);
    const contentType = contentTypes[printed];
    return { fileName, contentType, make: () => render(model, printed, fonts) };
  }
  const declared = Object.hasOwn(module.exports ?? {}, format)
    ? module.exports?.[format]
    : undefined;
  if (declared === undefined) throw notFound('format');
  const make = async () => (await exportOf(module, loaded, copy, format)) ?? new Uint8Array();
  return { fileName, contentType: declared.contentType, make };
}

/**
 * Remembers that somebody outside its owner opened a deliverable, before its first byte leaves, and writes the receipt of the recipient.
 * Readers of the owner itself are not counted, unless they are named recipients.
 */
export async function recordOpening(
  context: WriteContext,
  input: { readonly deliverableId: string; readonly format: string },
): Promise<void> {
  const loaded = await loadDeliverable(context, input.deliverableId, { lock: false });
  const { row } = loaded;
  const { personId, organisationId } = context.principal;
  if (organisationId === null) return;
  const waiting = receiptsOf(loaded, organisationId, personId).filter((one) => one.readAt === null);
  if (seesMaking(context, loaded) && waiting.length === 0) return;
  await context.client.query({
    name: 'deliverable-opening',
    text: `insert into deliverable_opening (owner_id, deliverable_id, id, person_id, organisation_id, format, at)
      values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [row.ownerId, row.id, newId(), personId, organisationId, input.format, context.now],
  });
  if (waiting.length === 0) return;
  await context.client.query({
    name: 'deliverable-recipient-read',
    text: `update deliverable_recipient set read_at = $4
      where owner_id = $1 and deliverable_id = $2 and id = any ($3::uuid[]) and read_at is null`,
    values: [row.ownerId, row.id, waiting.map((one) => one.id), context.now],
  });
  context.record({
    ownerId: row.ownerId,
    action: 'deliverable.read',
    kind: 'deliverable',
    recordId: row.id,
    recordVersion: row.version,
    details: { organisation: organisationId, format: input.format },
  });
}

/** The rows of the distribution list that the reader's opening answers: the person's own, and those of the organisation as such. */
function receiptsOf(loaded: LoadedDeliverable, organisationId: string, personId: string | null) {
  return loaded.recipients.filter(
    (one) =>
      one.sentAt !== null &&
      one.organisationId === organisationId &&
      (one.personId === null || one.personId === personId),
  );
}
