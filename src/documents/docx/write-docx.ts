import {
  Document,
  Footer,
  Header,
  HeadingLevel,
  type ISectionOptions,
  convertMillimetersToTwip as mm,
  Packer,
  Paragraph,
  SectionType,
} from 'docx';
import { estimatePageNumbersWith } from 'docx/layout';
import { assertPrintable } from '../check.ts';
import { cleanText } from '../clean-text.ts';
import type { DocumentModel, FontFiles } from '../model.ts';
import { flattenSections, type NumberedSection, type Outline, outlineOf } from '../outline.ts';
import { furnitureTexts } from '../texts.ts';
import { formatVersion } from '../version.ts';
import { type BodyChild, DocxBlocks } from './docx-blocks.ts';
import { embeddedFonts, nameOwnFont } from './docx-fonts.ts';
import { coverPage, frontMatter } from './docx-front.ts';
import { labelParagraph, runningFooter, runningHeader } from './docx-furniture.ts';
import { documentNumbering, documentStyles } from './docx-styles.ts';
import { bookmarked, textRuns } from './docx-text.ts';

/**
 * Page numbers of the tables of contents, laid out with the embedded fonts. It is asked to guess because Office may draw
 * these families from copies of its own; Word's Update Field puts right what differs.
 */
const PAGE_NUMBERS = estimatePageNumbersWith({ guess: true });

/**
 * Writes a document for Word (ISO/IEC 29500): real heading, caption and list styles, fields that Word keeps up to date,
 * embedded fonts. Throws an UnprintableDocumentError for a document with faults of severity `error`, a MissingFontError without the files
 * of the own family that it is set in.
 */
export async function writeDocx(
  model: DocumentModel,
  fonts: FontFiles = new Map(),
): Promise<Uint8Array> {
  assertPrintable(model);
  const outline = outlineOf(model);
  const { cover, labels } = model;
  const document = new Document({
    title: cleanText(cover.title),
    subject: cleanText(cover.subject),
    creator: cleanText(cover.owner),
    lastModifiedBy: cleanText(cover.owner),
    description: cleanText(`${cover.reference}, ${formatVersion(cover.version)}`),
    keywords: cleanText(
      [cover.reference, labels.information, labels.tlp ?? ''].join(', ').replace(/, $/, ''),
    ),
    customProperties: [
      { name: 'Reference', value: cleanText(cover.reference) },
      { name: 'Version', value: formatVersion(cover.version) },
      { name: 'Issue date', value: cover.issueDate },
      { name: 'Information label', value: cleanText(labels.information) },
      { name: 'TLP', value: labels.tlp ?? '' },
    ],
    styles: documentStyles(model),
    numbering: documentNumbering(model),
    fonts: embeddedFonts(model, fonts),
    pageNumbers: PAGE_NUMBERS,
    sections: wordSections(model, outline),
  });
  nameOwnFont(document, model.theme);
  return new Uint8Array(await Packer.toBuffer(document));
}

function wordSections(model: DocumentModel, outline: Outline): ISectionOptions[] {
  const { duplex } = model.options;
  const { history } = furnitureTexts(model.language);
  const page = {
    size: { width: mm(210), height: mm(297) },
    margin: {
      top: mm(40),
      bottom: mm(28),
      left: mm(24),
      right: mm(24),
      header: mm(15),
      footer: mm(12),
    },
  };
  const next = duplex ? SectionType.ODD_PAGE : SectionType.NEXT_PAGE;
  const footers = { default: runningFooter(model) };
  return [
    {
      properties: { page },
      headers: { default: new Header({ children: [labelParagraph(model)] }) },
      footers: { default: new Footer({ children: [labelParagraph(model)] }) },
      children: coverPage(model),
    },
    {
      properties: { page, type: next },
      headers: { default: runningHeader(model, { source: 'front', number: '', title: history }) },
      footers,
      children: frontMatter(model, outline),
    },
    ...bodyParts(model, outline).map(({ children, number, title }, i) => ({
      properties: { page, type: i === 0 ? next : SectionType.NEXT_PAGE },
      headers: { default: runningHeader(model, { source: 'heading', number, title }) },
      footers,
      children,
    })),
  ];
}

const HEADINGS = [
  HeadingLevel.HEADING_1,
  HeadingLevel.HEADING_2,
  HeadingLevel.HEADING_3,
  HeadingLevel.HEADING_4,
  HeadingLevel.HEADING_5,
] as const;

type BodyPart = { readonly number: string; readonly title: string; readonly children: BodyChild[] };

/** The body in one part, or a part for each section of the first level, so that each begins a page under its own header. */
function bodyParts(model: DocumentModel, outline: Outline): BodyPart[] {
  const blocks = new DocxBlocks(outline, furnitureTexts(model.language), model.theme);
  const parts = outline.sections.map((first) => ({
    number: first.number,
    title: first.section.title,
    children: flattenSections([first]).flatMap((numbered) => [
      headingParagraph(numbered),
      ...numbered.section.blocks.flatMap((block, i, all) => blocks.block(block, all[i + 1])),
    ]),
  }));
  if (model.options.sectionsOnNewPage) return parts;
  return [{ number: '', title: '', children: parts.flatMap((part) => part.children) }];
}

function headingParagraph({ anchor, level, annex, section }: NumberedSection) {
  const heading = HEADINGS[level - 1];
  if (heading === undefined) throw new RangeError(`A section cannot be ${level} levels deep`);
  return new Paragraph({
    heading,
    ...(annex ? { numbering: { reference: 'annexes', level: level - 1 } } : {}),
    children: [bookmarked(anchor, textRuns(section.title))],
  });
}
