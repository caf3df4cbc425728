import { isOpen, type Stretch } from '#engine/office-hours.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { OnDuty } from '#work/catalogue.ts';
import type { RotaTimes } from '../cover.ts';

/** A duty with who has it now, who is next, and the times ahead without anybody. */
export interface Duty {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly role: string;
  readonly zone: string;
  readonly cover: string;
  readonly officeIsOpen: boolean;
  readonly now: readonly Turn[];
  readonly next: Turn | null;
  readonly turns: readonly Turn[];
  readonly gaps: readonly Stretch[];
}

export interface Turn {
  readonly id: string;
  readonly personId: string;
  readonly person: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly contactId: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly handOver: string | null;
}

interface RotaRow {
  id: string;
  owner_id: string;
  name: string;
  role: string;
  cover: string;
  zone: string;
  opens_at: string;
  closes_at: string;
  workdays: string[];
  gaps: Stretch[] | null;
  turns: (Turn & { readonly handOver: string | null })[];
}

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const dutiesText = `
with seen as (
  select r.* from duty_rota r where r.owner_id = any ($1::uuid[])
  union
  select r.* from shared_with_me s join duty_rota r on r.owner_id = s.record_owner_id and r.id = s.record_id
  where s.owner_id = any ($1::uuid[]) and s.kind = 'duty-rotas'
)
select r.id, r.owner_id, r.name, r.role, r.cover, r.zone, r.opens_at, r.closes_at, r.workdays, r.gaps,
  coalesce((select jsonb_agg(t.turn order by t.starts_at) from (
    select s.starts_at, jsonb_build_object('id', s.id, 'personId', s.person, 'person', p.name, 'startsAt', ${iso('s.starts_at')},
      'endsAt', ${iso('s.ends_at')}, 'contactId', c.id, 'phone', coalesce(c.mobile, c.phone), 'email', coalesce(c.email, p.email),
      'handOver', (select b.hand_over from duty_shift b where b.owner_id = s.owner_id and b.rota = s.rota and b.ends_at <= s.starts_at
        order by b.ends_at desc limit 1)) as turn
    from duty_shift s join person p on p.id = s.person
    left join contact c on c.owner_id = s.owner_id and c.id = s.contact
    where s.owner_id = r.owner_id and s.rota = r.id and s.ends_at > $2 order by s.starts_at limit 10) t), '[]') as turns
from seen r where r.state = 'running' and ($3::uuid is null or r.owner_id = $3) and ($4::text[] is null or r.role = any ($4::text[]))
order by r.owner_id, r.name limit 200`;

/** Duties that the scope sees, its own and those shared with it, with who has them now; of one organisation, or of some offices alone. */
export async function dutiesNow(
  context: Pick<ReadContext, 'client' | 'scope' | 'now'>,
  of: { readonly organisationId?: string | null; readonly roles?: readonly string[] },
): Promise<Duty[]> {
  const { rows } = await context.client.query<RotaRow>({
    name: 'duties-now',
    text: dutiesText,
    values: [context.scope.organisations, context.now, of.organisationId ?? null, of.roles ?? null],
  });
  const now = context.now.toISOString();
  return rows.map((row) => ({
    ...{ id: row.id, ownerId: row.owner_id, name: row.name, role: row.role },
    ...{ zone: row.zone, cover: row.cover, officeIsOpen: isOpen(hoursOf(row), now) },
    now: row.turns.filter(({ startsAt }) => startsAt <= now),
    turns: row.turns,
    next: row.turns.find(({ startsAt }) => startsAt > now) ?? null,
    gaps: (row.gaps ?? []).filter(({ to }) => to > now).slice(0, 10),
  }));
}

function hoursOf(row: RotaRow): RotaTimes {
  const { cover, zone, workdays } = row;
  return { cover, zone, workdays, opensAt: row.opens_at, closesAt: row.closes_at };
}

/** Whom an urgent matter goes to outside office hours: those on duty for the office there. */
export const whoIsOnDuty: OnDuty = async (context, { organisationId, roles }) => {
  const scope = { organisations: [organisationId] };
  const duties = await dutiesNow({ ...context, scope }, { organisationId, roles });
  return duties
    .filter(({ officeIsOpen }) => !officeIsOpen)
    .flatMap(({ now }) => now.map(({ personId }) => personId));
};
