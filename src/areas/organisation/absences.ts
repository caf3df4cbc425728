import { defineRegister } from '#engine/define.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, forbidden, invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordChange } from '#work/catalogue.ts';

/** Who enters an absence for somebody else, such as one who fell ill. */
const heads = ['security-manager', 'operations-management', 'liso', 'npm', 'itsm-security-manager'];

/** When somebody is away: what waits for that person says so, and names who stands in. */
export const absences = defineRegister({
  id: 'absences',
  table: 'absence',
  area: 'organisation',
  clause: 'X.1052 §9.2',
  class: 'tenant',
  title: 'note',
  fields: {
    person: { kind: 'reference', to: 'people', required: true, list: true, filter: true },
    note: { kind: 'text', required: true, max: 100, list: true, search: true },
    startsAt: { kind: 'instant', required: true, list: true, sort: true },
    endsAt: { kind: 'instant', required: true, list: true, sort: true },
  },
  access: {
    read: ['any-member'],
    create: ['any-member'],
    update: ['any-member'],
    delete: ['any-member'],
  },
  defaultSort: '-startsAt',
  retention: 'P1Y',
});

/**
 * Everybody declares his own absence, and the heads of security that of others; two at once are one.
 * @throws 403, 409 `absence-overlaps`, 422
 */
export async function checkAbsence(context: WriteContext, change: RecordChange): Promise<void> {
  const { principal } = context;
  const people = [change.before?.['person'], change.after?.['person']].filter(
    (person) => person !== undefined,
  );
  const isHead = principal.holdings.some(
    ({ role, organisationId }) => organisationId === change.ownerId && heads.includes(role),
  );
  const byPerson = principal.kind !== 'system' && !isHead;
  if (byPerson && people.some((person) => person !== principal.personId)) {
    throw forbidden('Everybody declares his own absence; the heads of security that of others.');
  }
  const { after } = change;
  if (after === null) return;
  if (String(after['endsAt']) <= String(after['startsAt'])) {
    throw invalidInput([
      { path: '/fields/endsAt', code: 'order', message: 'The end lies after the beginning.' },
    ]);
  }
  const { rows } = await context.client.query<{ starts_at: Date; ends_at: Date }>({
    name: 'absence-overlapping',
    text: `select starts_at, ends_at from absence
      where owner_id = $1 and person = $2 and id <> $3 and starts_at < $5 and ends_at > $4 limit 1`,
    values: [change.ownerId, after['person'], change.id, after['startsAt'], after['endsAt']],
  });
  const [other] = rows;
  if (other === undefined) return;
  const period = `${other.starts_at.toISOString()} to ${other.ends_at.toISOString()}`;
  throw conflict('absence-overlaps', `This person is away already from ${period}.`);
}
