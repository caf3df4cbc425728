import type { DocumentVersion, HistoryAction } from './version.ts';

/**
 * One document, as plain data that survives JSON: what was approved can be frozen, hashed and rendered again later.
 * The writers in `docx/`, `pdf/` and `html/` print the same model; `checkDocument` says what is wrong with one.
 */
export type DocumentModel = {
  readonly language: Language;
  readonly cover: Cover;
  readonly labels: Labels;
  readonly theme: Theme;
  /** Oldest version first (R-DOC-2). */
  readonly history: readonly HistoryRow[];
  /** Who made, controlled, reviewed and approved it; printed behind the history once it is released. */
  readonly signOff?: readonly SignOff[];
  readonly sections: readonly Section[];
  /** Lettered instead of numbered: Annex A, A.1. */
  readonly annexes: readonly Section[];
  readonly options: DocumentOptions;
};

export type Language = 'en' | 'fr' | 'de';

/** Document control (R-DOC-1, R-DOC-7). Dates are ISO calendar dates (2026-11-22). A line whose value is null is not printed. */
export type Cover = {
  readonly owner: string;
  readonly issueDate: string;
  readonly version: DocumentVersion;
  readonly organisation: string;
  readonly programme: string | null;
  /** The short name in the running header, such as ITSM. */
  readonly project: string;
  readonly title: string;
  readonly subject: string;
  readonly reference: string;
  readonly frameworkContract: string | null;
  readonly specificContract: string | null;
  /** Work package and deliverable, such as W.P.8.5 / DLV.8.5.5. */
  readonly contractLine: string | null;
};

/** Printed on every page, in header and footer. */
export type Labels = {
  /** The information label, such as LIMITED, as the organisation words it. */
  readonly information: string;
  readonly tlp: TlpLabel | null;
};

/** Traffic Light Protocol 2.0 (FIRST). */
export type TlpLabel = 'TLP:RED' | 'TLP:AMBER+STRICT' | 'TLP:AMBER' | 'TLP:GREEN' | 'TLP:CLEAR';

/** The house style of an organisation. Colours are #rrggbb. */
export type Theme = {
  /** Headings, rules and the cover's bar; dark enough to read on white. */
  readonly accent: string;
  readonly ink: string;
  readonly muted: string;
  /** Heads of tables and notes; light enough to read ink on. */
  readonly tint: string;
  readonly rule: string;
  readonly font: TextFont;
  /** Title and headings; absent: as the text. */
  readonly headings?: TextFont;
  /** The organisation's own family, for `own`; absent: it has none. */
  readonly ownFont?: OwnFont;
  readonly logo: Logo | null;
};

/** One of the shipped families, or the organisation's own. */
export type TextFont = 'sans' | 'serif' | 'own';

/** A family of the organisation: its files by their digests, so that a frozen document names exactly what it was printed with. */
export type OwnFont = {
  readonly family: string;
  /** The shipped family that stands in for characters and faces that this one lacks. */
  readonly kin: 'sans' | 'serif';
  readonly faces: { readonly regular: OwnFace } & Partial<Readonly<Record<FaceName, OwnFace>>>;
};

export type FaceName = 'regular' | 'bold' | 'italic' | 'boldItalic';

export type OwnFace = {
  /** Of the file as it was sent, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly postscriptName: string;
  readonly format: 'ttf' | 'otf';
  readonly embedding: FontEmbedding;
};

/** What its maker allows (OpenType, OS/2, fsType): everything, documents that can be edited, or documents to be viewed and printed. */
export type FontEmbedding = 'installable' | 'editable' | 'print';

/** The bytes of own faces by their digests; they travel beside the document, not in it. */
export type FontFiles = ReadonlyMap<string, Uint8Array>;

export type Logo = { readonly image: ImageData; readonly altText: string };

export type HistoryRow = {
  readonly version: DocumentVersion;
  readonly date: string;
  readonly description: string;
  readonly actions: readonly HistoryAction[];
  /** 'All', a list of pages, or 'As required' (R-DOC-4). */
  readonly pages: string;
};

/** What somebody did for a document, and when; `act` is printed in the document's language. */
export type SignOff = {
  readonly act: 'prepared' | 'controlled' | 'reviewed' | 'approved';
  readonly name: string;
  readonly organisation: string;
  /** An ISO calendar date. */
  readonly date: string;
};

export type DocumentOptions = {
  /** Leaves the back of the cover and of the front matter empty, for printing on both sides (R-DOC-8). */
  readonly duplex: boolean;
  /** Begins each section of the first level on a new page. */
  readonly sectionsOnNewPage: boolean;
  readonly tableOfContents: boolean;
  /** Printed only when the document has any. */
  readonly listOfTables: boolean;
  readonly listOfFigures: boolean;
};

export type Section = {
  /** What references point to; unique in the document. */
  readonly id?: string;
  readonly title: string;
  /** A mandatory section with nothing in it is a fault. */
  readonly mandatory?: boolean;
  readonly blocks: readonly Block[];
  readonly sections?: readonly Section[];
};

export type Block =
  | Paragraph
  | List
  | Definitions
  | Table
  | Figure
  | Callout
  | Code
  | { readonly kind: 'page-break' };

export type Paragraph = { readonly kind: 'paragraph'; readonly text: Inline };

/** Plain text, or runs of marked text, links and references. Text is data: no character in it is markup. */
export type Inline = string | readonly Run[];

export type Run = string | MarkedText | Reference | LineBreak;

export type MarkedText = {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly code?: boolean;
  /** An http, https or mailto address. */
  readonly href?: string;
};

/** Prints 'section 3.2', 'Table 4', 'Figure 1' or 'Annex B', linked to the id's place. */
export type Reference = { readonly ref: string };

export type LineBreak = { readonly lineBreak: true };

export type List = {
  readonly kind: 'list';
  readonly ordered: boolean;
  readonly items: readonly ListItem[];
};

export type ListItem = { readonly text: Inline; readonly list?: List };

export type Definitions = {
  readonly kind: 'definitions';
  readonly entries: readonly { readonly term: string; readonly text: Inline }[];
};

export type Table = {
  readonly kind: 'table';
  readonly id?: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Inline[])[];
  /** The first cell of each row names the row. */
  readonly rowHeads?: boolean;
};

export type Column = {
  readonly head: string;
  /** Share of the table's width; the shares of a table need not sum to anything. */
  readonly width: number;
  readonly align?: 'start' | 'centre' | 'end';
};

export type Figure = {
  readonly kind: 'figure';
  readonly id?: string;
  readonly caption: string;
  /** What the picture says, for those who do not see it (WCAG 2.2, 1.1.1). */
  readonly altText: string;
  readonly image: ImageData;
  /** Per cent of the text's width, 10 to 100. */
  readonly width: number;
};

/** A picture's bytes in base64. An SVG may carry the PNG that word processors without SVG show. */
export type ImageData =
  | { readonly format: 'png'; readonly base64: string }
  | { readonly format: 'svg'; readonly base64: string; readonly png?: string };

export type Callout = {
  readonly kind: 'callout';
  readonly tone: 'note' | 'important' | 'warning';
  readonly title?: string;
  readonly text: readonly Inline[];
};

export type Code = { readonly kind: 'code'; readonly text: string };
