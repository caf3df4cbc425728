import type { Language } from '#documents/model.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow, RegisterModule } from '#work/catalogue.ts';
import type { ComposeInput } from '#work/deliverables/definition.ts';
import { viewOf } from '#work/registers/register-sql.ts';
import { scopeOf } from '../../scope.ts';
import { recordsOfCase } from '../case-record.ts';
import {
  missionAccess,
  missionContacts,
  missionControls,
  missionInterviews,
  missionObjectives,
  missionQuestions,
} from '../registers.ts';

type Text = string | null;

export interface MissionControl {
  readonly name: string;
  readonly whatToDocument: string;
  readonly rationale: string;
  readonly basis: readonly string[];
}

export interface MissionContact {
  readonly name: string;
  readonly contactRole: string;
  readonly organisation: string;
  readonly thirdParty: Text;
  readonly hours: number;
  readonly correctedHours: number | null;
  readonly correctionReason: Text;
}

export interface MissionAccessItem {
  readonly kind: string;
  readonly item: string;
  readonly detail: Text;
  /** Null: each administration. */
  readonly organisation: Text;
  readonly provider: string;
  readonly dueOn: string;
}

export interface MissionInterview {
  readonly number: number;
  readonly interviewee: string;
  readonly organisation: string;
  readonly topics: string;
  readonly plannedAt: Text;
  readonly place: Text;
  readonly heldAt: Text;
  readonly attendees: Text;
  readonly minutes: Text;
  readonly confirmedAt: Text;
  readonly correction: Text;
  readonly droppedBecause: Text;
}

export interface MissionQuestion {
  readonly number: number;
  readonly section: string;
  readonly question: string;
  readonly kind: string;
  readonly options: Text;
  readonly addressee: string;
  readonly dependsOn: number | null;
  readonly dependsOnAnswer: Text;
}

/** What both documents say of a mission, as JSON. */
export interface MissionData {
  /** The last change of what is printed; a guard compares it with the case. */
  readonly changedAt: Text;
  readonly reference: string;
  readonly title: string;
  readonly description: string;
  readonly missionKind: string;
  readonly targets: readonly string[];
  readonly openedAt: string;
  readonly startsOn: Text;
  readonly endsOn: Text;
  readonly communities: readonly string[];
  readonly threads: readonly string[];
  readonly memberStates: readonly string[];
  readonly administrations: readonly string[];
  readonly objectives: readonly { readonly objective: string; readonly detail: Text }[];
  readonly controls: readonly MissionControl[];
  readonly contacts: readonly MissionContact[];
  readonly access: readonly MissionAccessItem[];
  readonly interviews: readonly MissionInterview[];
  readonly questions: readonly MissionQuestion[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Names of organisations by id. */
export async function organisationNames(
  context: Pick<ReadContext, 'client'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'mission-organisation-names',
    text: 'select id, name from organisation where id = any ($1::uuid[])',
    values: [ids],
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
const textOf = (value: unknown): Text => (typeof value === 'string' ? value : null);

/** The scope in words, in the document's language. */
async function scopeNames(context: ReadContext, row: CaseRow, language: Language) {
  const scope = scopeOf(row.fields);
  const named = language === 'en' ? 'name' : `coalesce(name_${language}, name)`;
  const read = async (table: string, ids: readonly string[], name = 'name') => {
    const { rows } = await context.client.query<{ name: string }>({
      text: `select ${name} as name from ${table} where id = any ($1::uuid[]) order by 1`,
      values: [ids],
    });
    return rows.map((one) => one.name);
  };
  return {
    communities: await read('user_community', scope.communities),
    threads: await read('business_thread', scope.threads, named),
    memberStates: await read('membership', scope.memberStates),
  };
}

/** Fields of all records of a register of the mission, absent ones as null. */
async function fieldsOf(
  context: ReadContext,
  register: RegisterModule['register'],
  row: CaseRow,
): Promise<Fields[]> {
  const records = await recordsOfCase(context, { register }, row);
  const empty = Object.fromEntries(Object.keys(register.fields).map((name) => [name, null]));
  return records.map((record) => ({ ...empty, ...viewOf(register, record).fields }));
}

const by = (name: string) => (a: Fields, b: Fields) => Number(a[name]) - Number(b[name]);

/** What the registers hold of a mission: the Mission Programme prints it, and the report reminds of it. */
export async function loadMission(
  context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<Omit<MissionData, 'changedAt'>> {
  const objectives = (await fieldsOf(context, missionObjectives, row)).sort(by('number'));
  const controls = (await fieldsOf(context, missionControls, row)).sort(by('position'));
  const contacts = await fieldsOf(context, missionContacts, row);
  const access = (await fieldsOf(context, missionAccess, row)).sort(by('number'));
  const interviews = (await fieldsOf(context, missionInterviews, row)).sort(by('number'));
  const questions = (await fieldsOf(context, missionQuestions, row)).sort(by('number'));
  const administrations = listOf(row.fields['administrations']);
  const names = await organisationNames(context, [
    ...administrations,
    ...[...contacts, ...access, ...interviews]
      .flatMap(({ organisation }) => organisation ?? [])
      .map(String),
  ]);
  const named = <T extends Fields>(one: T) => ({
    ...one,
    organisation:
      one['organisation'] === null ? null : (names.get(String(one['organisation'])) ?? '–'),
  });
  return {
    reference: row.reference,
    title: row.title,
    description: String(row.fields['description'] ?? ''),
    missionKind: String(row.fields['missionKind'] ?? 'planned'),
    targets: listOf(row.fields['targets']),
    openedAt: row.openedAt,
    startsOn: textOf(row.fields['startsOn']),
    endsOn: textOf(row.fields['endsOn']),
    ...(await scopeNames(context, row, language)),
    administrations: administrations.map((one) => names.get(one) ?? '–').sort(),
    objectives: objectives as unknown as MissionData['objectives'],
    controls: controls.map((one) => ({
      ...one,
      basis: listOf(one['basis']),
    })) as unknown as MissionControl[],
    contacts: contacts
      .map(named)
      .sort((a, b) =>
        `${a.organisation}${a['name']}`.localeCompare(`${b.organisation}${b['name']}`),
      ) as unknown as MissionContact[],
    access: access.map(named) as unknown as MissionAccessItem[],
    interviews: interviews.map(named) as unknown as MissionInterview[],
    questions: questions as unknown as MissionQuestion[],
  };
}

/** The data of the Mission Programme. */
export async function loadProgramme(
  context: ReadContext,
  input: ComposeInput,
): Promise<MissionData> {
  const changedAt = textOf(input.case.fields['programmeChangedAt']);
  return { changedAt, ...(await loadMission(context, input)) };
}
