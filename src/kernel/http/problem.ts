import {
  hasZodFastifySchemaValidationErrors,
  isResponseSerializationError,
} from 'fastify-type-provider-zod';
import { AppError, type Fault } from '#kernel/errors/app-error.ts';

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly faults?: readonly Fault[];
  readonly [extra: string]: unknown;
}

/** Any error as an RFC 9457 problem document. What the product did not foresee becomes a 500 that tells nothing of its inside. */
export function problemOf(error: unknown): ProblemDocument {
  if (error instanceof AppError) return ofAppError(error);
  if (hasZodFastifySchemaValidationErrors(error)) {
    return {
      type: typeOf('invalid-input'),
      title: 'The input has faults',
      status: 422,
      code: 'invalid-input',
      faults: error.validation.map((fault) => ({
        path: fault.instancePath,
        code: fault.keyword,
        message: fault.message ?? 'This value is not allowed.',
      })),
    };
  }
  if (isResponseSerializationError(error)) return internal();
  const status = (error as { statusCode?: unknown }).statusCode;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    const message = error instanceof Error ? error.message : 'The request cannot be read.';
    return { type: typeOf('bad-request'), title: message, status, code: codeOf(status) };
  }
  return internal();
}

function ofAppError(error: AppError): ProblemDocument {
  return {
    type: typeOf(error.code),
    title: error.title,
    status: error.status,
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.faults.length === 0 ? {} : { faults: error.faults }),
    ...error.extra,
  };
}

function internal(): ProblemDocument {
  return {
    type: typeOf('internal'),
    title: 'Something went wrong here',
    status: 500,
    code: 'internal',
    detail: 'Nothing was written. The log of the server says more.',
  };
}

function codeOf(status: number): string {
  if (status === 413) return 'too-large';
  if (status === 415) return 'unsupported-media-type';
  if (status === 429) return 'too-many-requests';
  return 'bad-request';
}

function typeOf(code: string): string {
  return `urn:commonward:problem:${code}`;
}
