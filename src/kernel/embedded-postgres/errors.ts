/** The embedded database could not be prepared, started or stopped; the message says what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name: string = 'EmbeddedPostgresError';
}

/** Another living process already runs the embedded database of this data folder. Nothing was touched. */
export class AlreadyRunningError extends EmbeddedPostgresError {
  override readonly name = 'AlreadyRunningError';
  readonly dataDir: string;
  readonly pid: number;

  constructor(dataDir: string, pid: number) {
    super(
      `Process ${pid} already runs with the data folder ${dataDir}. Stop it first, or choose another folder with DATA_DIR.`,
    );
    this.dataDir = dataDir;
    this.pid = pid;
  }
}
