import type { Block, ListItem } from '#documents/model.ts';

const bullet = /^\s*[-*•]\s+(.*)$/;
const number = /^\s*\d{1,3}[.)]\s+(.*)$/;

/**
 * What an author typed, as blocks: an empty line parts paragraphs, lines that all begin with a dash or with a number are a list. Nothing
 * else is markup; a line break inside a paragraph stays one.
 */
export function textBlocks(text: string): Block[] {
  return text
    .replaceAll('\r\n', '\n')
    .split(/\n[ \t]*\n/)
    .map((part) => part.replace(/^\n+|\s+$/g, ''))
    .filter((part) => part.trim() !== '')
    .map(blockOf);
}

function blockOf(part: string): Block {
  const lines = part.split('\n').filter((line) => line.trim() !== '');
  const bullets = items(lines, bullet);
  if (bullets !== null) return { kind: 'list', ordered: false, items: bullets };
  const numbers = items(lines, number);
  if (numbers !== null) return { kind: 'list', ordered: true, items: numbers };
  return {
    kind: 'paragraph',
    text: lines.flatMap((line, index) =>
      index === 0 ? [line.trim()] : [{ lineBreak: true } as const, line.trim()],
    ),
  };
}

function items(lines: readonly string[], mark: RegExp): ListItem[] | null {
  const found = lines.map((line) => mark.exec(line)?.[1]);
  return found.every((text) => text !== undefined) ? found.map((text) => ({ text })) : null;
}
