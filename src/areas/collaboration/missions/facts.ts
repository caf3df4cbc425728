import { owing, toDecide } from '#engine/request.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { awaitedRequests } from './requests.ts';

/** How far a deliverable of the mission is: the newest that was not withdrawn. */
export interface DocumentFact {
  readonly state: string;
  /** What its frozen copy prints, by the instant of its last change; null before it is frozen. */
  readonly shows: string | null;
}

/** What the guards of a mission look at beside the case. */
export interface MissionFacts {
  readonly priorities: number;
  readonly objectives: number;
  readonly controls: number;
  /** Administrations of the mission that nobody is named for. */
  readonly withoutContact: number;
  /** Hours estimated in all. */
  readonly hours: number;
  readonly access: number;
  readonly openInterviews: number;
  readonly findings: number;
  readonly withoutEvidence: number;
  readonly unassigned: number;
  /** Recipients who still owe an answer, and answers that nobody has accepted or returned. */
  readonly owed: number;
  readonly undecided: number;
  readonly programme: DocumentFact | null;
  readonly report: DocumentFact | null;
}

const newest = (
  type: string,
) => `(select jsonb_build_object('state', d.state, 'shows', d.frozen #>> '{data,changedAt}')
    from deliverable d where d.owner_id = $1 and d.case_id = $2 and d.type = '${type}' and d.state not in ('withdrawn', 'superseded')
    order by d.id desc limit 1)`;

const count = (table: string, condition = 'true') =>
  `(select count(*)::int from ${table} r where r.owner_id = $1 and r.case_id = $2 and ${condition})`;

const recipients = (states: string) =>
  count(
    'request_recipient',
    `r.open and r.kind = any ($4::text[]) and r.state = any (${states}::text[])`,
  );

const factsText = `select
  ${count('mission_input', `r.kind = 'priority'`)} as priorities,
  ${count('mission_objective')} as objectives,
  ${count('mission_control')} as controls,
  (select count(*)::int from unnest($3::uuid[]) as a (id) where not exists (select from mission_contact k
    where k.owner_id = $1 and k.case_id = $2 and k.organisation = a.id)) as "withoutContact",
  (select coalesce(sum(coalesce(k.corrected_hours, k.hours)), 0)::float8 from mission_contact k where k.owner_id = $1 and k.case_id = $2) as hours,
  ${count('mission_access')} as access,
  ${count('mission_interview', 'r.held_at is null and r.dropped_because is null')} as "openInterviews",
  ${count('mission_finding')} as findings,
  ${count('mission_finding', `coalesce(jsonb_array_length(r.evidence), 0) = 0 and coalesce(btrim(r.note), '') = ''`)} as "withoutEvidence",
  ${count('mission_finding', `r.assessment <> 'in-place' and (r.responsible is null or r.due_on is null)`)} as unassigned,
  ${recipients('$5')} as owed,
  ${recipients('$6')} as undecided,
  ${newest('mission-programme')} as programme,
  ${newest('mission-report')} as report`;

export async function missionFacts(context: ReadContext, row: CaseRow): Promise<MissionFacts> {
  const administrations = row.fields['administrations'];
  const { rows } = await context.client.query<MissionFacts>({
    name: 'mission-facts',
    text: factsText,
    values: [
      ...[row.ownerId, row.id, Array.isArray(administrations) ? administrations : []],
      ...[awaitedRequests, [...owing], [...toDecide]],
    ],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('a statement without a table has one row');
  return found;
}
