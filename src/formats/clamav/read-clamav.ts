import { byteLines } from '../byte-lines.ts';
import type { ClamavDetection, ClamavDisposition, ClamavItem } from './clamav-run.ts';
import { type Summary, takeSummaryLine } from './clamav-summary.ts';

export interface ClamavOptions {
  /** Longest line that is held, in bytes; default 64 KiB. */
  readonly maxLineBytes?: number;
  /** Detections kept of one run; the others are counted only. Default 1,000. */
  readonly maxDetections?: number;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
/** `Sun Nov 22 01:32:00 2026 -> …`, as clamd writes its log. */
const daemonLine =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4}) -> (.*)$/;
const summaryHead = /^-{3,} SCAN SUMMARY -{3,}$/;
const found = /^(.*): (\S{1,300}) FOUND$/;
const dealtWith = /^(.*): (moved to '|copied to '|Removed\.)/;
const unremarkable =
  /^(.*): (OK|Empty file|Excluded|Symbolic link|Not a regular file|Access denied\.?|.* ERROR)$/;
const chatter = /^(-{3,}|Scanning |LibClamAV |WARNING: |ERROR: |Loading: |Compiling: |$)/;
const dispositions: Readonly<Record<string, ClamavDisposition>> = {
  m: 'moved',
  c: 'copied',
  R: 'removed',
};

/** What was read since the last run was complete. */
class Pending {
  readonly summary: Summary = {};
  readonly detections: ClamavDetection[] = [];
  leftOut = 0;
  results = 0;
  errors = 0;
  inSummary = false;
  /** A fault inside it: what it says cannot be relied on. */
  broken = false;
  times: { first: string; last: string } | null = null;
  readonly line: number;

  constructor(line: number) {
    this.line = line;
  }

  get isEmpty(): boolean {
    return this.results === 0 && !this.inSummary && !this.broken;
  }
}

/** @returns `2026-11-22T01:32:00`, or null for a day that no calendar has. */
function daemonTime([, month, day, time, year]: RegExpExecArray): string | null {
  const at = months.indexOf(month ?? '') + 1;
  const written = `${year}-${String(at).padStart(2, '0')}-${String(day).padStart(2, '0')}T${time}`;
  return at === 0 || Number.isNaN(Date.parse(`${written}Z`)) ? null : written;
}

