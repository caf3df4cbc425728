import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { lineOfBadText, utf8Text } from '../byte-lines.ts';
import { FormatError } from '../format-error.ts';
import { isForbiddenKey, pointerToken } from '../json/json-limits.ts';

const mostYamlBytes = 512 * 1024;
const deepestYaml = 64;
const mostOpenBrackets = 200;

/**
 * The parser is recursive, and slow where indicators pile up without a value, so such text is refused before it is
 * parsed; in prose it does not occur.
 */
const pileOfIndicators = /(?:[&!?*-]\S*\s+){200}/;

function refuseBombs(text: string): void {
  let open = 0;
  let deepest = 0;
  let unopened = 0;
  for (const character of text) {
    if (character === '[' || character === '{') {
      open += 1;
      if (open > deepest) deepest = open;
    } else if (character === ']' || character === '}') {
      if (open > 0) open -= 1;
      else unopened += 1;
    }
  }
  const unbalanced = Math.max(deepest, unopened);
  if (unbalanced > mostOpenBrackets || pileOfIndicators.test(text)) {
    throw new FormatError('yaml-too-deep', 'The YAML is nested too deeply');
  }
}

function keyText(key: unknown, pointer: string): string {
  if (!isScalar(key)) {
    throw new FormatError('yaml-syntax', 'A key must be text', { path: pointer });
  }
  const text = String(key.value ?? '');
  if (isForbiddenKey(text)) {
    const path = `${pointer}/${pointerToken(text)}`;
    throw new FormatError('yaml-forbidden-key', `The key "${text}" is not allowed`, { path });
  }
  return text;
}

/** The library compares each key with each other; a set of keys does it in linear time. */
function plain(node: unknown, pointer: string, depth: number): unknown {
  if (depth > deepestYaml) {
    throw new FormatError('yaml-too-deep', `More than ${deepestYaml} levels`, { path: pointer });
  }
  if (isAlias(node)) {
    throw new FormatError('yaml-alias', 'Aliases are not read', { path: pointer });
  }
  if (isSeq(node)) {
    return node.items.map((item, index) => plain(item, `${pointer}/${index}`, depth + 1));
  }
  if (!isMap(node)) return isScalar(node) ? String(node.value ?? '') : '';
  const record: Record<string, unknown> = {};
  for (const { key, value } of node.items) {
    const name = keyText(key, pointer);
    const path = `${pointer}/${pointerToken(name)}`;
    if (Object.hasOwn(record, name)) {
      throw new FormatError('yaml-repeated-key', `The key "${name}" comes twice`, { path });
    }
    record[name] = plain(value, path, depth + 1);
  }
  return record;
}

/**
 * Reads one YAML 1.2 document of hostile origin as plain data in which every scalar is text (the failsafe schema:
 * version 1.10 stays `1.10`): at most 512 KiB and 64 levels, no aliases, no repeated keys, no keys that reach a prototype.
 * @throws FormatError with line and column, or the JSON Pointer, where they are known
 */
export function readYaml(bytes: Uint8Array): unknown {
  if (bytes.length > mostYamlBytes) {
    throw new FormatError('yaml-too-large', `More than ${mostYamlBytes} bytes of YAML`, {
      offset: mostYamlBytes,
    });
  }
  const text = utf8Text(bytes);
  if (text === null) {
    throw new FormatError('not-utf-8', 'The YAML is not UTF-8 text', lineOfBadText(bytes));
  }
  refuseBombs(text);
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      uniqueKeys: false,
      merge: false,
      prettyErrors: false,
    });
    const [error] = document.errors;
    if (error === undefined) return plain(document.contents, '', 1);
    const before = text.slice(0, error.pos[0]);
    throw new FormatError('yaml-syntax', error.message.split('\n', 1)[0] ?? '', {
      line: before.split('\n').length,
      column: before.length - before.lastIndexOf('\n'),
    });
  } catch (error) {
    if (error instanceof FormatError) throw error;
    const what = error instanceof RangeError ? 'nested too deeply' : 'not readable as plain data';
    throw new FormatError('yaml-syntax', `The YAML is ${what}`, {}, { cause: error });
  }
}
