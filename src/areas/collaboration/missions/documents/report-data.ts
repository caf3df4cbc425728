import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import { viewOf } from '#work/registers/register-sql.ts';
import { type RecipientOfCase, recipientsOf } from '#work/requests/recipients.ts';
import { recordsOfCase } from '../case-record.ts';
import type { Question, QuestionAnswer } from '../questionnaire/contract.ts';
import { missionFindings } from '../registers.ts';
import { loadMission, type MissionData, organisationNames } from './mission-data.ts';

type Text = string | null;

export interface ReportedEvidence {
  readonly kind: string;
  readonly reference: string;
  readonly digest?: Text;
}

export interface ReportedFinding {
  readonly number: number;
  readonly title: string;
  readonly control: string;
  readonly organisation: string;
  readonly statement: string;
  readonly assessment: string;
  readonly severity: string;
  readonly recommendation: Text;
  readonly note: Text;
  readonly responsible: Text;
  readonly dueOn: Text;
  readonly evidence: readonly ReportedEvidence[];
}

/** One questionnaire with its answers, as one organisation handed it in. */
export interface FilledQuestionnaire {
  readonly reference: string;
  readonly organisation: string;
  readonly state: string;
  readonly answeredAt: Text;
  readonly answeredBy: Text;
  readonly comment: Text;
  readonly questions: readonly Question[];
  readonly answers: readonly QuestionAnswer[];
}

/** Access asked for, and what came of it. */
export interface ReportedAccess {
  readonly reference: string;
  readonly item: string;
  readonly organisation: string;
  readonly state: string;
  readonly where: Text;
  readonly comment: Text;
}

/** A file that is kept as evidence of the mission, by its hash. */
export interface KeptEvidence {
  readonly reference: string;
  readonly title: string;
  readonly organisation: string;
  readonly sha256: string;
}

export interface ReportData extends MissionData {
  /** The approved programme: reference, version, day of approval; null where none was (never, by the guard of the procedure). */
  readonly programme: {
    readonly reference: string;
    readonly version: string;
    readonly at: string;
  } | null;
  readonly findings: readonly ReportedFinding[];
  readonly questionnaires: readonly FilledQuestionnaire[];
  readonly accessGiven: readonly ReportedAccess[];
  readonly kept: readonly KeptEvidence[];
}

async function findingsOf(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<ReportedFinding[]> {
  const records = await recordsOfCase(context, { register: missionFindings }, row);
  const fields = records.map((record) => viewOf(missionFindings, record).fields);
  const names = await organisationNames(
    context,
    fields.map(({ organisation }) => String(organisation)),
  );
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'report-control-names',
    text: `select id, number || ' ' || title as name from control where id = any ($1::uuid[])`,
    values: [fields.map(({ control }) => String(control))],
  });
  const controls = new Map(rows.map(({ id, name }) => [id, name]));
  return fields
    .map(
      (one) =>
        ({
          ...{ recommendation: null, note: null, responsible: null, dueOn: null, evidence: [] },
          ...one,
          control: controls.get(String(one['control'])) ?? '–',
          organisation: names.get(String(one['organisation'])) ?? '–',
        }) as unknown as ReportedFinding,
    )
    .sort((a, b) => a.number - b.number);
}

/** Names of those who answered, as far as the reader may know people of other organisations. */
async function personNames(context: ReadContext, ids: readonly (string | null)[]) {
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'report-person-names',
    text: 'select id, name from person where id = any ($1::uuid[])',
    values: [ids.filter((one) => one !== null)],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const sent = ({ state }: RecipientOfCase) => state !== 'withdrawn';

/** The data of the Mission Report: the programme as a reminder, findings, and what supports them. */
export async function loadReport(context: ReadContext, input: ComposeInput): Promise<ReportData> {
  const { case: row } = input;
  const changedAt = row.fields['findingsChangedAt'];
  const asked = (await recipientsOf(context, row.ownerId, row.id)).filter(sent);
  const people = await personNames(
    context,
    asked.map(({ answeredBy }) => answeredBy),
  );
  const of = (kind: string) => asked.filter((one) => one.kind === kind);
  return {
    ...(await loadMission(context, input)),
    changedAt: typeof changedAt === 'string' ? changedAt : null,
    programme: await approvedProgramme(context, input),
    kept: await keptEvidence(context, input),
    findings: await findingsOf(context, input),
    questionnaires: of('questionnaire').map((one) => ({
      ...{ reference: one.reference, organisation: one.organisation, state: one.state },
      ...{ answeredAt: one.answeredAt, comment: one.comment },
      answeredBy: one.answeredBy === null ? null : (people.get(one.answeredBy) ?? null),
      questions: one.fields['questions'] as readonly Question[],
      answers: (one.answer?.['answers'] ?? []) as readonly QuestionAnswer[],
    })),
    accessGiven: of('access').map((one) => ({
      ...{ reference: one.reference, item: one.subject, organisation: one.organisation },
      ...{ state: one.state, comment: one.comment },
      where: typeof one.answer?.['where'] === 'string' ? one.answer['where'] : null,
    })),
  };
}

async function approvedProgramme(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<ReportData['programme']> {
  const { rows } = await context.client.query<{ reference: string; version: string; at: Date }>({
    name: 'report-programme',
    text: `select reference, edition || '.' || lpad(revision::text, 2, '0') as version, updated_at as at from deliverable
      where owner_id = $1 and case_id = $2 and type = 'mission-programme' and state in ('approved', 'distributed') order by id desc limit 1`,
    values: [row.ownerId, row.id],
  });
  const [found] = rows;
  if (found === undefined) return null;
  const approvedAt = row.fields['programmeApprovedAt'];
  const at = typeof approvedAt === 'string' ? approvedAt : found.at.toISOString();
  return { reference: found.reference, version: found.version, at: at.slice(0, 10) };
}

/** Files that were handed over for the mission and are still kept. */
async function keptEvidence(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<KeptEvidence[]> {
  const { rows } = await context.client.query<KeptEvidence>({
    name: 'report-evidence',
    text: `select e.reference, e.title, o.name as organisation, e.sha256 from evidence e join organisation o on o.id = e.contributor_id
      where e.owner_id = $1 and e.case_id = $2 and e.state <> 'destroyed' order by e.id`,
    values: [row.ownerId, row.id],
  });
  return rows;
}
