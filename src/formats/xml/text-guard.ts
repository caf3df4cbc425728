/** Longest tag, text, comment or CDATA section: a cell of a spreadsheet has at most 32,767 characters, a script in a check some thousands. */
const MAX_TOKEN_CHARACTERS = 1024 * 1024;

interface Wrong {
  readonly code: string;
  readonly what: string;
}

const tooLong: Wrong = {
  code: 'xml-too-long',
  what: `A tag, text or comment has more than ${MAX_TOKEN_CHARACTERS} characters`,
};
const noMarkup: Wrong = {
  code: 'xml-markup',
  what: 'A document type, comment or CDATA section stands where none may',
};
const noDocumentType: Wrong = {
  code: 'xml-doctype',
  what: 'A document type stands in the file: it may declare entities, and is not taken',
};

/** Sections that may hold `<`, with what ends them. */
const sections = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
const longestMark = '<![CDATA['.length;

/**
 * Looks at the raw text before a parser holds it, piece by piece: tokens without an end, which it would keep in memory, and markup that may
 * not be there. Without a document type there is no entity, so nothing grows.
 */
export class TextGuard {
  readonly #comments: boolean;
  /** What ends the section that the text is in; null outside. */
  #until: string | null = null;
  /** Characters since the last `<`, or since a section began or ended. */
  #held = 0;
  /** The end of the last piece, which may be the beginning of a mark. */
  #tail = '';

  constructor(comments: boolean) {
    this.#comments = comments;
  }

  judge(piece: string): Wrong | null {
    const text = this.#tail + piece;
    this.#held -= this.#tail.length;
    this.#tail = '';
    let from = 0;
    let last = 0;
    for (;;) {
      const step = this.#until === null ? this.#outside(text, from) : this.#inside(text, from);
      if (step === null) break;
      if (typeof step === 'object') return step;
      this.#held = 0;
      from = step;
      last = step;
    }
    this.#held += text.length - last;
    return this.#held > MAX_TOKEN_CHARACTERS ? tooLong : null;
  }

  /** Behind the next mark; null: the piece is used up. */
  #outside(text: string, from: number): number | Wrong | null {
    const tag = text.indexOf('<', from);
    if (tag < 0) return null;
    const rest = text.slice(tag, tag + longestMark);
    const section = sections.find(([begins]) => rest.startsWith(begins));
    if (section !== undefined) {
      const [begins, ends] = section;
      if (!this.#comments && begins !== '<?') return noMarkup;
      this.#until = ends;
      return tag + begins.length;
    }
    if (tag + rest.length === text.length && sections.some(([begins]) => begins.startsWith(rest))) {
      this.#tail = rest;
      return null;
    }
    if (rest.startsWith('<!')) return this.#comments ? noDocumentType : noMarkup;
    return tag + 1;
  }

  #inside(text: string, from: number): number | null {
    const ends = this.#until ?? '';
    const end = text.indexOf(ends, from);
    if (end < 0) {
      this.#tail = text.slice(Math.max(from, text.length - ends.length + 1));
      return null;
    }
    this.#until = null;
    return end + ends.length;
  }
}
