import { type Logger, pino } from 'pino';

export type Log = Logger;

/** Structured logs on standard error, one JSON object a line; what could be a secret is replaced. */
export function createLog(level: string): Log {
  return pino(
    {
      level,
      base: null,
      serializers: { err: plainError },
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      redact: {
        paths: [
          'password',
          'token',
          'secret',
          'authorization',
          'cookie',
          '*.password',
          '*.token',
          '*.secret',
          'headers.authorization',
          'headers.cookie',
          'req.headers.authorization',
          'req.headers.cookie',
        ],
        censor: '[hidden]',
      },
    },
    process.stderr,
  );
}

/** Of an error only what helps: drivers hang connections and their secrets on errors as properties. */
function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: plainError(error.cause) }),
  };
}
