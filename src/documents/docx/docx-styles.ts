import {
  AlignmentType,
  BorderStyle,
  type INumberingOptions,
  type IStylesOptions,
  LevelFormat,
  LevelSuffix,
  convertMillimetersToTwip as mm,
} from 'docx';
import { FAMILIES } from '../fonts.ts';
import type { DocumentModel, Theme } from '../model.ts';
import { familiesOf } from '../own-font/own-faces.ts';
import { furnitureTexts } from '../texts.ts';
import { TONE_COLOURS } from '../theme.ts';

/** Width between the margins, in twentieths of a point. */
export const TEXT_WIDTH = mm(162);

/** A colour as OOXML writes it, without the hash. */
export function hex(colour: string): string {
  return colour.slice(1).toUpperCase();
}

const LANGUAGES = { en: 'en-GB', fr: 'fr-FR', de: 'de-DE' } as const;

type ParagraphStyles = NonNullable<IStylesOptions['paragraphStyles']>;
type ParagraphStyle = ParagraphStyles[number];

/** Word's own style names wherever Word has one, so that people can restyle and navigate the document in Word. */
export function documentStyles(model: DocumentModel): IStylesOptions {
  const { theme } = model;
  const font = wordFamily(theme, theme.font);
  return {
    default: {
      document: {
        run: {
          font,
          size: 20,
          color: hex(theme.ink),
          language: { value: LANGUAGES[model.language] },
        },
        paragraph: { spacing: { line: 276, lineRule: 'auto', after: 120 } },
      },
      title: { run: { font: headingFont(theme), size: 54, bold: true, color: hex(theme.accent) } },
      heading1: heading(theme, 0),
      heading2: heading(theme, 1),
      heading3: heading(theme, 2),
      heading4: heading(theme, 3),
      heading5: heading(theme, 4),
      caption: {
        run: { size: 18, color: hex(theme.accent), italics: false, bold: true },
        paragraph: { spacing: { before: 200, after: 100 } },
      },
      hyperlink: { run: { color: hex(theme.accent), underline: {} } },
      listParagraph: { paragraph: { spacing: { after: 60 } } },
    },
    paragraphStyles: [...bodyStyles(theme), ...calloutStyles(theme), ...contentsStyles(theme)],
    characterStyles: [
      ...Object.entries(TONE_COLOURS).map(([tone, colour]) => ({
        id: `CalloutTitle-${tone}`,
        name: `Callout Title ${tone}`,
        run: { bold: true, color: hex(colour) },
      })),
      {
        id: 'SmallCodeCharacter',
        name: 'Small Code Character',
        run: { font: FAMILIES.mono.name, size: 15, noProof: true },
      },
      {
        id: 'CodeCharacter',
        name: 'Code Character',
        run: { font: FAMILIES.mono.name, size: 18, noProof: true },
      },
    ],
  };
}

function headingFont(theme: Theme): string {
  return wordFamily(theme, theme.headings ?? theme.font);
}

/** Word takes one name; what stands in for it is in the table of fonts. */
function wordFamily(theme: Theme, font: Theme['font']): string {
  const [name = FAMILIES.sans.name] = familiesOf(theme, font, theme.ownFont?.family ?? '');
  return name;
}

function heading(theme: Theme, index: number) {
  const colour = index < 2 ? theme.accent : theme.ink;
  const size = [34, 26, 22, 20, 20][index] ?? 20;
  const before = [480, 380, 300, 260, 260][index] ?? 260;
  return {
    run: { font: headingFont(theme), size, bold: true, color: hex(colour), italics: false },
    paragraph: {
      spacing: { before, after: 120, line: 252, lineRule: 'auto' as const },
      keepNext: true,
      keepLines: true,
      numbering: { reference: 'headings', level: index },
    },
  };
}

function bodyStyles(theme: Theme): ParagraphStyles {
  const basic = { basedOn: 'Normal', quickFormat: true };
  const first = heading(theme, 0);
  const front: ParagraphStyle = {
    ...basic,
    id: 'FrontHeading',
    name: 'Front Heading',
    next: 'Normal',
    run: first.run,
    paragraph: { spacing: first.paragraph.spacing, keepNext: true },
  };
  return [
    front,
    {
      ...basic,
      id: 'TableText',
      name: 'Table Text',
      run: { size: 17 },
      paragraph: { spacing: { before: 40, after: 40, line: 245, lineRule: 'auto' } },
    },
    {
      ...basic,
      id: 'TableHead',
      name: 'Table Head',
      basedOn: 'TableText',
      run: { bold: true },
      paragraph: { keepNext: true },
    },
    {
      ...basic,
      id: 'Code',
      name: 'Code',
      run: { font: FAMILIES.mono.name, size: 17, noProof: true },
      paragraph: {
        spacing: { before: 0, after: 0, line: 245, lineRule: 'auto' },
        shading: { type: 'clear', fill: hex(theme.tint), color: 'auto' },
        indent: { left: 120, right: 120 },
      },
    },
    {
      ...basic,
      id: 'CoverOrganisation',
      name: 'Cover Organisation',
      run: { size: 26, bold: true },
      paragraph: { spacing: { after: 0 } },
    },
    { ...basic, id: 'CoverSubject', name: 'Cover Subject', run: { size: 26 } },
    {
      ...basic,
      id: 'Furniture',
      name: 'Furniture',
      run: { size: 16, color: hex(theme.muted) },
      paragraph: { spacing: { before: 20, after: 20, line: 240, lineRule: 'auto' } },
    },
    { ...basic, id: 'Definition', name: 'Definition', paragraph: { indent: { left: mm(8) } } },
    {
      ...basic,
      id: 'DefinitionTerm',
      name: 'Definition Term',
      next: 'Definition',
      run: { bold: true },
      paragraph: { keepNext: true, spacing: { after: 20 } },
    },
  ];
}

