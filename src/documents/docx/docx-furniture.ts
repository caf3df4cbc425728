import {
  BorderStyle,
  Footer,
  Header,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  SimpleField,
  TextRun,
} from 'docx';
import { cleanText } from '../clean-text.ts';
import type { DocumentModel } from '../model.ts';
import { furnitureTexts } from '../texts.ts';
import { TLP_COLOURS } from '../theme.ts';
import { formatVersion } from '../version.ts';
import { hex, TEXT_WIDTH } from './docx-styles.ts';

const RIGHT = [{ type: 'right', position: TEXT_WIDTH } as const];
const CENTRE_RIGHT = [{ type: 'center', position: TEXT_WIDTH / 2 } as const, ...RIGHT];

/**
 * What the header names as the current section: Word finds the last heading of a level or style on each page. The text is
 * for word processors that do not; empty when it would be wrong on some pages.
 */
export type CurrentSection = {
  readonly source: 'heading' | 'front';
  readonly number: string;
  readonly title: string;
};

/** Header of every page but the cover: project, reference, label; title and version; current section (R-DOC-8). */
export function runningHeader(model: DocumentModel, current: CurrentSection): Header {
  const { project, reference, title, version } = model.cover;
  const { accent, ink } = model.theme;
  const texts = furnitureTexts(model.language);
  const section: ParagraphChild[] =
    current.source === 'heading'
      ? [
          new SimpleField('STYLEREF 1 \\n', current.number),
          new TextRun('  '),
          new SimpleField('STYLEREF 1', cleanText(current.title)),
        ]
      : [new SimpleField('STYLEREF "Front Heading"', current.title)];
  return new Header({
    children: [
      furniture([
        new TextRun({ text: cleanText(project), bold: true, color: hex(accent) }),
        new TextRun(`   ${texts.referenceShort}: ${cleanText(reference)}`),
        new TextRun('\t'),
        ...labelRuns(model),
      ]),
      furniture([
        new TextRun({ text: cleanText(title), bold: true, color: hex(ink) }),
        new TextRun(`\t${texts.version}: ${formatVersion(version)}`),
      ]),
      new Paragraph({
        style: 'Furniture',
        border: { bottom: { style: BorderStyle.SINGLE, size: 8, space: 4, color: hex(accent) } },
        children: section,
      }),
    ],
  });
}

/** Footer of every page but the cover: organisation, page x of y, label. */
export function runningFooter(model: DocumentModel): Footer {
  const texts = furnitureTexts(model.language);
  return new Footer({
    children: [
      new Paragraph({
        style: 'Furniture',
        tabStops: CENTRE_RIGHT,
        border: {
          top: { style: BorderStyle.SINGLE, size: 4, space: 6, color: hex(model.theme.rule) },
        },
        children: [
          new TextRun(`${cleanText(model.cover.organisation)}\t`),
          new TextRun({
            children: [
              `${texts.page} `,
              PageNumber.CURRENT,
              ` ${texts.of} `,
              PageNumber.TOTAL_PAGES,
            ],
          }),
          new TextRun('\t'),
          ...labelRuns(model),
        ],
      }),
    ],
  });
}

/** Header or footer of the cover and of blank pages: the label alone. */
export function labelParagraph(model: DocumentModel): Paragraph {
  return furniture([new TextRun('\t'), ...labelRuns(model)]);
}

function furniture(children: ParagraphChild[]): Paragraph {
  return new Paragraph({ style: 'Furniture', tabStops: RIGHT, children });
}

function labelRuns({ labels, theme }: DocumentModel): TextRun[] {
  const frame = { style: BorderStyle.SINGLE, size: 6, space: 1, color: hex(theme.ink) };
  const label = new TextRun({
    text: ` ${cleanText(labels.information)} `,
    bold: true,
    size: 18,
    color: hex(theme.ink),
    border: frame,
  });
  if (labels.tlp === null) return [label];
  const badge = new TextRun({
    text: ` ${labels.tlp} `,
    bold: true,
    size: 24,
    color: hex(TLP_COLOURS[labels.tlp]),
    shading: { type: ShadingType.CLEAR, fill: '000000', color: 'auto' },
  });
  return [label, new TextRun('  '), badge];
}
