import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ApiOptions } from './api.ts';
import { collected, pairOf } from './command.ts';
import { usageError } from './failures.ts';

export interface FieldOptions extends ApiOptions {
  readonly field?: readonly string[];
  readonly fields?: string;
}

/** Adds the fields of a form: one by one, or all of them in a file. */
export function withFields(command: Command): Command {
  return command
    .option(
      '--field <name=text>',
      'a field of the form; name:=json for anything but text',
      collected,
    )
    .option('--fields <file>', 'the fields as a JSON object; - reads standard input');
}

/** What the options say the fields are. @throws CommandFailure `usage` for text that is no JSON */
export function fieldsOf(options: FieldOptions): Record<string, unknown> {
  const fields = options.fields === undefined ? {} : readFields(options.fields);
  for (const text of options.field ?? []) {
    const [name, value] = pairOf(text);
    if (name.endsWith(':')) fields[name.slice(0, -1)] = jsonOf(value, `--field ${name}`);
    else fields[name] = value;
  }
  return fields;
}

function readFields(path: string): Record<string, unknown> {
  const value = jsonOf(readFileSync(path === '-' ? 0 : path, 'utf8'), path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw usageError(`${path} must hold one JSON object.`);
  }
  return { ...value };
}

function jsonOf(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${place} is no JSON: ${error instanceof Error ? error.message : ''}`);
  }
}
