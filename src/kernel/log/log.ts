import { type DestinationStream, type Logger, pino } from 'pino';

export type Log = Logger;

/** Names under which secrets travel, in objects of ours and in requests. */
const secretNames = ['password', 'token', 'secret', 'authorization', 'cookie', 'passphrase'];
/** Beside the object that is logged, in what it holds, and in what that holds: a request in its context has its headers there. */
const depths = ['', '*.', '*.*.', '*.*.*.'];
const hidden = '[hidden]';

/** Structured logs on standard error, one JSON object a line; what could be a secret is replaced. */
export function createLog(level: string, to: DestinationStream = process.stderr): Log {
  return pino(
    {
      level,
      base: null,
      serializers: { err: plainError },
      timestamp: () => `,"at":"${new Date().toISOString()}"`,
      redact: {
        paths: depths.flatMap((depth) => secretNames.map((name) => `${depth}${name}`)),
        censor: hidden,
      },
    },
    to,
  );
}

/** Of an error only what helps: drivers hang connections and their secrets on errors as properties, and addresses into messages. */
function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: withoutCredentials(String(error)) };
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: withoutCredentials(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: withoutCredentials(error.stack) }),
    ...(error.cause === undefined ? {} : { cause: plainError(error.cause) }),
  };
}

/** The password of an address (`postgresql://user:password@host`, RFC 3986 §3.2.1) is no part of a message. */
function withoutCredentials(text: string): string {
  return text.replaceAll(/(\/\/[^\s/:@]+):[^\s/@]+@/g, `$1:${hidden}@`);
}
