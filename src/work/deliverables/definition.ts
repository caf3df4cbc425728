import type { Block, Language } from '#documents/model.ts';
import type { RoleId } from '#engine/life-cycle.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

/** One section of a deliverable, exactly as its source clause lists it. */
export interface SectionDefinition {
  /** Kebab-case; its heading is `sections.<id>` of the module's texts. */
  readonly id: string;
  /** A mandatory section with nothing in it holds back quality control and issue. */
  readonly mandatory: boolean;
  /** `text`: written by the author. Otherwise a function of the area that gives the blocks; the author may write above them. */
  readonly source: 'text' | { readonly by: string };
  /** A function that proposes the author's text when the deliverable is opened. */
  readonly proposal?: string;
  /** Lettered behind the sections instead of numbered among them. */
  readonly annex?: boolean;
  /** The section, declared before it, whose subsection it is: 3.2 under 3. */
  readonly under?: string;
}

/** Who does what with a deliverable; roles of the case's organisation, and of its parties in the part they take. */
export interface DeliverableRoles {
  readonly author: readonly RoleId[];
  readonly qc: readonly RoleId[];
  /** Approval kind only. */
  readonly approver: readonly RoleId[];
  readonly reviewers: readonly RoleId[];
  /** Approval kind only: who sends what was approved; absent: its authors. */
  readonly distributor?: readonly RoleId[];
  /** Who is told in an organisation that receives it, where no person is named. */
  readonly recipients: readonly RoleId[];
}

/** A kind of document that cases leave: plain data, with the names of the area's functions. */
export interface DeliverableDefinition {
  readonly id: string;
  readonly clause: string;
  /** `approval`: reviewed, approved, distributed. `information`: issued, delivered, acknowledged. */
  readonly kind: 'approval' | 'information';
  /** Procedures whose cases leave it. */
  readonly procedures: readonly string[];
  readonly sections: readonly SectionDefinition[];
  /** `{organisation}-EWR-{year}-{number}`: code of the owner, year of opening, four digits counted by owner, type and year. */
  readonly referencePattern: string;
  /** Functions of the module: what loads the data, who gets it, at which label. */
  readonly compose: string;
  readonly distribution: string;
  readonly labelRule: string;
  /** Condition of the module over the case: where it does not hold, there is no such document. Its words: the text `deliverable.<id>.only-when`. */
  readonly onlyWhen?: string;
  readonly roles: DeliverableRoles;
}

/** What a function that composes may look at. */
export interface ComposeInput {
  readonly case: CaseRow;
  readonly language: Language;
}

/** What a section's function works on: the data as composed, and the document's language. */
export interface SectionInput<Data> {
  readonly data: Data;
  readonly language: Language;
  readonly case: CaseRow;
  /** Name of the organisation whose document it is. */
  readonly organisation: string;
  readonly recipients: readonly RecipientName[];
  readonly procedureTitle: ProcedureTitle;
}

export interface RecipientName {
  readonly organisation: string;
  readonly person: string | null;
  readonly reason: string;
}

/** What a procedure is called in a language, by its id: the title that the product itself uses. */
export type ProcedureTitle = (language: Language, id: string) => string;

/** Who is to receive it, and why. */
export interface RecipientDraft {
  readonly organisationId: string;
  readonly personId: string | null;
  readonly reason: string;
}

/** What an export is made of: the frozen copy's data and document control. */
export interface ExportInput<Data> {
  readonly data: Data;
  readonly language: Language;
  readonly title: string;
  readonly reference: string;
  readonly organisation: string;
  readonly tlp: string;
  readonly label: string;
  readonly texts: Readonly<Record<string, string>>;
  /** Oldest first; the last is the version on the cover. */
  readonly history: readonly {
    readonly version: string;
    readonly at: string;
    readonly description: string;
  }[];
  /** Nothing was issued yet. */
  readonly draft: boolean;
}

/** The same deliverable in a format of the field, made from the same frozen copy. */
export interface DeliverableExport<Data> {
  readonly contentType: string;
  write(input: ExportInput<Data>): Promise<Uint8Array>;
}

/** As the catalogue says it; a module outside one knows the ids alone. */
export function titleIn({
  procedureTitle,
}: Pick<DeliverableModule, 'procedureTitle'>): ProcedureTitle {
  return procedureTitle ?? ((_language, id) => id);
}

/** Texts of a deliverable in one language: `title`, `sections.<id>`, and the words its section functions print. */
export type DeliverableTexts = Readonly<Record<string, string>>;

/** A deliverable with the named functions that its definition calls. `compose` loads what the sections say, as JSON. */
export interface DeliverableModule<Data = unknown> {
  readonly definition: DeliverableDefinition;
  readonly texts: Readonly<Record<Language, DeliverableTexts>>;
  /** Given by the catalogue. */
  readonly procedureTitle?: ProcedureTitle;
  readonly compose: Readonly<
    Record<string, (context: ReadContext, input: ComposeInput) => Promise<Data>>
  >;
  readonly sections: Readonly<Record<string, (input: SectionInput<Data>) => readonly Block[]>>;
  readonly proposals?: Readonly<Record<string, (input: SectionInput<Data>) => string>>;
  readonly distribution: Readonly<
    Record<string, (context: ReadContext, input: ComposeInput) => Promise<RecipientDraft[]>>
  >;
  readonly labels: Readonly<
    Record<string, (row: CaseRow) => { readonly label: string; readonly tlp: string }>
  >;
  /** Pure. */
  readonly conditions?: Readonly<Record<string, (row: CaseRow) => boolean>>;
  /** What sending it tells of, and where that arose: areas' rules decide to whom it may go (see `release-rule.ts`). */
  readonly tells?: {
    readonly event: string;
    readonly arisesAt: (row: CaseRow) => readonly string[];
  };
  /** By file ending (`csaf.json`). */
  readonly exports?: Readonly<Record<string, DeliverableExport<Data>>>;
}

/** Whether the case, as it is now, leaves such a document. */
export function isLeftBy({ definition, conditions }: DeliverableModule, row: CaseRow): boolean {
  const { onlyWhen } = definition;
  return onlyWhen === undefined || conditions?.[onlyWhen]?.(row) === true;
}

/** @throws Error naming what a definition refers to and its module lacks: a fault of the area, found by its test. */
export function checkDeliverable(module: DeliverableModule): void {
  const { definition } = module;
  const named: [string, Readonly<Record<string, unknown>> | undefined, string | undefined][] = [
    ['compose', module.compose, definition.compose],
    ['distribution', module.distribution, definition.distribution],
    ['labels', module.labels, definition.labelRule],
    ['conditions', module.conditions, definition.onlyWhen],
  ];
  for (const section of definition.sections) {
    if (section.source !== 'text') named.push(['sections', module.sections, section.source.by]);
    named.push(['proposals', module.proposals, section.proposal]);
  }
  definition.sections.forEach(({ id, under }, at) => {
    if (under === undefined) return;
    if (!definition.sections.slice(0, at).some((section) => section.id === under)) {
      throw new Error(`${definition.id} has ${id} under ${under}, which is not declared before it`);
    }
  });
  for (const [part, functions, name] of named) {
    if (name !== undefined && functions?.[name] === undefined) {
      throw new Error(`${definition.id} names ${part} ${name}, which its module lacks`);
    }
  }
  for (const [language, texts] of Object.entries(module.texts)) {
    for (const key of ['title', ...definition.sections.map(({ id }) => `sections.${id}`)]) {
      if ((texts[key] ?? '').trim() === '') {
        throw new Error(`${definition.id} has no text ${key} in ${language}`);
      }
    }
  }
}
