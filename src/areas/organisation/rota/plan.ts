import type { Functions } from '#engine/decision.ts';
import { durationBetween } from '#engine/duration.ts';
import { isZone, type Stretch } from '#engine/office-hours.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { RecordChange, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { viewOf } from '#work/registers/register-sql.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { shareWith } from '../share-with.ts';
import { gapsOf, type RotaTimes } from './cover.ts';
import { dutyRotas, dutyShifts } from './registers.ts';

/** How far ahead gaps are looked for. */
const aheadMs = 56 * 24 * 3_600_000;
const mostGaps = 60;

type Values = Readonly<Record<string, unknown>>;
const fault = (field: string, code: string, message: string): Fault => ({
  path: `/fields/${field}`,
  code,
  message,
});

const rotaFunctions: Functions = {
  guards: {},
  durations: {
    /** While nobody is on duty: again tomorrow. */
    'time-to-the-next-gap': ({ record, now }) => {
      const gaps = (record.fields['gaps'] ?? []) as readonly Stretch[];
      const next = gaps.find(({ from }) => from > now);
      return next === undefined ? 'P1D' : durationBetween(now, next.from);
    },
  },
};

export const dutyRotasModule: RegisterModule = {
  register: dutyRotas,
  functions: rotaFunctions,
  changed: async (context, change) => {
    if (change.after === null || change.kind === 'action') return;
    const { after } = change;
    // What the product writes itself, after it looked at the plan.
    const before = JSON.stringify(change.before?.['gaps'] ?? null);
    if (change.kind === 'update' && JSON.stringify(after['gaps'] ?? null) !== before) return;
    if (!isZone(String(after['zone']))) {
      throw invalidInput([
        fault('zone', 'unknown', 'Name a time zone of the IANA list, such as Europe/Brussels.'),
      ]);
    }
    const sharing = { before: change.before?.['sharedWith'], after: after['sharedWith'] };
    await shareWith(context, dutyRotas, change, sharing);
    if (change.kind === 'update') await shareTurns(context, change, sharing);
    await lookAtPlan(context, change.id);
  },
};

export const dutyShiftsModule: RegisterModule = {
  register: dutyShifts,
  functions: {
    guards: { 'turn-has-begun': ({ record, now }) => String(record.fields['startsAt']) <= now },
  },
  effects: {
    'keep-hand-over': async (context) => ({ handedOverAt: context.now.toISOString() }),
  },
  derive: (fields) => ({
    turn: [fields['startsAt'], fields['endsAt']]
      .map((one) => String(one).slice(0, 16).replace('T', ' '))
      .join(' – ')
      .concat(' UTC'),
  }),
  changed: async (context, change) => {
    const values = change.after ?? change.before ?? {};
    if (change.kind === 'action') return;
    if (change.after !== null) await checkTurn(context, change, change.after);
    const rota = String(values['rota']);
    if (change.kind === 'create') {
      const row = viewOf(dutyRotas, await findRecord(context, dutyRotas, rota, { lock: true }));
      const sharing = { before: [], after: row.fields['sharedWith'] };
      await shareWith(context, dutyShifts, change, sharing);
    }
    const gone = change.kind === 'delete' ? change.id : null;
    await lookAtPlan(context, rota, gone);
    const earlier = change.before?.['rota'];
    if (typeof earlier === 'string' && earlier !== rota) await lookAtPlan(context, earlier);
  },
};

/** Whoever sees a duty sees its turns that are not over. */
async function shareTurns(
  context: WriteContext,
  rota: Pick<RecordChange, 'id' | 'ownerId'>,
  sharing: { readonly before: unknown; readonly after: unknown },
): Promise<void> {
  if (JSON.stringify(sharing.before) === JSON.stringify(sharing.after)) return;
  const { rows } = await context.client.query<{ id: string }>({
    name: 'duty-turns-to-share',
    text: 'select id from duty_shift where owner_id = $1 and rota = $2 and ends_at > $3',
    values: [rota.ownerId, rota.id, context.now],
  });
  for (const { id } of rows) {
    await shareWith(context, dutyShifts, { ownerId: rota.ownerId, id }, sharing);
  }
}

interface Known {
  holds: boolean;
  away_until: Date | null;
  other: string | null;
}

const knownText = `
select exists (select from access.role_in_force h join duty_rota r on r.owner_id = h.owner_id and r.role = h.role
    where h.owner_id = $1 and r.id = $2 and h.person_id = $3 and h.case_id is null and h.valid_from <= $4
      and (h.valid_to is null or h.valid_to >= $5)) as holds,
  (select max(a.ends_at) from absence a where a.owner_id = $1 and a.person = $3 and a.starts_at < $5 and a.ends_at > $4) as away_until,
  (select s.turn from duty_shift s where s.owner_id = $1 and s.rota = $2 and s.person = $3 and s.id <> $6
    and s.starts_at < $5 and s.ends_at > $4 limit 1) as other`;

/** @throws 409 for somebody who is away or has that turn already, 422 for who does not hold the office, and for a turn without time */
async function checkTurn(
  context: WriteContext,
  change: RecordChange,
  { rota, person, startsAt, endsAt }: Values,
): Promise<void> {
  if (String(endsAt) <= String(startsAt)) {
    throw invalidInput([fault('endsAt', 'order', 'The turn ends after it begins.')]);
  }
  const { rows } = await context.client.query<Known>({
    name: 'duty-turn-known',
    text: knownText,
    values: [change.ownerId, rota, person, startsAt, endsAt, change.id],
  });
  const [known] = rows;
  if (known?.holds !== true) {
    throw invalidInput([
      fault('person', 'no-holder', 'This person does not hold the office for the whole turn.'),
    ]);
  }
  if (known.away_until !== null) {
    const until = known.away_until.toISOString();
    throw conflict('person-absent', `This person is away until ${until}.`);
  }
  if (known.other !== null) {
    throw conflict('turn-overlaps', `This person has a turn already: ${known.other}.`);
  }
}

/** Reckons anew when nobody is on duty, and starts the deadline of the next such time. */
async function lookAtPlan(
  context: WriteContext,
  rotaId: string,
  gone: string | null = null,
): Promise<void> {
  const row = await findRecord(context, dutyRotas, rotaId, { lock: true });
  const rota = viewOf(dutyRotas, row);
  if (rota.state !== 'running') return;
  const from = context.now.toISOString();
  const to = new Date(context.now.getTime() + aheadMs).toISOString();
  const { rows } = await context.client.query<{ starts_at: Date; ends_at: Date }>({
    name: 'duty-turns-ahead',
    text: `select starts_at, ends_at from duty_shift
      where owner_id = $1 and rota = $2 and ends_at > $3 and starts_at < $4 and id is distinct from $5::uuid order by starts_at`,
    values: [row['owner_id'], rotaId, from, to, gone],
  });
  const turns = rows.map(({ starts_at, ends_at }) => ({
    from: starts_at.toISOString(),
    to: ends_at.toISOString(),
  }));
  const gaps = gapsOf(rota.fields as unknown as RotaTimes, turns, { from, to });
  const fields = { gaps: gaps.slice(0, mostGaps) };
  if (JSON.stringify(fields.gaps) === JSON.stringify(rota.fields['gaps'] ?? [])) return;
  await updateRecord(context, dutyRotasModule, row, { version: null, computed: true, fields });
  const changed = await findRecord(context, dutyRotas, rotaId, { lock: true });
  await actOnRecord(context, dutyRotasModule, changed, {
    ...{ action: 'plan', comment: null, fields: {}, actor: systemActor },
  });
}
