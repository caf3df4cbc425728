import { formatVersion } from '#documents/version.ts';
import { allowedActions } from '#engine/decide.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { LoadedCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { titlesOf } from '#work/paging.ts';
import type { WaitedFor } from '#work/presence/contract.ts';
import { whoIsWaitedFor } from '#work/presence/waited-for.ts';
import { placeOf } from '#work/presence/ways.ts';
import { waysOfDocument } from './awaited-documents.ts';
import { commentsFor } from './comments.ts';
import { allSections, dayOf } from './compose-model.ts';
import type {
  DeliverableDetail,
  DeliverableSummary,
  DocumentHistoryRow,
  RecipientView,
  SectionView,
} from './contract.ts';
import {
  actorOf,
  assertSent,
  caseOfDeliverable,
  copyOf,
  engineViewOf,
  factsOf,
  moduleOfType,
  seesMaking,
} from './deciding.ts';
import type { DeliverableModule } from './definition.ts';
import { deliverableFunctions } from './deliverable-guards.ts';
import { lifeCycleOf } from './life-cycles.ts';
import {
  type DeliverableRow,
  type FrozenCopy,
  type LoadedDeliverable,
  loadDeliverable,
  type ReaderRow,
} from './load-deliverable.ts';
import { printedFormats } from './renderings.ts';

/** One deliverable as the reader may see it: document control, sections, recipients, what can be done now and why not otherwise. */
export async function readDeliverable(
  context: ReadContext,
  catalogue: Catalogue,
  deliverableId: string,
): Promise<DeliverableDetail> {
  const loaded = await loadDeliverable(context, deliverableId, { lock: false });
  const loadedCase = await caseOfDeliverable(context, loaded);
  assertSent(context, loaded, loadedCase);
  const module = moduleOfType(catalogue, loaded.row.type);
  const copy = await copyOf(context, module, loaded, loadedCase);
  const { row } = loaded;
  const recipients = recipientsFor(context, loaded);
  const comments = commentsFor(loaded, {
    seesAll: seesMaking(context, loaded) || loadedCase !== null,
    organisationId: context.principal.organisationId,
  });
  const readers = readersFor(context, loaded);
  const waitingFor = await whoIsAwaited(context, module, loaded, loadedCase);
  return {
    deliverable: {
      ...summaryOf(module, row, waitingFor),
      language: row.fields.language,
      authorId: row.authorId,
      contractId: row.contractId,
      frozenHash: row.frozenHash,
      supersedesId: row.supersedesId,
    },
    cover: coverOf(row, copy, context.now),
    history: loaded.history.map(historyView),
    sections: sectionsOf(module, row, copy),
    recipients,
    approvals: loaded.approvals.map((approval) => ({
      action: approval.action,
      personId: approval.person,
      at: approval.at,
      frozenHash: approval.frozenHash,
      voided: approval.voided,
    })),
    comments,
    readers,
    renderings: Object.entries(row.renderings).map(([format, one]) => ({ format, ...one })),
    formats: copy === null ? [] : [...printedFormats, ...Object.keys(module.exports ?? {})],
    ...mayOf(context, module, loaded, loadedCase, copy),
    titles: {
      ...(loadedCase === null
        ? {}
        : { [row.caseId]: `${loadedCase.row.reference} ${loadedCase.row.title}` }),
      ...(await titlesOf(context, {
        organisations: [
          row.ownerId,
          ...[...recipients, ...readers].map((one) => one.organisationId),
          ...waitingFor.flatMap(({ parties }) => parties),
          ...comments.flatMap(({ said }) => said.map((one) => one.organisationId)),
        ],
        people: [
          row.authorId,
          ...recipients.flatMap((one) => [one.personId, one.acknowledgedBy]),
          ...loaded.history.map((entry) => entry.personId),
          ...comments.flatMap(({ said }) => said.map((one) => one.personId)),
          ...loaded.approvals.map((approval) => approval.person),
        ],
      })),
    },
  };
}

/** Whom it waits for, to who sees its case; a party of that is told of no other party. */
async function whoIsAwaited(
  context: ReadContext,
  module: DeliverableModule,
  loaded: LoadedDeliverable,
  loadedCase: LoadedCase | null,
): Promise<WaitedFor[]> {
  if (loadedCase === null) return [];
  const { organisations } = context.scope;
  const sees = (id: string) => seesMaking(context, loaded) || organisations.includes(id);
  const place = placeOf(loadedCase);
  const told = place.parties.map(({ organisationId }) => organisationId).filter(sees);
  const view = engineViewOf(loaded, loadedCase);
  const ways = waysOfDocument(module.definition, loaded.row.state, view);
  return (await whoIsWaitedFor(context, [{ ...place, told, ways }]))[0] ?? [];
}

