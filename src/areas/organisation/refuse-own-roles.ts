import type { WriteContext } from '#kernel/command/context.ts';
import { forbidden } from '#kernel/errors/app-error.ts';
import type { RecordChange } from '#work/catalogue.ts';

/**
 * Segregation of duties: who administers roles gives none to himself, and neither ends nor widens those that he holds.
 * @throws 403
 */
export async function refuseOwnRoles(context: WriteContext, change: RecordChange): Promise<void> {
  const own = context.principal.personId;
  if (own === null) return;
  const people = [change.before?.['personId'], change.after?.['personId']];
  if (people.includes(own)) throw forbidden('Nobody grants or changes his own roles.');
}
