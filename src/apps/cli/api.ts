import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Config, readConfig } from '#kernel/config/config.ts';
import { isId } from '#kernel/database/ids.ts';
import { problem, recordPage } from '#work/contract.ts';
import { CommandFailure, exitCodeOfStatus, exitCodes, usageError } from './failures.ts';

export interface ApiOptions {
  readonly url?: string;
  readonly token?: string;
}

export type Query = Readonly<Record<string, string | undefined>>;

/** What `token create --save` leaves in DATA_DIR, readable for its owner alone. */
export const savedAccess = z.object({ url: z.url(), token: z.string() });
export const savedAccessFile = 'cli.json';

/** Where the server of this configuration listens. */
export function ownAddress(config: Config): string {
  const scheme = config.TLS_CERT_FILE === undefined ? 'http' : 'https';
  return `${scheme}://127.0.0.1:${config.PORT}`;
}

/** The HTTP API as the command line uses it: an address and a token, answers checked against the contract. */
export class Api {
  readonly #base: string;
  readonly #token: string;

  /** @throws CommandFailure when no token is at hand. */
  constructor(options: ApiOptions) {
    const config = readConfig(process.env);
    const path = join(config.dataDir, savedAccessFile);
    const saved = existsSync(path)
      ? savedAccess.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data
      : undefined;
    const url = options.url ?? saved?.url ?? ownAddress(config);
    const token = options.token ?? process.env['API_TOKEN'] ?? saved?.token;
    if (!URL.canParse(url)) throw usageError(`${url} is no address.`);
    if (token === undefined || token === '') {
      throw new CommandFailure(
        exitCodes.refused,
        'No token. Make one with `commonward token create`, and give it as API_TOKEN.',
      );
    }
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`;
    this.#token = token;
  }

  /** @throws CommandFailure with the exit code that the answer's status means. */
  async get<T>(path: string, schema: z.ZodType<T>, query: Query = {}): Promise<T> {
    const response = await this.#send('GET', path, query);
    return schema.parse(await response.json());
  }

  /** @param revision what the change is based on, sent as `If-Match` */
  async post<T>(path: string, schema: z.ZodType<T>, body: object, revision?: number): Promise<T> {
    const headers = {
      'content-type': 'application/json',
      ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
    };
    const response = await this.#send('POST', path, {}, JSON.stringify(body), headers);
    return schema.parse(await response.json());
  }

  /** Sends bytes as they come; nothing is held in memory. */
  async upload<T>(
    path: string,
    schema: z.ZodType<T>,
    query: Query,
    body: ReadableStream<Uint8Array>,
  ): Promise<T> {
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await this.#send('POST', path, query, body, headers);
    return schema.parse(await response.json());
  }

  /** The bytes of an answer as they come. */
  async download(path: string, query: Query): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.#send('GET', path, query);
    if (body === null) throw new CommandFailure(exitCodes.failure, 'The answer is empty.');
    return body;
  }

  async #send(
    method: 'GET' | 'POST',
    path: string,
    query: Query,
    body?: string | ReadableStream<Uint8Array>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const address = new URL(`${this.#base}/${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) address.searchParams.set(name, value);
    }
    const response = await fetch(address, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...headers,
      },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
      redirect: 'error',
    } as RequestInit).catch((error: unknown) => {
      throw unreachable(address, error);
    });
    if (!response.ok) throw await failureOf(response);
    return response;
  }

  /** The id of an organisation, given as its code or id. */
  async organisationId(codeOrId: string): Promise<string> {
    if (isId(codeOrId)) return codeOrId;
    const page = await this.get('organisations', recordPage, { code: codeOrId });
    const found = page.items.find((item) => item.fields['code'] === codeOrId);
    if (found !== undefined) return found.id;
    throw new CommandFailure(exitCodes.notFound, `There is no organisation ${codeOrId}.`);
  }

  /** The id of a person, given as email address or id. */
  async personId(emailOrId: string): Promise<string> {
    const wanted = emailOrId.toLowerCase();
    if (isId(wanted)) return wanted;
    const page = await this.get('people', recordPage, { q: emailOrId });
    const found = page.items.find((item) => String(item.fields['email']).toLowerCase() === wanted);
    if (found !== undefined) return found.id;
    throw new CommandFailure(exitCodes.notFound, `There is nobody with the address ${emailOrId}.`);
  }
}

function unreachable(address: URL, error: unknown): CommandFailure {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = (cause as NodeJS.ErrnoException).code;
  const reason = cause instanceof Error ? cause.message || code : String(cause);
  return new CommandFailure(
    exitCodes.unreachable,
    `${address.origin} cannot be reached: ${reason}. Is the server running? Another one: --url`,
  );
}

async function failureOf(response: Response): Promise<CommandFailure> {
  const text = await response.text();
  const exitCode = exitCodeOfStatus(response.status);
  const parsed = problem.safeParse(parsedJson(text));
  if (!parsed.success) {
    return new CommandFailure(exitCode, `The server answered ${response.status}.`);
  }
  const { title, detail, faults = [], refusals = [] } = parsed.data;
  // What the detail would say stands in the refusals and the faults.
  const told = refusals.length > 0 || faults.length > 0;
  const message = detail === undefined || told ? title : `${title}: ${detail}`;
  // What the rules of a procedure refuse is a refusal, not a clash with somebody else's change.
  const refused = refusals.length > 0 && response.status === 409;
  return new CommandFailure(refused ? exitCodes.refused : exitCode, message, faults, refusals);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
