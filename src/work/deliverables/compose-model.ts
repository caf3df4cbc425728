import type {
  Block,
  DocumentModel,
  HistoryRow,
  Language,
  Section,
  TlpLabel,
} from '#documents/model.ts';
import { furnitureTexts } from '#documents/texts.ts';
import { parseActions } from '#documents/version.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { themeOf } from '#work/house-style/house-style.ts';
import { titlesOf } from '#work/paging.ts';
import {
  type DeliverableModule,
  type RecipientName,
  type SectionDefinition,
  type SectionInput,
  titleIn,
} from './definition.ts';
import type {
  DeliverableRow,
  FrozenCopy,
  HistoryEntryRow,
  RecipientRow,
} from './load-deliverable.ts';
import { textBlocks } from './text-blocks.ts';

/** What a document is made of before it is frozen. */
export interface Composition {
  readonly row: DeliverableRow;
  readonly case: CaseRow;
  readonly history: readonly HistoryEntryRow[];
  readonly recipients: readonly Pick<RecipientRow, 'organisationId' | 'personId' | 'reason'>[];
}

/** Loads the data by the area's function and writes the sections by its others: the document as it stands now. */
export async function composeCopy(
  context: ReadContext,
  module: DeliverableModule,
  composition: Composition,
): Promise<FrozenCopy> {
  const { row } = composition;
  const { language } = row.fields;
  const load = module.compose[module.definition.compose];
  if (load === undefined)
    throw new Error(`${row.type} has no function ${module.definition.compose}`);
  // JSON and back: what is frozen is exactly what a later rendering reads.
  const data: unknown = JSON.parse(
    JSON.stringify(await load(context, { case: composition.case, language })),
  );
  const input: SectionInput<unknown> = {
    data,
    language,
    case: composition.case,
    organisation: row.fields.organisation,
    recipients: await recipientNames(context, composition.recipients),
    procedureTitle: titleIn(module),
  };
  const spoken = (section: Section): Section => withNothingSaid(section, language);
  const written = module.definition.sections.map((section) => ({
    section,
    content: sectionOf(module, row, section, input),
  }));
  return {
    data,
    model: {
      language,
      ...headOf(row, composition.history, dayOf(context.now)),
      theme: await themeOf(context, row.ownerId),
      sections: nested(written.filter(({ section }) => section.annex !== true)).map(spoken),
      annexes: nested(written.filter(({ section }) => section.annex === true)).map(spoken),
      options: {
        duplex: false,
        sectionsOnNewPage: false,
        tableOfContents: true,
        listOfTables: true,
        listOfFigures: true,
      },
    },
  };
}

interface Written {
  readonly section: SectionDefinition;
  readonly content: Section;
}

/** Subsections inside the section that they are declared under, in the order of their declaration. */
function nested(written: readonly Written[], under?: string): Section[] {
  return written
    .filter(({ section }) => section.under === under)
    .map(({ section, content }) => {
      const sections = nested(written, section.id);
      return sections.length === 0 ? content : { ...content, sections };
    });
}

/** A section that may be empty, and is, says so: a heading without anything below it looks like a mistake. */
function withNothingSaid(section: Section, language: Language): Section {
  const sections = section.sections?.map((child) => withNothingSaid(child, language));
  if (sections !== undefined) return { ...section, sections };
  if (section.blocks.length > 0 || section.mandatory === true) return section;
  const nothing = [{ text: furnitureTexts(language).empty, italic: true }];
  return { ...section, blocks: [{ kind: 'paragraph', text: nothing }] };
}

/** Every section and subsection of a document, in reading order. */
export function allSections(sections: readonly Section[]): Section[] {
  return sections.flatMap((section) => [section, ...allSections(section.sections ?? [])]);
}

export async function recipientNames(
  context: ReadContext,
  recipients: Composition['recipients'],
): Promise<RecipientName[]> {
  const titles = await titlesOf(context, {
    organisations: recipients.map((recipient) => recipient.organisationId),
    people: recipients.map((recipient) => recipient.personId),
  });
  return recipients.map((recipient) => ({
    organisation: titles[recipient.organisationId] ?? recipient.organisationId,
    person: recipient.personId === null ? null : (titles[recipient.personId] ?? null),
    reason: recipient.reason,
  }));
}

function sectionOf(
  module: DeliverableModule,
  row: DeliverableRow,
  section: SectionDefinition,
  input: SectionInput<unknown>,
): Section {
  const blocks: Block[] = textBlocks(row.fields.texts[section.id] ?? '');
  if (section.source !== 'text') {
    const write = module.sections[section.source.by];
    if (write === undefined) throw new Error(`${row.type} has no function ${section.source.by}`);
    blocks.push(...write(input));
  }
  const title = module.texts[row.fields.language][`sections.${section.id}`] ?? section.id;
  return { id: section.id, title, mandatory: section.mandatory, blocks };
}

/** Cover, labels and history: what changes with each delivery while the sections stay frozen. */
export function headOf(
  row: DeliverableRow,
  history: readonly HistoryEntryRow[],
  issueDate: string,
): Pick<DocumentModel, 'cover' | 'labels' | 'history'> {
  const { fields } = row;
  return {
    cover: {
      owner: fields.owner,
      issueDate,
      version: { edition: row.edition, revision: row.revision },
      organisation: fields.organisation,
      programme: fields.programme,
      project: fields.project,
      title: row.title,
      subject: fields.subject,
      reference: row.reference,
      frameworkContract: fields.frameworkContract,
      specificContract: fields.specificContract,
      contractLine: fields.contractLine,
    },
    labels: { information: row.label.replace('-', ' '), tlp: `TLP:${row.tlp}` as TlpLabel },
    history: history.map(
      (entry): HistoryRow => ({
        version: { edition: entry.edition, revision: entry.revision },
        date: entry.date,
        description: entry.description,
        actions: parseActions(entry.action),
        pages: entry.pages,
      }),
    ),
  };
}

/** The calendar day of an instant in UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** Mandatory sections with nothing in them. */
export function missingSections(module: DeliverableModule, model: DocumentModel): string[] {
  const written = new Map(
    allSections([...model.sections, ...model.annexes]).map((section) => [
      section.id,
      section.blocks.length,
    ]),
  );
  return module.definition.sections
    .filter((section) => section.mandatory && (written.get(section.id) ?? 0) === 0)
    .map((section) => section.id);
}

const draftWords = { en: 'DRAFT', fr: 'PROJET', de: 'ENTWURF' } as const;

/** The same document marked as a draft on every page, beside its label. */
export function markedDraft(model: DocumentModel): DocumentModel {
  const information = `${draftWords[model.language]} – ${model.labels.information}`;
  return { ...model, labels: { ...model.labels, information } };
}
