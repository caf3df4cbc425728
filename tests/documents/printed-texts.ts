import type { Block, DocumentModel, Inline, List, Section } from '#documents/model.ts';
import { plainText } from '#documents/outline.ts';

/** Every text that a document has to print: titles, captions, heads, cells and lines, one entry a piece without breaks, spaces as one. */
export function textsOf(model: Pick<DocumentModel, 'sections' | 'annexes'>): string[] {
  return [...model.sections, ...model.annexes].flatMap(ofSection).flatMap(linesOf);
}

function ofSection({ title, blocks, sections = [] }: Section): string[] {
  return [title, ...blocks.flatMap(ofBlock), ...sections.flatMap(ofSection)];
}

function ofBlock(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
      return [plainText(block.text)];
    case 'list':
      return ofList(block);
    case 'definitions':
      return block.entries.flatMap(({ term, text }) => [term, plainText(text)]);
    case 'table':
      return [
        block.caption,
        ...block.columns.map(({ head }) => head),
        ...block.rows.flat().map((cell: Inline) => plainText(cell)),
      ];
    case 'figure':
      return [block.caption];
    case 'callout':
      return [block.title ?? '', ...block.text.map(plainText)];
    case 'code':
      return [block.text];
    default:
      return [];
  }
}

function ofList({ items }: List): string[] {
  return items.flatMap(({ text, list }) => [
    plainText(text),
    ...(list === undefined ? [] : ofList(list)),
  ]);
}

const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(closed)
    .filter((line) => line !== '');

/** A text without its spaces and hyphens: where a reader breaks a line, and how wide it sets a gap, is its own affair. */
export function closed(text: string): string {
  return text.replaceAll(/[\s\u00ad\u200b\u2010-]+/gu, '');
}
