import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { FormatError } from '../format-error.ts';

export interface XmlHandlers {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

/** Longest tag or text: a cell of a spreadsheet has at most 32,767 characters. */
const MAX_TOKEN_CHARACTERS = 1024 * 1024;
const MAX_DEPTH = 64;

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** Looks at the raw text before the parser holds it: unlimited tokens and markup that spreadsheets never have. */
class TextGuard {
  #sinceTag = 0;
  #tail = '';

  judge(text: string): { code: string; what: string } | null {
    // Without `<!` there is no document type, so no entity, and neither comment nor CDATA to fill the memory.
    if (text.includes('<!') || (this.#tail === '<' && text.startsWith('!'))) {
      return {
        code: 'xml-markup',
        what: 'A document type, comment or CDATA section stands where a spreadsheet has none',
      };
    }
    const lastTag = text.lastIndexOf('<');
    this.#sinceTag = lastTag < 0 ? this.#sinceTag + text.length : text.length - lastTag;
    if (text !== '') this.#tail = text.slice(-1);
    if (this.#sinceTag <= MAX_TOKEN_CHARACTERS) return null;
    return {
      code: 'xml-too-long',
      what: `A tag or text has more than ${MAX_TOKEN_CHARACTERS} characters`,
    };
  }
}

/**
 * Runs one XML part of an Office Open XML file (UTF-8) through the handlers; yields after each piece, so that the
 * caller can hand on what has come. Names come without their prefix. No entity but the five of XML is known.
 * @throws FormatError naming part and line
 */
export async function* xmlEvents(
  source: AsyncIterable<Uint8Array>,
  path: string,
  handlers: XmlHandlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const guard = new TextGuard();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let depth = 0;
  const fail = (code: string, what: string): never => {
    throw new FormatError(code, what, { path, line: parser.line, column: parser.column + 1 });
  };
  parser.on('error', (error) => {
    const what = error.message.replace(/^\d+:\d+: /, '');
    fail('xml-invalid', `The XML is broken: ${what}`);
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    depth += 1;
    if (depth > MAX_DEPTH) fail('xml-too-deep', `Nested deeper than ${MAX_DEPTH} levels`);
    handlers.open?.(localName(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => {
    depth -= 1;
    handlers.close?.(localName(tag.name));
  });
  if (handlers.text !== undefined) parser.on('text', handlers.text);
  const write = (text: string): void => {
    const wrong = guard.judge(text);
    if (wrong !== null) fail(wrong.code, wrong.what);
    parser.write(text);
  };
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      return fail('not-utf-8', 'The part is not valid UTF-8');
    }
  };
  for await (const piece of source) {
    write(decode(piece));
    yield;
  }
  write(decode());
  parser.close();
  yield;
}
