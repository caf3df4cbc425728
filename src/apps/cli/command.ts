import { type Command, InvalidArgumentError } from 'commander';
import { createOutput, type Output } from './output.ts';

/** What every command gets beside its own arguments and options. */
export interface Ran<Options> {
  readonly out: Output;
  readonly options: Options;
}

export interface CommandText {
  /** Name and arguments, as commander writes them: `show <case>`. */
  readonly usage: string;
  readonly description: string;
  /** Whole command lines that somebody may want to type. */
  readonly examples: readonly string[];
}

/** Adds a command with `--json` and its examples; options of its own are added to what is returned. */
export function addCommand(parent: Command, text: CommandText): Command {
  return parent
    .command(text.usage)
    .description(text.description)
    .option('--json', 'tell the result as JSON')
    .addHelpText('after', `\nExamples:\n${text.examples.map((each) => `  ${each}`).join('\n')}`);
}

/** Binds what a command does. Commander hands over arguments, then options, then the command itself. */
export function does<Options extends object>(
  command: Command,
  work: (args: readonly string[], ran: Ran<Options>) => Promise<void>,
): void {
  command.action(async (...given: unknown[]) => {
    const options = given.at(-2) as Options & { readonly json?: boolean };
    const args = given.slice(0, -2).filter((each): each is string => typeof each === 'string');
    await work(args, { out: createOutput(options.json === true), options });
  });
}

/** A group of commands, such as `commonward user …`. */
export function addGroup(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description);
}

/** For an option that may stand several times. */
export function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function wholeNumber(value: string): number {
  if (!/^\d{1,12}$/.test(value)) throw new InvalidArgumentError('Give a whole number.');
  return Number(value);
}

/** A date or instant of ISO 8601; a date alone means its beginning, in UTC. */
export function instantOf(value: string): Date {
  const date = new Date(value);
  if (!/^\d{4}-\d\d-\d\d/.test(value) || Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError('Give a date such as 2027-01-31.');
  }
  return date;
}

/** Splits `name=value`. */
export function pairOf(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Give name=value.');
  return [text.slice(0, at), text.slice(at + 1)];
}
