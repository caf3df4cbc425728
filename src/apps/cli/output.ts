import { styleText } from 'node:util';

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string | number | null | undefined;
}

/** Where a command tells its result: standard output, as JSON or for people. Progress and errors go to standard error. */
export interface Output {
  readonly json: boolean;
  /** One result: a JSON document, or lines for people. */
  document(value: unknown, lines: readonly string[]): void;
  /** One row of a list, told as it comes: JSON Lines, or collected into a table that `end` prints. */
  row<T>(value: T, columns: readonly Column<T>[]): void;
  /** Ends a list. `none` is said when it was empty. */
  end(none: string): void;
  /** Progress, for people at a terminal. */
  say(words: string): void;
}

/** Text from records is not trusted by the terminal: control characters do not get through. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}]+/gu, ' ');
}

export function bold(text: string): string {
  return styleText('bold', text, { stream: process.stdout });
}

const widest = 60;

/** Colours only at a terminal, and never where NO_COLOR is set. */
export function createOutput(json: boolean): Output {
  let titles: readonly string[] = [];
  const cells: string[][] = [];
  const write = (text: string): void => void process.stdout.write(`${text}\n`);
  return {
    json,
    document: (value, lines) => {
      if (json) write(JSON.stringify(value));
      else for (const line of lines) write(line);
    },
    row: (value, columns) => {
      if (json) {
        write(JSON.stringify(value));
        return;
      }
      titles = columns.map((column) => column.title);
      cells.push(columns.map((column) => printable(String(column.of(value) ?? ''))));
    },
    end: (none) => {
      if (json) return;
      if (cells.length === 0) process.stderr.write(`${none}\n`);
      else for (const line of tableOf(titles, cells)) write(line);
    },
    say: (words) => {
      if (process.stderr.isTTY) process.stderr.write(`${words}\n`);
    },
  };
}

/** Columns as wide as their widest cell, up to 60 characters; the last one is never cut. */
function tableOf(titles: readonly string[], cells: readonly string[][]): string[] {
  const widths = titles.map((title, index) =>
    Math.min(widest, Math.max(title.length, ...cells.map((row) => row[index]?.length ?? 0))),
  );
  const last = titles.length - 1;
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, index) => {
        if (index === last) return cell;
        const width = widths[index] ?? 0;
        const cut = cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
        return cut.padEnd(width);
      })
      .join('  ');
  return [bold(lineOf(titles)), ...cells.map(lineOf)];
}
