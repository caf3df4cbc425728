import { decide } from '#engine/decide.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { refuseClassified } from '#kernel/command/eu-classified.ts';
import { invalidInput, staleVersion } from '#kernel/errors/app-error.ts';
import { refused } from '#work/cases/refused.ts';
import type { Catalogue } from '#work/catalogue.ts';
import type { EditDeliverableInput } from './contract.ts';
import { contractLines } from './contract-lines.ts';
import {
  actorOf,
  assertSent,
  caseOfDeliverable,
  engineViewOf,
  factsOf,
  moduleOfType,
} from './deciding.ts';
import type { DeliverableModule } from './definition.ts';
import { deliverableFunctions } from './deliverable-guards.ts';
import { lifeCycleOf } from './life-cycles.ts';
import {
  type DeliverableFields,
  type DeliverableRow,
  loadDeliverable,
} from './load-deliverable.ts';

export interface Edit extends EditDeliverableInput {
  readonly deliverableId: string;
  /** The record version that was read; null when the caller does not care. */
  readonly version: number | null;
}

/**
 * Changes texts and document control of a deliverable that is being written.
 * @throws 404, 409 with the refusals (not the author, or handed in and frozen), 412 when it changed meanwhile, 422 for unknown sections and EU classified text.
 */
export async function editDeliverable(
  context: WriteContext,
  catalogue: Catalogue,
  edit: Edit,
): Promise<void> {
  const loaded = await loadDeliverable(context, edit.deliverableId, { lock: true });
  const { row } = loaded;
  const loadedCase = await caseOfDeliverable(context, loaded);
  assertSent(context, loaded, loadedCase);
  const module = moduleOfType(catalogue, row.type);
  const decision = decide(
    lifeCycleOf(module.definition),
    deliverableFunctions,
    engineViewOf(loaded, loadedCase),
    actorOf(context.principal, loaded, loadedCase, null),
    'edit',
    { comment: null, fields: {} },
    factsOf(module, loaded, null, loadedCase),
    context.now.toISOString(),
  );
  if (!decision.ok) throw refused(`deliverable.${row.type}`, 'edit', decision.refusals);
  if (edit.version !== null && edit.version !== row.version) throw staleVersion(row.version);
  const changed = await applied(context, catalogue, module, row, edit);
  const told = differences(row, changed);
  if (Object.keys(told).length === 0) return;
  refuseClassified(JSON.stringify(told), '/texts');
  await context.client.query({
    name: 'deliverable-edit',
    text: `update deliverable set title = $4, label = $5, tlp = $6, fields = $7, contract_id = $8, version = version + 1,
        updated_at = $9, updated_by = $10
      where owner_id = $1 and id = $2 and version = $3`,
    values: [
      row.ownerId,
      row.id,
      row.version,
      changed.title,
      changed.label,
      changed.tlp,
      JSON.stringify(changed.fields),
      changed.contractId,
      context.now,
      context.principal.personId,
    ],
  });
  context.record({
    ownerId: row.ownerId,
    action: 'deliverable.edit',
    kind: 'deliverable',
    recordId: row.id,
    recordVersion: row.version + 1,
    details: told,
  });
}

async function applied(
  context: WriteContext,
  catalogue: Catalogue,
  module: DeliverableModule,
  row: DeliverableRow,
  edit: Edit,
): Promise<DeliverableRow> {
  const contractId = edit.contractId === undefined ? row.contractId : edit.contractId;
  const lines =
    contractId !== null && contractId !== row.contractId
      ? await contractLines(context, catalogue, row.ownerId, contractId)
      : {};
  const cover = Object.fromEntries(
    Object.entries(edit.cover ?? {}).filter(([, value]) => value !== undefined),
  );
  const fields: DeliverableFields = {
    ...row.fields,
    ...lines,
    ...cover,
    language: edit.language ?? row.fields.language,
    texts: textsOf(module, row, edit),
  };
  return {
    ...row,
    contractId,
    title: edit.title ?? row.title,
    label: edit.label ?? row.label,
    tlp: edit.tlp ?? row.tlp,
    fields,
  };
}

function textsOf(
  module: DeliverableModule,
  row: DeliverableRow,
  edit: Edit,
): Record<string, string> {
  const texts = { ...row.fields.texts };
  for (const [section, text] of Object.entries(edit.texts ?? {})) {
    if (!module.definition.sections.some(({ id }) => id === section)) {
      throw invalidInput([
        { path: `/texts/${section}`, code: 'unknown', message: 'There is no such section.' },
      ]);
    }
    if (text === null || text.trim() === '') delete texts[section];
    else texts[section] = text.normalize('NFC');
  }
  return texts;
}

/** What changed, before and after, for the trail. */
function differences(before: DeliverableRow, after: DeliverableRow): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  const compare = (name: string, old: unknown, now: unknown) => {
    if (JSON.stringify(old ?? null) !== JSON.stringify(now ?? null)) {
      told[name] = { before: old ?? null, after: now ?? null };
    }
  };
  for (const name of ['title', 'label', 'tlp', 'contractId'] as const) {
    compare(name, before[name], after[name]);
  }
  const { texts: oldTexts, ...oldFields } = before.fields;
  const { texts: newTexts, ...newFields } = after.fields;
  for (const [name, value] of Object.entries(newFields)) {
    compare(name, (oldFields as Record<string, unknown>)[name], value);
  }
  for (const section of new Set([...Object.keys(oldTexts), ...Object.keys(newTexts)])) {
    compare(`texts.${section}`, oldTexts[section], newTexts[section]);
  }
  return told;
}
