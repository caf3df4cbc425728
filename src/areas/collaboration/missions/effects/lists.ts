import type { WriteContext } from '#kernel/command/context.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { recordOfCase, recordsOfCase, writeList } from '../case-record.ts';
import { faultsOfQuestions, type Question } from '../questionnaire/contract.ts';
import {
  missionAccess,
  missionContacts,
  missionControls,
  missionInputs,
  missionInterviews,
  missionObjectives,
  missionQuestions,
} from '../registers.ts';

type Values = Readonly<Record<string, unknown>>;

const rowsOf = ({ form }: ActInput, name: string): readonly Values[] => {
  const rows = form[name];
  return Array.isArray(rows) ? (rows as Values[]) : [];
};

const numbered = (rows: readonly Values[]): Values[] =>
  rows.map((row, index) => ({ ...row, number: index + 1 }));

const byNumber = (fields: Values): string => String(fields['number']);

/** Empty what a row leaves out, so that a field that was emptied is empty. */
const whole = (row: Values, names: readonly string[]): Values => ({
  ...Object.fromEntries(names.map((name) => [name, null])),
  ...row,
});

const changed = (context: WriteContext) => ({ programmeChangedAt: context.now.toISOString() });

/** LISO's priorities, in their order; those given before stand first (R-FFM-8 i, R-FFM-16). */
async function keepPriorities(context: WriteContext, input: ActInput) {
  const { case: row } = input;
  const module = { register: missionInputs };
  const present = (await recordsOfCase(context, module, row))
    .filter((one) => one['kind'] === 'priority')
    .map(({ title, detail, rank }): Values => ({ kind: 'priority', title, detail, rank }));
  const added = rowsOf(input, 'priorities').map((one, index) => ({
    kind: 'priority',
    title: one['priority'],
    detail: one['reason'] ?? null,
    rank: present.length + index + 1,
    happenedAt: context.now.toISOString(),
  }));
  const seen = new Map([...present, ...added].map((one) => [String(one['title']), one]));
  await writeList(context, module, row, {
    rows: [...seen.values()],
    keyOf: (fields) =>
      fields['kind'] === 'priority' ? String(fields['title']) : `? ${fields['source']}`,
    keeps: (fields) => fields['kind'] !== 'priority',
  });
}

async function writeObjectives(context: WriteContext, input: ActInput) {
  await writeList(context, { register: missionObjectives }, input.case, {
    rows: numbered(rowsOf(input, 'objectives')).map((one) => whole(one, ['detail'])),
    keyOf: byNumber,
  });
  return changed(context);
}

