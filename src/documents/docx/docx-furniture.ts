import {
  AlignmentType,
  BorderStyle,
  Footer,
  Header,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  ShadingType,
  SimpleField,
  Tab,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { cleanText } from '../clean-text.ts';
import type { DocumentModel } from '../model.ts';
import { furnitureTexts } from '../texts.ts';
import { TLP_COLOURS } from '../theme.ts';
import { formatVersion } from '../version.ts';
import { hex, TEXT_WIDTH } from './docx-styles.ts';

const RIGHT = [{ type: 'right', position: TEXT_WIDTH } as const];

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
        tab(),
        ...labelRuns(model),
      ]),
      furniture([
        new TextRun({ text: cleanText(title), bold: true, color: hex(ink) }),
        tab(),
        new TextRun(`${texts.version}: ${formatVersion(version)}`),
      ]),
      new Paragraph({
        style: 'Furniture',
        border: { bottom: { style: BorderStyle.SINGLE, size: 8, space: 4, color: hex(accent) } },
        children: section,
      }),
    ],
  });
}

/** Footer of every page but the cover: organisation, page x of y, label; each in a cell, so that a long name wraps in its own. */
export function runningFooter(model: DocumentModel): Footer {
  const texts = furnitureTexts(model.language);
  const page = new TextRun({
    children: [`${texts.page} `, PageNumber.CURRENT, ` ${texts.of} `, PageNumber.TOTAL_PAGES],
  });
  return new Footer({
    children: [
      furnitureTable(model, [
        {
          share: 42,
          align: AlignmentType.START,
          children: [new TextRun(cleanText(model.cover.organisation))],
        },
        { share: 16, align: AlignmentType.CENTER, children: [page] },
        { share: 42, align: AlignmentType.END, children: labelRuns(model) },
      ]),
    ],
  });
}

type FurnitureCell = {
  readonly share: number;
  readonly align: (typeof AlignmentType)[keyof typeof AlignmentType];
  readonly children: readonly ParagraphChild[];
};

/** Cells side by side under a hairline. */
function furnitureTable({ theme }: DocumentModel, cells: readonly FurnitureCell[]): Table {
  const none = { style: BorderStyle.NONE, size: 0, color: 'auto' };
  const hairline = { style: BorderStyle.SINGLE, size: 4, color: hex(theme.rule) };
  const widths = cells.map(({ share }) => Math.floor((TEXT_WIDTH * share) / 100));
  return new Table({
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { left: 0, right: 0, top: 80 },
    borders: {
      ...{ top: hairline, bottom: none, left: none, right: none },
      ...{ insideVertical: none, insideHorizontal: none },
    },
    rows: [
      new TableRow({
        cantSplit: true,
        children: cells.map(
          ({ align, children }, i) =>
            new TableCell({
              width: { size: widths[i] ?? 0, type: WidthType.DXA },
              verticalAlign: VerticalAlignTable.CENTER,
              children: [
                new Paragraph({ style: 'Furniture', alignment: align, children: [...children] }),
              ],
            }),
        ),
      }),
    ],
  });
}

/** Header or footer of the cover and of blank pages: the label alone. */
export function labelParagraph(model: DocumentModel): Paragraph {
  return furniture([tab(), ...labelRuns(model)]);
}

/** A tab as Word writes it: not every word processor takes the character for one. */
export function tab(): TextRun {
  return new TextRun({ children: [new Tab()] });
}

function furniture(children: ParagraphChild[]): Paragraph {
  return new Paragraph({ style: 'Furniture', tabStops: RIGHT, children });
}

function labelRuns({ labels, theme }: DocumentModel): TextRun[] {
  const frame = { style: BorderStyle.SINGLE, size: 6, space: 1, color: hex(theme.ink) };
  const label = new TextRun({
    text: `\u00a0${cleanText(labels.information)}\u00a0`,
    bold: true,
    size: 18,
    color: hex(theme.ink),
    border: frame,
  });
  if (labels.tlp === null) return [label];
  const badge = new TextRun({
    text: `\u00a0${labels.tlp}\u00a0`,
    bold: true,
    size: 24,
    color: hex(TLP_COLOURS[labels.tlp]),
    shading: { type: ShadingType.CLEAR, fill: '000000', color: 'auto' },
  });
  return [label, new TextRun('  '), badge];
}
