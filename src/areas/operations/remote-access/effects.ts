import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { ActInput, HandOffPayload, RecordActInput, RegisterModule } from '#work/catalogue.ts';
import {
  closeExamination,
  examinationModule,
  openExamination,
} from '#work/editions/examination-module.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { openAbnormalOf, type RemoteAccessFacts, rulesFor } from './facts.ts';
import { clause } from './fields.ts';
import { abnormalAccesses, remoteAccessChecks, remoteAccessReviews } from './registers.ts';

type Input = ActInput<RemoteAccessFacts>;

/** The task that asks for the account to be taken away on the systems. */
export const removalTask = 'remove-access';
/** The task that asks the response team to look into an abnormal access. */
export const incidentTask = 'look-into-access';

export const checksModule = examinationModule(remoteAccessChecks);

/** The rules in force for this kind of request, each to be checked. */
async function listRules(context: WriteContext, { case: row, form }: Input) {
  const round = Number(row.fields['round'] ?? 0) + 1;
  const kind = form['kind'] ?? row.fields['kind'];
  const rules = await rulesFor(context, row.ownerId, kind);
  await openExamination(context, checksModule, row, round, rules);
  return { round };
}

async function keepReview(context: WriteContext, { case: row, form }: Input, result: string) {
  const now = context.now.toISOString();
  const { reviewedFrom, reviewedTo, records, observations } = form;
  await insertRecord(
    context,
    { register: remoteAccessReviews },
    {
      ownerId: row.ownerId,
      caseId: row.id,
      label: row.label,
      tlp: row.tlp,
      computed: true,
      fields: {
        ...{ reviewedFrom, reviewedTo, records, observations, result },
        reviewedAt: now,
        reviewer: context.principal.personId,
      },
    },
  );
  return { lastReviewedAt: now };
}

/** An incident that nobody has a case for yet: the response team looks into it, and says what it was. */
async function askResponseTeam(context: WriteContext, { id, ownerId, fields }: RecordActInput) {
  if (ownerId === null) return;
  await insertTasks(context, [
    {
      ownerId,
      organisationId: ownerId,
      caseId: null,
      procedure: 'remote-access',
      task: incidentTask,
      role: 'isirt',
      required: false,
      subject: String(fields['name']),
      subjectKind: 'abnormal-accesses',
      subjectId: id,
      form: { finding: { kind: 'text', required: true, multiline: true } },
      clause: clause('e'),
      dueAt: addDuration(context.now.toISOString(), 'P1D'),
    },
  ]);
}

export const abnormalModule: RegisterModule = {
  register: abnormalAccesses,
  effects: { 'ask-response-team': askResponseTeam },
};

/** What is reported with the access needs no judgement of its own any more. */
async function reportRecords(context: WriteContext, { case: row }: Input): Promise<void> {
  for (const id of await openAbnormalOf(context, row)) {
    const found = await findRecord(context, abnormalAccesses, id, { lock: true });
    const act = { action: 'report-with-access', comment: null, fields: {}, actor: systemActor };
    await actOnRecord(context, abnormalModule, found, act);
  }
}

/** What was provided is taken away again by a person, who says so; what never was needs nobody. */
async function askForRemoval(context: WriteContext, { case: row }: Input): Promise<void> {
  if (row.fields['provisionedAt'] == null) return;
  await insertTasks(context, [
    {
      ownerId: row.ownerId,
      organisationId: row.ownerId,
      caseId: null,
      procedure: 'remote-access',
      task: removalTask,
      role: 'remote-access-administrator',
      required: false,
      subject: `${row.reference} ${String(row.fields['account'])}`,
      subjectKind: 'cases',
      subjectId: row.id,
      form: { removal: { kind: 'text', required: true, multiline: true } },
      clause: clause('d'),
      dueAt: addDuration(context.now.toISOString(), 'P1D'),
    },
  ]);
}

export const remoteAccessEffects = {
  'list-rules': listRules,
  'close-round': (context: WriteContext, { facts }: Input) =>
    closeExamination(context, checksModule, facts.checks),
  'keep-provision': async (context: WriteContext) => ({
    provisionedAt: context.now.toISOString(),
  }),
  'keep-review': (context: WriteContext, input: Input) => keepReview(context, input, 'normal'),
  'keep-abnormal-review': (context: WriteContext, input: Input) =>
    keepReview(context, input, 'abnormal'),
  'report-records': reportRecords,
  'ask-for-removal': askForRemoval,
};

export const remoteAccessPayloads = {
  /** What was seen, for the response team to judge (H33). */
  'abnormal-access': async (_context: WriteContext, input: Input): Promise<HandOffPayload[]> => {
    const { case: row, form } = input;
    const { account, user } = row.fields;
    const said = [form['abnormality'], form['observations']].map(String);
    return [
      {
        title: `${row.reference} ${row.title}`,
        fields: { description: said.join('\n\n'), account, user },
      },
    ];
  },
};
