import { parseDocument } from 'yaml';
import { utf8Text } from '../byte-lines.ts';
import { FormatError } from '../format-error.ts';
import { isForbiddenKey, pointerToken } from '../json/json-limits.ts';

const mostYamlBytes = 4 * 1024 * 1024;
const deepestYaml = 64;

/** Indentation and brackets bound the depth; a cheap look before a recursive parser sees the text. */
function refuseDepth(text: string): void {
  let open = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') {
      open += 1;
      if (open > deepest) deepest = open;
    } else if ((character === ']' || character === '}') && open > 0) {
      open -= 1;
    }
  }
  const manyDashes = /(?:-[ \t]+){65}/.test(text);
  if (deepest > 1000 || manyDashes)
    throw new FormatError('yaml-too-deep', 'The YAML is nested too deeply');
}

function check(value: unknown, pointer: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepestYaml) {
    throw new FormatError('yaml-too-deep', `More than ${deepestYaml} levels`, { path: pointer });
  }
  for (const [key, inner] of Object.entries(value)) {
    const path = `${pointer}/${pointerToken(key)}`;
    if (isForbiddenKey(key)) {
      throw new FormatError('yaml-forbidden-key', `The key "${key}" is not allowed`, { path });
    }
    check(inner, path, depth + 1);
  }
}

/**
 * Reads one YAML 1.2 document of hostile origin as plain data in which every scalar is text (the failsafe schema:
 * version 1.10 stays `1.10`): at most 4 MiB, no aliases, no repeated keys, no keys that reach a prototype.
 * @throws FormatError with line and column where they are known
 */
export function readYaml(bytes: Uint8Array): unknown {
  if (bytes.length > mostYamlBytes) {
    throw new FormatError('yaml-too-large', `More than ${mostYamlBytes} bytes of YAML`);
  }
  const text = utf8Text(bytes);
  if (text === null) throw new FormatError('not-utf-8', 'The YAML is not UTF-8 text');
  refuseDepth(text);
  let value: unknown;
  try {
    const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: true, merge: false });
    const [error] = document.errors;
    if (error !== undefined) {
      const [start] = error.linePos ?? [];
      const place = start === undefined ? {} : { line: start.line, column: start.col };
      throw new FormatError('yaml-syntax', error.message.split('\n', 1)[0] ?? '', place);
    }
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    if (error instanceof FormatError) throw error;
    // The library raises plain errors for aliases, and the engine for depth.
    const what = error instanceof RangeError ? 'nested too deeply' : 'not readable as plain data';
    throw new FormatError('yaml-syntax', `The YAML is ${what}`, {}, { cause: error });
  }
  check(value, '', 1);
  return value;
}
