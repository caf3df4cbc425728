import type { WriteContext } from '#kernel/command/context.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { viewOf } from '#work/registers/register-sql.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { type RecipientOfCase, recipientsOf } from '#work/requests/recipients.ts';
import { sendRequest } from '#work/requests/send-request.ts';
import { asContractor } from '../as-contractor.ts';
import { recordOfCase, recordsOfCase } from '../case-record.ts';
import { factFindingMission } from '../procedure.ts';
import {
  type FileAnswer,
  faultsOfAnswers,
  lineOfFile,
  linesOf,
  type Question,
  type QuestionAnswer,
  type QuestionFault,
} from '../questionnaire/contract.ts';
import { missionInterviews } from '../registers.ts';
import { sendRequests } from './send-requests.ts';

const interviews = { register: missionInterviews };

/**
 * The minutes go to the interviewee, or to his organisation when he does not sign in here, to be confirmed or corrected; corrected ones go again,
 * as the next version.
 */
async function keepMinutes(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  const found = await recordOfCase(context, interviews, row, form['interview']);
  const { fields } = viewOf(missionInterviews, found);
  const { heldAt, attendees, minutes } = form;
  const minutesVersion = Number(fields['minutesVersion'] ?? 0) + 1;
  await updateRecord(context, interviews, found, {
    version: null,
    computed: true,
    fields: {
      ...{ heldAt, attendees, minutes, minutesVersion, droppedBecause: null },
      ...{ confirmedAt: null, confirmedBy: null, correction: null },
    },
  });
  const named = row.fields['administrations'];
  const organisationId = String(fields['organisation']);
  const ofAdministration = Array.isArray(named) && named.includes(organisationId);
  await sendRequest(await asContractor(context, row), factFindingMission, row, {
    kind: 'minutes',
    subject: String(fields['interviewee']),
    text: String(minutes),
    urgency: 'normal',
    fields: {
      ...{ interview: fields['number'], interviewee: fields['interviewee'] },
      ...{ heldAt, attendees, minutesVersion },
    },
    recipients: [
      {
        organisationId,
        role: ofAdministration ? 'npm' : 'third-party-contact',
        personId: typeof fields['person'] === 'string' ? fields['person'] : null,
      },
    ],
  });
}

async function dropInterview(context: WriteContext, { case: row, form }: ActInput): Promise<void> {
  const found = await recordOfCase(context, interviews, row, form['interview']);
  const fields = { droppedBecause: form['reason'] };
  await updateRecord(context, interviews, found, { version: null, computed: true, fields });
}

/** An answer has come: a questionnaire is refused where it is not whole, confirmed minutes are marked so. @throws 422 naming each question */
async function takeAnswers(context: WriteContext, { case: row }: ActInput): Promise<void> {
  const recipients = await recipientsOf(context, row.ownerId, row.id);
  const done = recipients.filter(({ state }) => state === 'done');
  for (const one of done) {
    if (one.kind === 'questionnaire') refuseIncomplete(one, await filesGivenBy(context, row, one));
  }
  await confirmMinutes(
    context,
    row,
    done.filter(({ kind }) => kind === 'minutes'),
  );
}

/** Files that came in with an answer, each as the line that names it. */
async function filesGivenBy(
  context: WriteContext,
  row: CaseRow,
  { recipientId }: RecipientOfCase,
): Promise<ReadonlySet<string>> {
  const { rows } = await context.client.query<FileAnswer>({
    name: 'mission-files-of-answer',
    text: `select reference, file_name as "fileName" from evidence
      where owner_id = $1 and case_id = $2 and recipient_id = $3 and scan <> 'infected'`,
    values: [row.ownerId, row.id, recipientId],
  });
  return new Set(rows.map(lineOfFile));
}

function refuseIncomplete({ fields, answer }: RecipientOfCase, given: ReadonlySet<string>): void {
  const answers = (answer?.['answers'] ?? []) as readonly QuestionAnswer[];
  const questions = fields['questions'] as readonly Question[];
  const faults = [
    ...faultsOfAnswers(questions, answers),
    ...unknownFiles(questions, answers, given),
  ].map(
    ({ number, code }): Fault => ({
      path: `/fields/answers/${number}`,
      code,
      message: `Question ${number}: ${code.replaceAll('-', ' ')}.`,
    }),
  );
  if (faults.length > 0) throw invalidInput(faults);
}

/** Answers that name a file which did not come in with them. */
function unknownFiles(
  questions: readonly Question[],
  answers: readonly QuestionAnswer[],
  given: ReadonlySet<string>,
): QuestionFault[] {
  const asked = new Set(questions.filter(({ kind }) => kind === 'file').map((one) => one.number));
  return answers
    .filter(
      ({ number, value }) => asked.has(number) && !linesOf(value).every((one) => given.has(one)),
    )
    .map(({ number }) => ({ number, code: 'not-a-file' }));
}

async function confirmMinutes(
  context: WriteContext,
  row: CaseRow,
  answers: readonly RecipientOfCase[],
): Promise<void> {
  if (answers.length === 0) return;
  const records = await recordsOfCase(context, interviews, row);
  for (const { fields, answer, answeredAt, answeredBy } of answers) {
    const record = records.find(
      (one) =>
        one['number'] === fields['interview'] &&
        one['minutes_version'] === fields['minutesVersion'],
    );
    if (record === undefined || record['confirmed_at'] !== null || record['correction'] !== null)
      continue;
    const confirmed = answer?.['confirmed'] === 'confirmed';
    await updateRecord(context, interviews, record, {
      version: null,
      computed: true,
      fields: confirmed
        ? { confirmedAt: answeredAt, confirmedBy: answeredBy }
        : { correction: answer?.['correction'] ?? '–' },
    });
  }
}

export const collectionEffects = {
  'send-requests': sendRequests,
  'keep-minutes': keepMinutes,
  'drop-interview': dropInterview,
  'take-answers': takeAnswers,
};