/** Reads lines into runs; holds one run at a time. */
class Reader {
  #now = new Pending(1);
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  *take(line: number, text: string): Generator<ClamavItem> {
    const daemon = daemonLine.exec(text);
    if (daemon !== null) return yield* this.#takeDaemon(line, daemon);
    if (summaryHead.test(text)) {
      if (this.#now.inSummary) yield* this.finish(line);
      this.#now.inSummary = true;
      return;
    }
    if (this.#now.inSummary) {
      const read = takeSummaryLine(this.#now.summary, text);
      if (read.kind === 'fault') yield this.#break(line, read.code, read.message);
      if (read.kind !== 'other') return;
      // A summary ends with the first line that is none of its own; its empty lines stand for nothing.
      if (text === '') return;
      yield* this.finish(line);
    }
    yield* this.#takeResult(line, text);
  }

  *#takeResult(line: number, text: string): Generator<ClamavItem> {
    if (this.#now.isEmpty) this.#now = new Pending(line);
    const infected = found.exec(text);
    if (infected !== null) {
      const [, path = '', signature = ''] = infected;
      this.#now.results += 1;
      if (this.#now.detections.length < this.#most) {
        this.#now.detections.push({ path, signature, disposition: null, line });
      } else this.#now.leftOut += 1;
      if (path.includes('�')) {
        yield fault(line, 'clamav-name', 'The name of an infected file is not in UTF-8');
      }
      return;
    }
    const dealt = dealtWith.exec(text);
    if (dealt !== null) {
      const last = this.#now.detections.findLast(({ path }) => path === dealt[1]);
      if (last !== undefined) last.disposition = dispositions[dealt[2]?.[0] ?? ''] ?? null;
      return;
    }
    if (unremarkable.test(text)) {
      this.#now.results += 1;
      if (text.endsWith(' ERROR')) this.#now.errors += 1;
      return;
    }
    if (chatter.test(text)) return;
    yield fault(line, 'clamav-line', `“${text.slice(0, 60)}” is no line of ClamAV`);
  }

  *#takeDaemon(line: number, parts: RegExpExecArray): Generator<ClamavItem> {
    if (this.#now.inSummary) yield* this.finish(line);
    const at = daemonTime(parts);
    if (at === null) return yield fault(line, 'clamav-time', 'No calendar has this day');
    const said = parts[5] ?? '';
    const before = this.#now.results;
    // A daemon also tells of itself: only what it says of files is a result.
    if (found.test(said) || unremarkable.test(said) || dealtWith.test(said)) {
      yield* this.#takeResult(line, said);
    }
    if (this.#now.results > before) {
      this.#now.times = { first: this.#now.times?.first ?? at, last: at };
    }
  }

  #break(line: number, code: string, message: string): ClamavItem {
    this.#now.broken = true;
    return fault(line, code, message);
  }

  /** A line that cannot be read: what it belongs to is lost. */
  *lose(line: number, code: string, message: string): Generator<ClamavItem> {
    yield this.#break(line, code, message);
  }

  /** The end of a run: by its summary, or, of a daemon's log, of the file. */
  *finish(line: number): Generator<ClamavItem> {
    const done = this.#now;
    this.#now = new Pending(line);
    if (done.isEmpty || done.broken) return;
    if (done.times === null && (done.summary.infectedFiles === undefined || !timed(done.summary))) {
      const what = 'The scan has no whole summary: it was cut off, or is still running';
      yield fault(Math.max(1, line - 1), 'clamav-unfinished', what);
      return;
    }
    const { summary, detections, leftOut } = done;
    const named = new Set(detections.map(({ path }) => path)).size;
    const infectedFiles = summary.infectedFiles ?? named + leftOut;
    if (infectedFiles > named + leftOut) {
      const what = `${infectedFiles - named - leftOut} infected files are counted, but not named`;
      yield fault(done.line, 'clamav-unnamed', what);
    }
    yield {
      kind: 'run',
      run: {
        tool: done.times === null ? 'scan' : 'daemon',
        engineVersion: summary.engineVersion ?? null,
        knownViruses: summary.knownViruses ?? null,
        startedAt: summary.startedAt ?? done.times?.first ?? null,
        endedAt: summary.endedAt ?? done.times?.last ?? null,
        scannedDirectories: summary.scannedDirectories ?? null,
        scannedFiles: summary.scannedFiles ?? null,
        infectedFiles,
        errors: summary.errors ?? done.errors,
        seconds: summary.seconds ?? null,
        detections,
        leftOut,
        line: done.line,
      },
    };
  }
}

/** Newer scanners close with the end date, older ones with the time: without either the summary was cut. */
function timed({ seconds, startedAt, endedAt }: Summary): boolean {
  return seconds !== undefined && (startedAt === undefined || endedAt !== undefined);
}

function fault(line: number, code: string, message: string): ClamavItem {
  return { kind: 'fault', place: { line }, code, message };
}

/**
 * The runs in what clamscan, clamdscan and clamd (ClamAV 0.100 to 1.5) print or log, one after the other, in memory of one run. Raises nothing
 * for bad input: each fault comes with its line.
 */
export async function* readClamav(
  source: AsyncIterable<Uint8Array>,
  options: ClamavOptions = {},
): AsyncGenerator<ClamavItem> {
  const reader = new Reader(options.maxDetections ?? 1000);
  let runs = 0;
  let faults = 0;
  let last = 1;
  const counted = function* (items: Iterable<ClamavItem>) {
    for (const item of items) {
      if (item.kind === 'run') runs += 1;
      else faults += 1;
      yield item;
    }
  };
  for await (const { line, bytes, ended } of byteLines(source, options.maxLineBytes ?? 64 * 1024)) {
    last = line;
    if (bytes === null) {
      yield* counted(reader.lose(line, 'line-too-long', 'The line is longer than any of ClamAV'));
    } else if (bytes.includes(0)) {
      yield* counted(reader.lose(line, 'clamav-nul', 'The line holds a NUL: this is no text'));
    } else if (!ended && bytes.length > 0 && !closes(bytes)) {
      yield* counted(reader.lose(line, 'clamav-unfinished', 'The last line was cut off'));
    } else {
      const text = decoder.decode(bytes).trimEnd();
      yield* counted(reader.take(line, line === 1 ? text.replace(/^\uFEFF/, '') : text));
    }
  }
  yield* counted(reader.finish(last + 1));
  if (runs === 0 && faults === 0) {
    yield fault(1, 'clamav-nothing', 'There is no scan in this file');
  }
}

/** A last line without its line feed is whole where it is the end of a summary, as of a text that was copied. */
function closes(bytes: Uint8Array): boolean {
  return /^(End Date:\s+\d{4}:\d\d:\d\d \d\d:\d\d:\d\d|Time: .*\))$/.test(decoder.decode(bytes));
}
