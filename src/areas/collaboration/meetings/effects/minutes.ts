import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput } from '#work/catalogue.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { agendaItems, meetingMinutes } from '../registers.ts';
import { addToCase, recordOfCase } from './case-record.ts';

const minutes = { register: meetingMinutes };
const items = { register: agendaItems };

interface Standing {
  readonly id: string;
  readonly number: number;
  readonly text: string;
}

interface Texts {
  readonly last: number;
  readonly current: Standing | null;
}

async function textsOf(context: WriteContext, ownerId: string, item: string): Promise<Texts> {
  const { rows } = await context.client.query<Texts>({
    name: 'meeting-minutes-of-item',
    text: `select coalesce(max(m.number), 0) as last, (select jsonb_build_object('id', c.id, 'number', c.number, 'text', c.text)
        from meeting_minutes c where c.owner_id = $1 and c.item = $2 and c.standing = 'current') as current
      from meeting_minutes m where m.owner_id = $1 and m.item = $2`,
    values: [ownerId, item],
  });
  return rows[0] ?? { last: 0, current: null };
}

async function move(
  context: WriteContext,
  ownerId: string,
  ids: readonly string[],
  standing: string,
): Promise<void> {
  await context.client.query({
    name: 'meeting-minutes-move',
    text: `update meeting_minutes set standing = $3, version = version + 1, updated_at = $4
      where owner_id = $1 and id = any ($2::uuid[]) and standing in ('current', 'beside')`,
    values: [ownerId, ids, standing, context.now],
  });
}

/**
 * Keeps what was typed, always. It becomes the current text when its writer had read the current one; otherwise it stands beside it until
 * somebody who sees both saves a text that names it as merged.
 */
async function keepMinutes(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  const item = String(form['item']);
  const text = String(form['text']);
  await recordOfCase(context, items, row, item);
  const { last, current } = await textsOf(context, row.ownerId, item);
  const merges = Array.isArray(form['merges']) ? (form['merges'] as string[]) : [];
  for (const one of merges) await recordOfCase(context, minutes, row, one);
  if (text === current?.text && merges.length === 0) return;
  const seen = form['base'] === (current?.number ?? 0);
  if (seen && current !== null) await move(context, row.ownerId, [current.id], 'earlier');
  if (seen && merges.length > 0) await move(context, row.ownerId, merges, 'merged');
  await addToCase(context, minutes, row, {
    item,
    text,
    number: last + 1,
    base: form['base'],
    standing: seen ? 'current' : 'beside',
    writer: context.principal.personId,
    writtenAt: context.now.toISOString(),
  });
}

export const minutesEffects = {
  'keep-minutes': keepMinutes,
  'keep-presentation': async (context: WriteContext, { case: row, form }: ActInput) => {
    const found = await recordOfCase(context, items, row, form['item']);
    const fields = { presentedBy: form['presentedBy'], presentedAt: context.now.toISOString() };
    await updateRecord(context, items, found, { fields, version: null, computed: true });
  },
};