/** The name of a control in the catalogue, as documents and lists print it. */
async function controlNames(context: WriteContext, ids: readonly string[]) {
  const { rows } = await context.client.query<{ id: string; name: string; position: number }>({
    name: 'mission-control-names',
    text: `select id, number || ' ' || title as name, position from control where id = any ($1::uuid[])`,
    values: [ids],
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** @throws 422 for a control that is chosen twice, or is none */
async function writeControls(context: WriteContext, input: ActInput) {
  const rows = rowsOf(input, 'controls');
  const ids = rows.map(({ control }) => String(control));
  const names = await controlNames(context, ids);
  const faults = ids.flatMap((id, at): Fault[] => {
    const path = `/fields/controls/${at}/control`;
    if (!names.has(id)) return [{ path, code: 'unknown', message: 'No control of the catalogue.' }];
    return ids.indexOf(id) === at
      ? []
      : [{ path, code: 'chosen-twice', message: 'This control is chosen above already.' }];
  });
  if (faults.length > 0) throw invalidInput(faults);
  await writeList(context, { register: missionControls }, input.case, {
    rows: rows.map((one) => {
      const { name, position } = names.get(String(one['control'])) ?? { name: '', position: 1 };
      return { ...whole(one, ['basis']), name: name.slice(0, 300), position };
    }),
    keyOf: (fields) => String(fields['control']),
  });
  return changed(context);
}

/** An administration reads its own contacts, to correct what they are expected to spend. */
async function writeContacts(context: WriteContext, input: ActInput) {
  await writeList(context, { register: missionContacts }, input.case, {
    rows: rowsOf(input, 'contacts').map((one) => whole(one, ['thirdParty'])),
    keyOf: (fields) => `${fields['organisation']} ${fields['name']}`,
    readers: (fields) => [String(fields['organisation'])],
  });
  return changed(context);
}

/** @throws 422 naming each question that cannot be asked as it is */
async function writeQuestions(context: WriteContext, input: ActInput) {
  const rows = rowsOf(input, 'questions');
  const questions = rows as unknown as readonly Question[];
  const faults = faultsOfQuestions(questions).map(({ number, code }) => ({
    path: `/fields/questions/${questions.findLastIndex((one) => one.number === number)}/${fieldOf(code)}`,
    code,
    message: `Question ${number}: ${code.replaceAll('-', ' ')}.`,
  }));
  if (faults.length > 0) throw invalidInput(faults);
  const optional = ['options', 'required', 'help', 'unit', 'dependsOn', 'dependsOnAnswer'];
  await writeList(context, { register: missionQuestions }, input.case, {
    rows: rows.map((one) => ({
      ...whole(one, optional),
      addressee: one['addressee'] ?? 'administration',
    })),
    keyOf: byNumber,
  });
  return changed(context);
}

function fieldOf(code: string): string {
  if (code === 'number-twice') return 'number';
  return code === 'options-missing' ? 'options' : 'dependsOn';
}

async function writeAccess(context: WriteContext, input: ActInput) {
  await writeList(context, { register: missionAccess }, input.case, {
    rows: numbered(rowsOf(input, 'access')).map((one) => whole(one, ['detail', 'organisation'])),
    keyOf: byNumber,
    keeps: (fields) => typeof fields['askedAt'] === 'string',
  });
  return changed(context);
}

/** @throws 422 for an interviewee who is of another organisation than is said */
async function writeInterviews(context: WriteContext, input: ActInput) {
  const rows = rowsOf(input, 'interviews');
  await refuseStrangers(context, rows);
  await writeList(context, { register: missionInterviews }, input.case, {
    rows: numbered(rows).map((one) => whole(one, ['person', 'plannedAt', 'place'])),
    keyOf: byNumber,
    keeps: (fields) => typeof fields['invitedAt'] === 'string',
    readers: (fields) => [String(fields['organisation'])],
  });
  return changed(context);
}

async function refuseStrangers(
  context: WriteContext,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const named = rows.map(({ person }) => person).filter((one) => typeof one === 'string');
  const found = await context.client.query<{ id: string; of: string }>({
    name: 'mission-interviewees',
    text: 'select id, organisation_id as of from person where id = any ($1::uuid[])',
    values: [named],
  });
  const of = new Map(found.rows.map((one) => [one.id, one.of]));
  const faults = rows.flatMap(({ person, organisation }, at): Fault[] =>
    typeof person !== 'string' || of.get(person) === organisation
      ? []
      : [
          {
            path: `/fields/interviews/${at}/person`,
            code: 'other-organisation',
            message: 'This person belongs to another organisation than the one that is named.',
          },
        ],
  );
  if (faults.length > 0) throw invalidInput(faults);
}

/** An administration says what its own contact will really spend; the estimate stays beside it (R-FFM-27). @throws 404 for others' contacts */
async function correctWorkload(context: WriteContext, { case: row, form }: ActInput) {
  const module = { register: missionContacts };
  const own = { ...context, scope: { organisations: ownOrganisations(context, row) } };
  const found = await recordOfCase(own, module, row, form['contact']);
  await updateRecord(context, module, found, {
    version: null,
    computed: true,
    fields: {
      correctedHours: form['hours'],
      correctionReason: form['reason'],
      correctedBy: context.principal.personId,
      correctedAt: context.now.toISOString(),
    },
  });
  // What is still to be approved must show it; what was approved stands.
  return row.state === 'collecting' ? {} : changed(context);
}

/** Whoever acts for an administration reaches only what was shared with it, though the case's owner is in the scope by now. */
function ownOrganisations(context: WriteContext, row: CaseRow): string[] {
  const { organisationId } = context.principal;
  return organisationId === null || organisationId === row.ownerId
    ? [row.ownerId]
    : [organisationId];
}

export const listEffects = {
  'keep-priorities': keepPriorities,
  'write-objectives': writeObjectives,
  'write-controls': writeControls,
  'write-contacts': writeContacts,
  'write-questions': writeQuestions,
  'write-access': writeAccess,
  'write-interviews': writeInterviews,
  'correct-workload': correctWorkload,
};
