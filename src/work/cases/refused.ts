import type { Refusal } from '#engine/decision.ts';
import { plainIssue } from '#formats/json/plain-issue.ts';
import { AppError, type Fault } from '#kernel/errors/app-error.ts';

/** 409 with every reason, each with its rule, the name of what refuses, and the clause; 422 where the form alone is at fault. */
export function refused(procedure: string, action: string, refusals: readonly Refusal[]): AppError {
  const form = refusals.filter((refusal) => refusal.rule === 'form');
  return new AppError({
    status: form.length === refusals.length ? 422 : 409,
    code: 'action-refused',
    title: 'The procedure does not allow this now',
    detail: refusals
      .map((refusal) => [refusal.rule, refusal.name].filter((part) => part !== undefined).join(' '))
      .join('; '),
    faults: [
      ...form.map((refusal) => ({
        path: `/fields/${refusal.name ?? ''}`,
        code: 'form',
        message: messageOf(refusal.detail),
      })),
      ...refusals.flatMap(faultOfGuard),
    ],
    extra: { procedure, action, refusals },
  });
}

/** A guard that judges one field says so at the field, by its own name. */
function faultOfGuard({ rule, name = '', detail }: Refusal): Fault[] {
  const { field } = (detail ?? {}) as { field?: unknown };
  if (rule !== 'guard' || typeof field !== 'string') return [];
  return [{ path: `/fields/${field}`, code: name, message: 'This value is not allowed.' }];
}

/** What the schema of the form says of the value. */
function messageOf(detail: unknown): string {
  if (typeof detail === 'string') return detail;
  const { message } = (detail ?? {}) as { message?: unknown };
  if (typeof message !== 'string') return 'This value is not allowed.';
  return plainIssue({ message });
}
