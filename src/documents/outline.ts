import type { Block, DocumentModel, Inline, Section } from './model.ts';
import { type FurnitureTexts, furnitureTexts } from './texts.ts';

/** A section with its number; annexes are lettered and carry 'Annex A' at their first level. */
export type NumberedSection = {
  readonly anchor: string;
  readonly level: number;
  /** '3.2', 'A.1', or 'Annex A'. */
  readonly number: string;
  readonly annex: boolean;
  readonly section: Section;
  readonly children: readonly NumberedSection[];
};

/** A table or figure with its place in its series. */
export type NumberedItem = {
  readonly anchor: string;
  /** 'Table 4'. */
  readonly label: string;
  readonly number: number;
  readonly caption: string;
};

/** Everything about a document that is counted, once for all writers, so that they print the same numbers. */
export type Outline = {
  readonly sections: readonly NumberedSection[];
  readonly tables: readonly NumberedItem[];
  readonly figures: readonly NumberedItem[];
  /** The numbered item of a table or figure block of this model. */
  readonly item: (block: Block) => NumberedItem;
  /** The words and the anchor for a reference, or null when nothing has that id. */
  readonly resolve: (id: string) => { readonly text: string; readonly anchor: string } | null;
};

/** Numbers the sections, annexes, tables and figures of a document, in reading order. */
export function outlineOf(model: DocumentModel): Outline {
  const texts = furnitureTexts(model.language);
  const builder = new OutlineBuilder(texts);
  const sections = [
    ...model.sections.map((section, i) => builder.section(section, [String(i + 1)], false)),
    ...model.annexes.map((section, i) => builder.section(section, [annexLetter(i)], true)),
  ];
  const { tables, figures, items, targets } = builder;
  return {
    sections,
    tables,
    figures,
    item: (block) => {
      const item = items.get(block);
      if (item === undefined) throw new Error('The block is not of the outlined document');
      return item;
    },
    resolve: (id) => targets.get(id) ?? null,
  };
}

class OutlineBuilder {
  readonly tables: NumberedItem[] = [];
  readonly figures: NumberedItem[] = [];
  readonly items = new Map<Block, NumberedItem>();
  readonly targets = new Map<string, { text: string; anchor: string }>();
  readonly #texts: FurnitureTexts;
  #sections = 0;

  constructor(texts: FurnitureTexts) {
    this.#texts = texts;
  }

  section(section: Section, path: readonly string[], annex: boolean): NumberedSection {
    this.#sections += 1;
    const anchor = `section-${this.#sections}`;
    const plain = path.join('.');
    const number = annex && path.length === 1 ? `${this.#texts.annex} ${plain}` : plain;
    if (section.id !== undefined) {
      const text = annex ? `${this.#texts.annex} ${plain}` : `${this.#texts.section} ${plain}`;
      this.targets.set(section.id, { text, anchor });
    }
    for (const block of section.blocks) this.#number(block);
    const children = (section.sections ?? []).map((child, i) =>
      this.section(child, [...path, String(i + 1)], annex),
    );
    return { anchor, level: path.length, number, annex, section, children };
  }

  #number(block: Block): void {
    if (block.kind !== 'table' && block.kind !== 'figure') return;
    const series = block.kind === 'table' ? this.tables : this.figures;
    const number = series.length + 1;
    const label = `${this.#texts[block.kind]} ${number}`;
    const item = { anchor: `${block.kind}-${number}`, label, number, caption: block.caption };
    series.push(item);
    this.items.set(block, item);
    if (block.id !== undefined) {
      this.targets.set(block.id, { text: label, anchor: item.anchor });
    }
  }
}

/** Every section of an outline, parents before their children. */
export function flattenSections(sections: readonly NumberedSection[]): NumberedSection[] {
  return sections.flatMap((section) => [section, ...flattenSections(section.children)]);
}

/** The characters of an inline text without its marks; references are left out. */
export function plainText(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  return inline
    .map((run) => {
      if (typeof run === 'string') return run;
      if ('text' in run) return run.text;
      return 'lineBreak' in run ? '\n' : '';
    })
    .join('');
}

function annexLetter(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : annexLetter(Math.floor(index / 26) - 1) + letter;
}