function mayOf(
  context: ReadContext,
  module: DeliverableModule,
  loaded: LoadedDeliverable,
  loadedCase: LoadedCase | null,
  copy: FrozenCopy | null,
): Pick<DeliverableDetail, 'allowedActions' | 'may'> {
  const cycle = lifeCycleOf(module.definition);
  const actor = actorOf(context.principal, loaded, loadedCase, null);
  const offered = allowedActions(
    cycle,
    deliverableFunctions,
    engineViewOf(loaded, loadedCase),
    actor,
    factsOf(module, loaded, copy, loadedCase),
    context.now.toISOString(),
  );
  return {
    may: { edit: offered.some((offer) => offer.action === 'edit' && offer.allowed) },
    allowedActions: offered
      .filter(({ action }) => action !== 'edit')
      .map((offer) => {
        const declared = cycle.actions[offer.action];
        return {
          action: offer.action,
          allowed: offer.allowed,
          refusals: offer.refusals,
          comment: offer.comment ?? 'none',
          form: declared?.form ?? {},
          roles: typeof declared?.by === 'string' ? [] : [...(declared?.by ?? [])],
          primary: offer.primary,
          destructive: offer.destructive,
          clause: declared?.clause ?? '',
        };
      }),
  };
}

export function summaryOf(
  module: DeliverableModule | null,
  row: DeliverableRow,
  waitingFor: WaitedFor[],
): DeliverableSummary {
  return {
    id: row.id,
    type: row.type,
    kind: module?.definition.kind ?? 'information',
    caseId: row.caseId,
    ownerId: row.ownerId,
    reference: row.reference,
    title: row.title,
    version: formatVersion(row),
    state: row.state,
    label: row.label as DeliverableSummary['label'],
    tlp: row.tlp as DeliverableSummary['tlp'],
    issuedAt: row.issuedAt,
    updatedAt: row.updatedAt,
    recordVersion: row.version,
    waitingFor,
  };
}

/** Others than its owner see their own rows: who else received it stands in the document, their receipts do not concern them. */
function recipientsFor(context: ReadContext, loaded: LoadedDeliverable): RecipientView[] {
  const all = seesMaking(context, loaded);
  return loaded.recipients
    .filter((one) => all || one.organisationId === context.principal.organisationId)
    .map(({ id: _id, ...view }) => view);
}

/** Its owner sees who reads it for quality assurance; another organisation only itself. */
function readersFor(context: ReadContext, loaded: LoadedDeliverable): ReaderRow[] {
  const all = seesMaking(context, loaded);
  return loaded.readers.filter(
    (one) => all || one.organisationId === context.principal.organisationId,
  );
}

export function historyView(entry: LoadedDeliverable['history'][number]): DocumentHistoryRow {
  const { at: _at, ...row } = entry;
  return { ...row, version: formatVersion(entry) };
}

function coverOf(
  row: DeliverableRow,
  copy: FrozenCopy | null,
  now: Date,
): DeliverableDetail['cover'] {
  const { owner, organisation, programme, project, subject } = row.fields;
  const { frameworkContract, specificContract, contractLine } = row.fields;
  const issueDate = copy?.model.cover.issueDate ?? dayOf(now);
  return {
    ...{ owner, issueDate, organisation, programme, project, subject },
    ...{ frameworkContract, specificContract, contractLine },
  };
}

function sectionsOf(
  module: DeliverableModule,
  row: DeliverableRow,
  copy: FrozenCopy | null,
): SectionView[] {
  const printed = allSections([...(copy?.model.sections ?? []), ...(copy?.model.annexes ?? [])]);
  return module.definition.sections.map((section) => ({
    id: section.id,
    title: module.texts[row.fields.language][`sections.${section.id}`] ?? section.id,
    mandatory: section.mandatory,
    source: section.source === 'text' ? 'text' : 'data',
    annex: section.annex === true,
    text: row.fields.texts[section.id] ?? '',
    filled: (printed.find(({ id }) => id === section.id)?.blocks.length ?? 0) > 0,
  }));
}
