/** One fault of an input: where it is (JSON Pointer) and what is wrong. */
export interface Fault {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

export interface AppErrorOptions {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly extra?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** An error that a caller can act on; becomes an RFC 9457 problem document. Anything else is a 500 that tells nothing. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  readonly faults: readonly Fault[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(options: AppErrorOptions) {
    super(options.detail ?? options.title, { cause: options.cause });
    this.status = options.status;
    this.code = options.code;
    this.title = options.title;
    this.detail = options.detail;
    this.faults = options.faults ?? [];
    this.extra = options.extra ?? {};
  }
}

/** 422: the input does not say what it must; each fault names its place. */
export function invalidInput(faults: readonly Fault[], detail?: string): AppError {
  return new AppError({
    status: 422,
    code: 'invalid-input',
    title: 'The input has faults',
    detail: detail ?? faults.map((fault) => `${fault.path || '/'}: ${fault.message}`).join('; '),
    faults,
  });
}

/** 404 for what is absent and for what is not visible: the two answer alike. */
export function notFound(what: string): AppError {
  return new AppError({ status: 404, code: 'not-found', title: `No such ${what}` });
}

/** 401: nobody is signed in, or the session or token is no longer valid. */
export function unauthenticated(detail = 'Sign in, or send a valid API token.'): AppError {
  return new AppError({ status: 401, code: 'unauthenticated', title: 'Not signed in', detail });
}

/** 403: signed in, but without the role that this needs. */
export function forbidden(detail: string, extra: Record<string, unknown> = {}): AppError {
  return new AppError({ status: 403, code: 'forbidden', title: 'Not allowed', detail, extra });
}

/** 409: the record's state or another record stands against it. */
export function conflict(
  code: string,
  detail: string,
  extra: Record<string, unknown> = {},
): AppError {
  return new AppError({ status: 409, code, title: 'Conflict', detail, extra });
}

/** 412: somebody else changed the record since it was read; nothing was written. */
export function staleVersion(current: number): AppError {
  return new AppError({
    status: 412,
    code: 'stale-version',
    title: 'Changed meanwhile',
    detail:
      'Somebody changed this record since you read it. Load it again; what you typed is kept.',
    extra: { version: current },
  });
}
