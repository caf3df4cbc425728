import { changesSince } from '#areas/organisation/queries/changes-since.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { writeList } from '../case-record.ts';
import { missionInputs } from '../registers.ts';

/** How far the change log is read back where no mission was before. */
const firstLookBackMs = 730 * 24 * 3_600_000;

/** One thing that speaks for looking at a control. */
interface SelectionInput {
  readonly kind: 'incident' | 'finding' | 'change';
  readonly title: string;
  readonly reference: string | null;
  readonly detail: string | null;
  readonly organisation: string | null;
  readonly happenedAt: string | null;
  readonly source: string;
}

const iso = (column: string) =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Incidents that came from one of the administrations, or a third party of it, and had an impact on the Common Domain (H8): cases of
 * `incident-coordination` by what they say of themselves.
 */
async function incidentsFrom(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  administrations: readonly string[],
): Promise<SelectionInput[]> {
  const { rows } = await context.client.query<SelectionInput>({
    name: 'mission-incidents',
    text: `select 'incident' as kind, c.title, c.reference, left(c.fields ->> 'summary', 2000) as detail,
        (c.fields ->> 'originAdministration')::uuid as organisation,
        coalesce(c.fields ->> 'occurredAt', c.fields ->> 'detectedAt', ${iso('c.opened_at')}) as "happenedAt", c.id as source
      from procedure_case c where c.owner_id = $1 and c.procedure = 'incident-coordination'
        and c.fields ->> 'originAdministration' = any ($2::text[]) and c.fields ->> 'commonDomainImpact' in ('yes', 'suspected')
      order by c.opened_at desc limit 200`,
    values: [ownerId, administrations],
  });
  return rows;
}

/** The results of earlier missions at these administrations (H9): what a report says that the LISO approved, no draft of one. */
async function findingsOf(
  context: Pick<ReadContext, 'client'>,
  row: CaseRow,
  administrations: readonly string[],
): Promise<SelectionInput[]> {
  const { rows } = await context.client.query<SelectionInput>({
    name: 'mission-past-findings',
    text: `select 'finding' as kind, f.title, c.reference || '/' || f.number as reference, left(f.statement, 2000) as detail, f.organisation,
        ${iso('f.created_at')} as "happenedAt", f.id as source
      from mission_finding f join procedure_case c on c.owner_id = f.owner_id and c.id = f.case_id
      where f.owner_id = $1 and f.case_id <> $2 and f.organisation = any ($3::uuid[]) and c.state in ('report-approved', 'csip-discussed', 'closed')
      order by f.created_at desc limit 300`,
    values: [row.ownerId, row.id, administrations],
  });
  return rows;
}

/** When the last mission to one of these administrations was opened: changes are told since then. */
async function lastMission(
  context: Pick<ReadContext, 'client' | 'now'>,
  row: CaseRow,
  administrations: readonly string[],
): Promise<string> {
  const { rows } = await context.client.query<{ at: Date | null }>({
    name: 'mission-last',
    text: `select max(opened_at) as at from procedure_case where owner_id = $1 and id <> $2 and procedure = 'fact-finding-mission'
        and state <> 'cancelled' and opened_at < $4 and fields -> 'administrations' ?| $3::text[]`,
    values: [row.ownerId, row.id, administrations, row.openedAt],
  });
  const at = rows[0]?.at ?? new Date(context.now.getTime() - firstLookBackMs);
  return at.toISOString();
}

/** Changes in policies concerning the Common Domain and in trans-European services and systems (H10). */
async function changesOf(context: ReadContext, ownerId: string, since: string) {
  const owned = { client: context.client, now: context.now, scope: { organisations: [ownerId] } };
  const found = await changesSince(owned, since);
  return found.slice(0, 200).map(
    (change): SelectionInput => ({
      kind: 'change',
      title: change.subject,
      reference: change.edition,
      detail: [change.kind, change.act, ...change.changedFields].join(' · '),
      organisation: null,
      happenedAt: change.at,
      source: change.recordId ?? '',
    }),
  );
}

/**
 * The inputs of the selection that the product knows itself (R-FFM-8): incidents, past findings, changes. They are kept with the mission, so
 * that it can be told later what the choice rested on; LISO's priorities stay as they were given.
 */
export async function computeInputs(
  context: WriteContext,
  row: CaseRow,
): Promise<Record<string, unknown>> {
  const named = row.fields['administrations'];
  const administrations = Array.isArray(named) ? named.map(String) : [];
  const since = await lastMission(context, row, administrations);
  const found = [
    ...(await incidentsFrom(context, row.ownerId, administrations)),
    ...(await findingsOf(context, row, administrations)),
    ...(await changesOf(context, row.ownerId, since)),
  ];
  const rows = found.map((one, index) => ({
    ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null)),
    title: one.title.slice(0, 300),
    rank: 1000 + index,
  }));
  await writeList(context, { register: missionInputs }, row, {
    rows,
    keyOf: (input) => [input['kind'], input['source'], input['happenedAt']].join(' '),
    keeps: (input) => input['kind'] === 'priority',
  });
  return { inputsComputedAt: context.now.toISOString() };
}
