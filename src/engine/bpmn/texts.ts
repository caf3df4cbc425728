import type { Procedure } from '../procedure.ts';

type Names = { readonly [id: string]: string };

/** The words of a procedure in one language. A missing word falls back to the identifier in plain words. */
export interface DiagramTexts {
  readonly name?: string;
  readonly states?: Names;
  readonly actions?: Names;
  /** Conditions of branches, by function name. */
  readonly guards?: Names;
  readonly deadlines?: Names;
  readonly tasks?: Names;
  readonly handOffs?: Names;
  readonly requests?: Names;
  /** Other procedures, by id. */
  readonly procedures?: Names;
  readonly roles?: Names;
  readonly parties?: Names;
  readonly words?: Partial<Words>;
}

/** Words that the drawing itself adds. */
export interface Words {
  /** Name of the start event. */
  readonly opened: string;
  readonly anyTime: string;
  readonly otherwise: string;
  readonly remind: string;
  /** `{states}` is replaced. */
  readonly whileIn: string;
  /** `{roles}` is replaced. */
  readonly tell: string;
  /** `{n}` is replaced. */
  readonly some: string;
  readonly all: string;
}

const ENGLISH: Words = {
  opened: 'Opened',
  anyTime: 'At any time',
  otherwise: 'otherwise',
  remind: 'Remind',
  whileIn: 'While {states}',
  tell: 'Tell {roles}',
  some: 'at least {n}',
  all: 'all',
};

/** The words that the drawing itself adds; the text of each has the key `diagram.<word>`. */
export const drawingWords = Object.keys(ENGLISH);

/** An identifier in plain words: `submit-review` becomes `Submit review`. */
export function inWords(id: string): string {
  const words = id
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_.\s]+/g, ' ')
    .trim();
  const lower = words.replace(/\b[A-Z][a-z]+/g, (word) => word.toLowerCase());
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

export type NamedKind =
  | 'states'
  | 'actions'
  | 'guards'
  | 'deadlines'
  | 'tasks'
  | 'handOffs'
  | 'requests'
  | 'procedures'
  | 'roles'
  | 'parties';

export interface Naming {
  name(kind: NamedKind, id: string): string;
  word(word: keyof Words, values?: { readonly [name: string]: string }): string;
  readonly procedure: string;
}

/** Looks names up in the texts; falls back to the identifier in plain words, words of the drawing to English. */
export function naming(procedure: Procedure, texts: DiagramTexts): Naming {
  return {
    procedure: texts.name ?? inWords(procedure.id),
    name: (kind, id) => texts[kind]?.[id] ?? inWords(id),
    word: (word, values = {}) =>
      (texts.words?.[word] ?? ENGLISH[word]).replace(
        /\{(\w+)\}/g,
        (_, key: string) => values[key] ?? '',
      ),
  };
}
