import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { partiesOf } from '../parties.ts';
import { attendances } from '../registers.ts';
import { addToCase } from './case-record.ts';

const module = { register: attendances };

/** Recording somebody again corrects what was recorded. @throws 422 for an organisation that takes no part in the meeting */
async function keepAttendance(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  const parties = [row.ownerId, ...(await partiesOf(context, row))];
  if (!parties.includes(String(form['organisation']))) {
    const message = 'This organisation takes no part in the meeting.';
    throw invalidInput([{ path: '/fields/organisation', code: 'no-party', message }]);
  }
  const { rows } = await context.client.query<{ id: string }>({
    name: 'meeting-attendance',
    text: 'select id from attendance where owner_id = $1 and case_id = $2 and organisation = $3 and name = $4',
    values: [row.ownerId, row.id, form['organisation'], form['name']],
  });
  const [known] = rows;
  if (known === undefined) {
    await addToCase(context, module, row, form);
    return;
  }
  const found = await findRecord(context, attendances, known.id, { lock: true });
  const fields = { delegateFor: null, ...form };
  await updateRecord(context, module, found, { fields, version: null });
}

export const sessionEffects = {
  'keep-attendance': keepAttendance,
  'record-deputy': async (_context: WriteContext, { form }: ActInput) => ({
    deputy: form['deputyPerson'],
    deputyReason: form['deputyBecause'],
  }),
  'open-session': async ({ now }: WriteContext, { form }: ActInput) => ({
    chairedBy: form['chair'],
    openedAt: now.toISOString(),
  }),
  'end-session': async ({ now }: WriteContext) => ({ endedAt: now.toISOString() }),
};
