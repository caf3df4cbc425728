import { FIRST_DRAFT } from '#documents/version.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { refuseClassified } from '#kernel/command/eu-classified.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, forbidden, invalidInput } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import { refused } from '#work/cases/refused.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { type DeliverableModule, isLeftBy, titleIn } from './definition.ts';
import { lifeCycleOf } from './life-cycles.ts';
import type { DeliverableFields } from './load-deliverable.ts';

export interface NewDeliverable {
  readonly caseId: string;
  readonly type: string;
  readonly title?: string | undefined;
  readonly language?: DeliverableFields['language'] | undefined;
}

/**
 * Opens a deliverable of a case as draft 0.01, with the proposals of its sections.
 * @throws 404 for a case that is not visible, 422 for a type that its procedure does not leave, 403 naming the author's roles, 409 while the
 * case is not as the type's condition asks.
 */
export async function createDeliverable(
  context: WriteContext,
  catalogue: Catalogue,
  input: NewDeliverable,
): Promise<string> {
  const loadedCase = await loadCase(context, input.caseId, { lock: false });
  const { row } = loadedCase;
  const module = catalogue.deliverables.get(input.type);
  if (module === undefined || !module.definition.procedures.includes(row.procedure)) {
    const message = 'Cases of this procedure leave no such deliverable.';
    throw invalidInput([{ path: '/type', code: 'unknown', message }]);
  }
  const { author } = module.definition.roles;
  if (!actorFor(context.principal, loadedCase, null).roles.some((role) => author.includes(role))) {
    throw forbidden(`This needs one of the roles: ${author.join(', ')}.`, { roles: author });
  }
  if (!isLeftBy(module, row)) {
    const { id: type, clause } = module.definition;
    throw refused(`deliverable.${type}`, 'create', [
      { rule: 'guard', name: 'case-leaves-it', clause },
    ]);
  }
  const language = input.language ?? context.principal.locale;
  const owner = await organisationOf(context, row.ownerId);
  const colon = language === 'fr' ? '\u00a0: ' : ': ';
  const title =
    input.title ?? `${module.texts[language]['title'] ?? input.type}${colon}${row.title}`;
  const id = newId();
  const fields: DeliverableFields = {
    language,
    owner: owner.name,
    organisation: owner.name,
    programme: null,
    project: owner.code.slice(0, 40),
    // A kind of document may say what it belongs to; otherwise its case does.
    subject: module.texts[language]['subject'] ?? row.title,
    frameworkContract: null,
    specificContract: null,
    contractLine: null,
    texts: await proposals(context, module, row, language, owner.name),
  };
  refuseClassified(`${title}\n${Object.values(fields.texts).join('\n')}`, '/title');
  const reference = await nextReference(context, module, row, owner.code);
  await insert(context, module, row, { id, title: title.slice(0, 300), reference, fields });
  await shareWithMakers(context, module, loadedCase, id);
  const details = { type: input.type, reference, caseId: row.id, title };
  context.record({
    ownerId: row.ownerId,
    action: 'deliverable.create',
    kind: 'deliverable',
    recordId: id,
    recordVersion: 1,
    details,
  });
  context.emit({
    name: 'deliverable.create',
    ownerId: row.ownerId,
    recordId: id,
    payload: details,
  });
  return id;
}

/** Authors and quality control of other organisations, as parties of the case, see it from the start: they make it. */
async function shareWithMakers(
  context: WriteContext,
  module: DeliverableModule,
  { row, parties }: LoadedCase,
  id: string,
): Promise<void> {
  const { author, qc } = module.definition.roles;
  const makers = new Set([...author, ...qc]);
  await shareRecord(context, {
    ownerId: row.ownerId,
    kind: 'deliverable',
    table: 'deliverable',
    recordId: id,
    sortKey: id,
    organisations: parties
      .filter(({ role }) => makers.has(role))
      .map(({ organisationId }) => organisationId),
    reason: 'party',
  });
}

async function proposals(
  context: WriteContext,
  module: DeliverableModule,
  row: CaseRow,
  language: DeliverableFields['language'],
  organisation: string,
): Promise<Record<string, string>> {
  const proposed = module.definition.sections.filter((section) => section.proposal !== undefined);
  if (proposed.length === 0) return {};
  const data = await module.compose[module.definition.compose]?.(context, { case: row, language });
  const texts: Record<string, string> = {};
  for (const section of proposed) {
    const text = module.proposals?.[section.proposal ?? '']?.({
      data,
      language,
      case: row,
      organisation,
      recipients: [],
      procedureTitle: titleIn(module),
    });
    if (text !== undefined && text !== '') texts[section.id] = text;
  }
  return texts;
}

async function organisationOf(
  context: WriteContext,
  id: string,
): Promise<{ code: string; name: string }> {
  const { rows } = await context.client.query<{ code: string; name: string }>({
    name: 'deliverable-owner',
    text: 'select code, name from organisation where id = $1',
    values: [id],
  });
  const [row] = rows;
  if (row === undefined) throw conflict('reference', 'The owner of the case is gone.');
  return row;
}

/** Counted by owner, type and year; one statement, so two never get the same number. */
async function nextReference(
  context: WriteContext,
  module: DeliverableModule,
  row: CaseRow,
  code: string,
): Promise<string> {
  const year = context.now.getUTCFullYear();
  const { rows } = await context.client.query<{ number: number }>({
    name: 'deliverable-number',
    text: `insert into case_reference_counter as c (owner_id, procedure, year, next) values ($1, $2, $3, 2)
      on conflict (owner_id, procedure, year) do update set next = c.next + 1 returning next - 1 as number`,
    values: [row.ownerId, `deliverable:${module.definition.id}`, year],
  });
  const values: Record<string, string> = {
    organisation: code,
    year: String(year),
    number: String(rows[0]?.number ?? 1).padStart(4, '0'),
    case: row.reference,
  };
  return module.definition.referencePattern.replace(
    /\{(\w+)\}/g,
    (whole, name: string) => values[name] ?? whole,
  );
}

async function insert(
  context: WriteContext,
  module: DeliverableModule,
  row: CaseRow,
  made: { id: string; title: string; reference: string; fields: DeliverableFields },
): Promise<void> {
  const rule = module.labels[module.definition.labelRule];
  if (rule === undefined) throw new Error(`${module.definition.id} has no label rule`);
  const { label, tlp } = rule(row);
  await context.client.query({
    name: 'deliverable-insert',
    text: `insert into deliverable (owner_id, id, case_id, type, title, reference, edition, revision, state, label, tlp, fields,
        author_id, created_at, created_by, updated_at, updated_by)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $14, $13)`,
    values: [
      row.ownerId,
      made.id,
      row.id,
      module.definition.id,
      made.title,
      made.reference,
      FIRST_DRAFT.edition,
      FIRST_DRAFT.revision,
      lifeCycleOf(module.definition).initial,
      label,
      tlp,
      JSON.stringify(made.fields),
      context.principal.personId,
      context.now,
    ],
  });
}
