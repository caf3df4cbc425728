import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';

/** How far a deliverable of the meeting is: the newest that was not withdrawn. */
export interface DocumentFact {
  readonly state: string;
  /** Hash of the agenda that its frozen copy prints. */
  readonly agendaHash: string | null;
}

/** What the guards of a meeting look at beside the case. */
export interface MeetingFacts {
  readonly agendaItems: number;
  readonly openObjections: number;
  readonly attendances: number;
  readonly unreviewed: number;
  readonly topicsWithoutMinutes: number;
  readonly minutesBeside: number;
  readonly incompleteActionPoints: number;
  readonly setUp: DocumentFact | null;
  readonly report: DocumentFact | null;
}

type Row = Omit<MeetingFacts, 'setUp' | 'report'> & {
  readonly setUp: DocumentFact | null;
  readonly report: DocumentFact | null;
};

const newest = (
  type: string,
) => `(select jsonb_build_object('state', d.state, 'agendaHash', d.frozen #>> '{data,agendaHash}')
    from deliverable d where d.owner_id = $1 and d.case_id = $2 and d.type = '${type}' and d.state not in ('withdrawn', 'superseded')
    order by d.id desc limit 1)`;

const factsText = `select
  (select count(*)::int from agenda_item i where i.owner_id = $1 and i.case_id = $2) as "agendaItems",
  (select count(*)::int from agenda_objection o where o.owner_id = $1 and o.case_id = $2 and o.answered_at is null) as "openObjections",
  (select count(*)::int from attendance a where a.owner_id = $1 and a.case_id = $2) as attendances,
  (select count(*)::int from action_point_review r where r.owner_id = $1 and r.case_id = $2 and r.status is null) as unreviewed,
  (select count(*)::int from agenda_item i where i.owner_id = $1 and i.case_id = $2 and not exists (select from meeting_minutes m
    where m.owner_id = i.owner_id and m.item = i.id and m.standing = 'current')) as "topicsWithoutMinutes",
  (select count(*)::int from meeting_minutes m where m.owner_id = $1 and m.case_id = $2 and m.standing = 'beside') as "minutesBeside",
  (select count(*)::int from action_point p where p.owner_id = $1 and p.case_id = $2 and p.state = 'drafted'
    and (p.organisation is null or p.owner is null or p.due_date is null)) as "incompleteActionPoints",
  ${newest('set-up-of-meeting')} as "setUp",
  ${newest('meeting-report')} as report`;

export async function meetingFacts(context: ReadContext, row: CaseRow): Promise<MeetingFacts> {
  const { rows } = await context.client.query<Row>({
    name: 'meeting-facts',
    text: factsText,
    values: [row.ownerId, row.id],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('a statement without a table has one row');
  return found;
}
