/** What became of an infected file, where the scanner was told to do something about it. */
export type ClamavDisposition = 'moved' | 'copied' | 'removed';

/** A file in which a signature was found. */
export interface ClamavDetection {
  /** As printed; bytes that are not UTF-8 are shown by the replacement mark. */
  readonly path: string;
  readonly signature: string;
  /** Null: the file stayed where it was, or the output does not say. */
  disposition: ClamavDisposition | null;
  /** Where in the file it stands. */
  readonly line: number;
}

/** One run of clamscan or clamdscan by its summary, or what the log of a daemon (clamd) tells, as one run. */
export interface ClamavRun {
  readonly tool: 'scan' | 'daemon';
  readonly engineVersion: string | null;
  readonly knownViruses: number | null;
  /** `2026-11-22T01:32:00`: the scanner's own clock, which names no time zone. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly scannedDirectories: number | null;
  readonly scannedFiles: number | null;
  readonly infectedFiles: number;
  readonly errors: number;
  /** Seconds that the scan took. */
  readonly seconds: number | null;
  readonly detections: readonly ClamavDetection[];
  /** Detections beyond those kept. */
  readonly leftOut: number;
  /** Its first line in the file. */
  readonly line: number;
}

/** A fault beside a run costs it nothing; one inside its summary loses the run. */
export type ClamavItem =
  | { readonly kind: 'run'; readonly run: ClamavRun }
  | {
      readonly kind: 'fault';
      readonly place: { readonly line: number };
      readonly code: string;
      readonly message: string;
    };
