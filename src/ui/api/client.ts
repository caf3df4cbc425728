import type { Problem } from '#work/contract.ts';

/** The server answered with a problem document (RFC 9457). */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.status = problem.status;
    this.problem = problem;
  }
}

/** No answer came: the network or the server is away. What was typed stays where it is. */
export class OfflineError extends Error {
  override name = 'OfflineError';
}

export type Parameters = {
  readonly [name: string]: string | number | boolean | readonly string[] | undefined;
};

/** Query string of the parameters that have a value; a list repeats its name. */
export function queryString(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || value === '') continue;
    if (typeof value === 'object') for (const one of value) search.append(name, one);
    else search.append(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

const PREFIX = '/api/v1';

/** Address of an endpoint, for links to downloads. */
export function apiUrl(path: string, parameters: Parameters = {}): string {
  return `${PREFIX}${path}${queryString(parameters)}`;
}

/** Value of one cookie, or an empty string. */
export function cookie(name: string, cookies: string): string {
  for (const part of cookies.split(';')) {
    const at = part.indexOf('=');
    if (part.slice(0, at).trim() === name) return decodeURIComponent(part.slice(at + 1).trim());
  }
  return '';
}

export interface SendOptions {
  /** Version of the record that the change is based on (`If-Match`); the server answers 412 when it has moved on. */
  readonly version?: number;
  /** The same key sent twice creates once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws ApiError, OfflineError */
export async function get<T>(
  path: string,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<T> {
  return request<T>(apiUrl(path, parameters), signal === undefined ? {} : { signal });
}

/** @throws ApiError, OfflineError */
export async function send<T>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  options: SendOptions = {},
): Promise<T> {
  const headers: Record<string, string> = {
    'X-Commonward-Csrf': cookie('cw_csrf', document.cookie),
    ...options.headers,
  };
  if (options.version !== undefined) headers['If-Match'] = `"${options.version}"`;
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
  const init: RequestInit = { method, headers };
  if (options.signal !== undefined) init.signal = options.signal;
  if (body instanceof Blob) {
    headers['Content-Type'] = body.type === '' ? 'application/octet-stream' : body.type;
    init.body = body;
  } else if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body);
  }
  return request<T>(apiUrl(path), init);
}

async function request<T>(url: string, init: RequestInit): Promise<T> {
  let response: Response;
  try {
    response = await fetch(url, {
      ...init,
      credentials: 'same-origin',
      headers: { Accept: 'application/json', ...init.headers },
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new OfflineError('The server does not answer.', { cause: error });
  }
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const json: unknown = type.includes('json') && text !== '' ? parse(text) : undefined;
  if (response.ok) return (json ?? (text === '' ? undefined : text)) as T;
  // A gateway in between answers for a server that is away.
  if (response.status >= 502 && response.status <= 504) {
    throw new OfflineError('The server is not ready.');
  }
  throw new ApiError(problemOf(json, response.status));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A problem document of whatever came; an answer without one still says its status. */
export function problemOf(json: unknown, status: number): Problem {
  if (typeof json === 'object' && json !== null && 'code' in json && 'title' in json) {
    return { type: 'about:blank', status, ...json } as Problem;
  }
  return { type: 'about:blank', title: `HTTP ${status}`, status, code: `http-${status}` };
}
