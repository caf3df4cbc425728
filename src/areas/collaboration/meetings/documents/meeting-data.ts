import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import { agendaHashOf } from '../functions.ts';
import { type AgendaItem, agendaOf } from '../queries/agenda.ts';

export interface AttendanceLine {
  readonly organisation: string;
  readonly name: string;
  readonly capacity: string;
  readonly delegateFor: string | null;
  readonly presence: string;
}

export interface ReviewLine {
  readonly title: string;
  readonly meeting: string;
  readonly organisation: string | null;
  readonly owner: string | null;
  readonly dueDate: string | null;
  readonly status: string | null;
  readonly newDueDate: string | null;
  readonly remark: string | null;
}

export interface ActionPointLine {
  readonly title: string;
  readonly description: string | null;
  readonly organisation: string | null;
  readonly owner: string | null;
  readonly dueDate: string | null;
  readonly becomes: string | null;
}

export interface TopicLine extends AgendaItem {
  readonly minutes: string | null;
}

/** Everything that the two deliverables of a meeting print, as JSON: frozen with them. */
export interface MeetingData {
  readonly reference: string;
  readonly title: string;
  readonly purpose: string;
  readonly startsAt: string | null;
  readonly place: string | null;
  readonly openedAt: string | null;
  readonly endedAt: string | null;
  readonly chairedBy: string | null;
  readonly deputy: string | null;
  /** Of the agenda that the parties agreed on. */
  readonly agendaHash: string;
  readonly invited: readonly string[];
  readonly topics: readonly TopicLine[];
  readonly attendances: readonly AttendanceLine[];
  readonly reviews: readonly ReviewLine[];
  readonly actionPoints: readonly ActionPointLine[];
}

const listsText = `select
  coalesce((select jsonb_agg(o.name order by o.name) from organisation o
    where o.id = any ($3::uuid[])), '[]') as invited,
  (select p.name from person p where p.id = $4) as deputy,
  coalesce((select jsonb_agg(jsonb_build_object('item', m.item, 'text', m.text)) from meeting_minutes m
    where m.owner_id = $1 and m.case_id = $2 and m.standing = 'current'), '[]') as minutes,
  coalesce((select jsonb_agg(jsonb_build_object('organisation', o.name, 'name', a.name, 'capacity', a.capacity,
      'delegateFor', a.delegate_for, 'presence', a.presence) order by a.presence = 'absent', o.name, a.name)
    from attendance a join organisation o on o.id = a.organisation where a.owner_id = $1 and a.case_id = $2), '[]') as attendances,
  coalesce((select jsonb_agg(jsonb_build_object('title', r.title, 'meeting', c.reference, 'organisation', o.name, 'owner', n.name,
      'dueDate', to_char(r.due_date, 'YYYY-MM-DD'), 'status', r.status, 'newDueDate', to_char(r.new_due_date, 'YYYY-MM-DD'),
      'remark', r.remark) order by r.due_date, r.id)
    from action_point_review r join action_point p on p.owner_id = r.owner_id and p.id = r.action_point
    join procedure_case c on c.owner_id = p.owner_id and c.id = p.case_id
    left join organisation o on o.id = r.organisation left join person n on n.id = r.owner
    where r.owner_id = $1 and r.case_id = $2), '[]') as reviews,
  coalesce((select jsonb_agg(jsonb_build_object('title', p.title, 'description', p.description, 'organisation', o.name,
      'owner', n.name, 'dueDate', to_char(p.due_date, 'YYYY-MM-DD'), 'becomes', p.becomes) order by p.due_date, p.id)
    from action_point p left join organisation o on o.id = p.organisation left join person n on n.id = p.owner
    where p.owner_id = $1 and p.case_id = $2), '[]') as "actionPoints"`;

type Lists = Pick<
  MeetingData,
  'invited' | 'deputy' | 'attendances' | 'reviews' | 'actionPoints'
> & { readonly minutes: readonly { readonly item: string; readonly text: string }[] };

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export async function loadMeetingData(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<MeetingData> {
  const { fields } = row;
  const { rows } = await context.client.query<Lists>({
    name: 'meeting-data',
    text: listsText,
    values: [row.ownerId, row.id, fields['administrations'] ?? [], fields['deputy'] ?? null],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('a statement without a table has one row');
  const { minutes, ...lists } = found;
  const said = new Map(minutes.map((one) => [one.item, one.text]));
  const topics = await agendaOf(context, row);
  return {
    reference: row.reference,
    title: row.title,
    purpose: text(fields['purpose']) ?? '',
    startsAt: text(fields['startsAt']),
    place: text(fields['place']),
    openedAt: text(fields['openedAt']),
    endedAt: text(fields['endedAt']),
    chairedBy: text(fields['chairedBy']),
    agendaHash: agendaHashOf(fields),
    ...lists,
    topics: topics.map((topic) => ({ ...topic, minutes: said.get(topic.id) ?? null })),
  };
}