function calloutStyles(theme: Theme): ParagraphStyles {
  return Object.entries(TONE_COLOURS).map(([tone, colour]) => ({
    id: `Callout-${tone}`,
    name: `Callout ${tone}`,
    basedOn: 'Normal',
    quickFormat: true,
    paragraph: {
      spacing: { before: 0, after: 0, line: 276, lineRule: 'auto' },
      indent: { left: 160, right: 160 },
      shading: { type: 'clear', fill: hex(theme.tint), color: 'auto' },
      border: {
        left: { style: BorderStyle.SINGLE, size: 24, space: 8, color: hex(colour) },
        top: { style: BorderStyle.SINGLE, size: 4, space: 5, color: hex(theme.tint) },
        bottom: { style: BorderStyle.SINGLE, size: 4, space: 5, color: hex(theme.tint) },
      },
    },
  }));
}

/** Dots from an entry of a list to its page. */
export const LEADERS = { type: 'right', position: TEXT_WIDTH, leader: 'dot' } as const;

function contentsStyles(theme: Theme): ParagraphStyles {
  const levels: ParagraphStyles = [1, 2, 3].map((level) => ({
    id: `TOC${level}`,
    name: `toc ${level}`,
    basedOn: 'Normal',
    next: 'Normal',
    run: level === 1 ? { bold: true } : {},
    paragraph: {
      spacing: { before: level === 1 ? 120 : 0, after: 40 },
      indent: { left: (level - 1) * mm(6) },
    },
  }));
  const figures: ParagraphStyle = {
    id: 'TableofFigures',
    name: 'table of figures',
    basedOn: 'Normal',
    next: 'Normal',
    run: { color: hex(theme.ink) },
    paragraph: { spacing: { after: 40 } },
  };
  return [...levels, figures];
}

/** Headings in one multilevel list tied to their styles, annexes in a lettered one, bullets, and ordered lists. */
export function documentNumbering(model: DocumentModel): INumberingOptions {
  const { annex } = furnitureTexts(model.language);
  const accent = { run: { color: hex(model.theme.accent) } };
  const indent = (level: number) => ({ left: mm(6.5) * (level + 1), hanging: mm(5) });
  const levels = [0, 1, 2, 3, 4];
  const outline = (
    text: (level: number) => string,
    format: (level: number) => 'decimal' | 'upperLetter',
  ) =>
    levels.map((level) => ({
      level,
      format: format(level),
      text: text(level),
      alignment: AlignmentType.START,
      style: { paragraph: { indent: { left: 0, hanging: 0 } } },
    }));
  const counted = (level: number) =>
    levels
      .slice(0, level + 1)
      .map((n) => `%${n + 1}`)
      .join('.');
  return {
    config: [
      {
        reference: 'headings',
        levels: outline(counted, () => LevelFormat.DECIMAL).map((level) => ({
          ...level,
          style: { ...level.style, style: `Heading${level.level + 1}` },
        })),
      },
      {
        reference: 'annexes',
        levels: outline(
          (level) => (level === 0 ? `${annex} %1\u2002` : counted(level)),
          (level) => (level === 0 ? LevelFormat.UPPER_LETTER : LevelFormat.DECIMAL),
        ).map((level) => (level.level === 0 ? { ...level, suffix: LevelSuffix.SPACE } : level)),
      },
      {
        reference: 'bullets',
        levels: levels.map((level) => ({
          level,
          format: LevelFormat.BULLET,
          text: level % 2 === 0 ? '•' : '–',
          alignment: AlignmentType.START,
          style: { ...accent, paragraph: { indent: indent(level) } },
        })),
      },
      {
        reference: 'ordered',
        levels: levels.map((level) => ({
          level,
          format:
            [LevelFormat.DECIMAL, LevelFormat.LOWER_LETTER, LevelFormat.LOWER_ROMAN][level % 3] ??
            LevelFormat.DECIMAL,
          text: `%${level + 1}.`,
          alignment: AlignmentType.START,
          style: { paragraph: { indent: indent(level) } },
        })),
      },
    ],
  };
}
