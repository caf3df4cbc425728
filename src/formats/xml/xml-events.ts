import { SaxesParser, type SaxesTag } from 'saxes';
import { FormatError } from '../format-error.ts';
import { TextGuard } from './text-guard.ts';

/** Where a tag stands, and the namespace that its name is of (empty: none). */
export interface XmlTag {
  readonly uri: string;
  readonly line: number;
  readonly column: number;
}

export interface XmlHandlers {
  /** With namespaces, attributes come by their names without prefix. */
  open?: (name: string, attributes: Readonly<Record<string, string>>, tag: XmlTag) => void;
  text?: (text: string) => void;
  close?: (name: string, uri: string) => void;
}

export interface XmlOptions {
  /** What stands in front of a fault's line: a part of an archive; absent: the file itself. */
  readonly path?: string;
  /** Whether comments and CDATA may stand in the file; a document type never may, and so no entity of its own. */
  readonly comments: boolean;
  readonly maxDepth: number;
  /** Whether prefixes are resolved, so that an undeclared one is a fault. */
  readonly namespaces: boolean;
}

function attributesOf(tag: SaxesTag): Record<string, string> {
  const values: Record<string, string> = Object.create(null);
  for (const [name, attribute] of Object.entries(tag.attributes)) {
    if (typeof attribute === 'string') values[name] = attribute;
    else if (attribute.prefix !== 'xmlns') values[attribute.local] = attribute.value;
  }
  return values;
}

function localName(tag: SaxesTag): string {
  const colon = tag.name.indexOf(':');
  return colon < 0 ? tag.name : tag.name.slice(colon + 1);
}

/**
 * Runs an XML document (UTF-8) through the handlers; yields after each piece, so that the caller can hand on what has come. Names come
 * without their prefix. No entity but the five of XML is known.
 * @throws FormatError naming line and column
 */
export async function* xmlEvents(
  source: AsyncIterable<Uint8Array>,
  handlers: XmlHandlers,
  options: XmlOptions,
): AsyncGenerator<void> {
  const parser = new SaxesParser({ xmlns: options.namespaces });
  const guard = new TextGuard(options.comments);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let depth = 0;
  const fail = (code: string, what: string): never => {
    const { path } = options;
    const place = { line: parser.line, column: parser.column + 1 };
    throw new FormatError(code, what, path === undefined ? place : { path, ...place });
  };
  parser.on('error', (error) => {
    const what = error.message.replace(/^\d+:\d+: /, '');
    fail('xml-invalid', `The XML is broken: ${what}`);
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding === undefined || /^(utf-8|us-ascii)$/i.test(encoding)) return;
    fail('xml-encoding', `The file says that it is written in ${encoding}: give it in UTF-8`);
  });
  parser.on('opentag', (tag: SaxesTag) => {
    depth += 1;
    if (depth > options.maxDepth) {
      fail('xml-too-deep', `Nested deeper than ${options.maxDepth} levels`);
    }
    handlers.open?.(localName(tag), attributesOf(tag), {
      uri: tag.uri ?? '',
      line: parser.line,
      column: parser.column + 1,
    });
  });
  parser.on('closetag', (tag: SaxesTag) => {
    depth -= 1;
    handlers.close?.(localName(tag), tag.uri ?? '');
  });
  const { text } = handlers;
  if (text !== undefined) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  const write = (piece: string): void => {
    const wrong = guard.judge(piece);
    if (wrong !== null) fail(wrong.code, wrong.what);
    parser.write(piece);
  };
  const decode = (piece?: Uint8Array): string => {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch {
      return fail('not-utf-8', 'The file is not valid UTF-8');
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
