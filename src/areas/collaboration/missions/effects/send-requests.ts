import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { type RegisterRow, viewOf } from '#work/registers/register-sql.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import type { RequestDraft } from '#work/requests/draft.ts';
import { type RecipientOfCase, recipientsOf } from '#work/requests/recipients.ts';
import { sendRequest } from '#work/requests/send-request.ts';
import { asContractor } from '../as-contractor.ts';
import { recordsOfCase } from '../case-record.ts';
import { questionFields } from '../fields.ts';
import { factFindingMission } from '../procedure.ts';
import type { Question } from '../questionnaire/contract.ts';
import {
  missionAccess,
  missionContacts,
  missionInterviews,
  missionQuestions,
} from '../registers.ts';
import { askedByTerms } from './asked-by-terms.ts';

/** Whom the mission asks: administrations by their national project managers, third parties by their contacts. */
interface Addressee {
  readonly organisationId: string;
  readonly role: 'npm' | 'third-party-contact';
}

type AskedQuestion = Question & { readonly addressee: string };

/** The end of a day, unless it has passed. */
function endOf(context: WriteContext, day: unknown): string | null {
  if (typeof day !== 'string') return null;
  const end = `${day}T23:59:59.000Z`;
  return end > context.now.toISOString() ? end : null;
}

/** Administrations of the mission, and the third parties that its contacts name. */
export async function addresseesOf(context: WriteContext, row: CaseRow): Promise<Addressee[]> {
  const named = row.fields['administrations'];
  const administrations = Array.isArray(named) ? named.map(String) : [];
  const contacts = await recordsOfCase(context, { register: missionContacts }, row);
  const thirdParties = contacts
    .filter((one) => one['third_party'] !== null)
    .map((one) => String(one['organisation']))
    .filter((id) => !administrations.includes(id));
  return [
    ...administrations.map((organisationId) => ({ organisationId, role: 'npm' as const })),
    ...[...new Set(thirdParties)].map((organisationId) => ({
      organisationId,
      role: 'third-party-contact' as const,
    })),
  ];
}

/** Each addressee is sent the questions that it was not sent before; those with the same questions get them in one request. */
async function sendQuestionnaires(
  context: WriteContext,
  row: CaseRow,
  addressees: readonly Addressee[],
): Promise<void> {
  const records = await recordsOfCase(context, { register: missionQuestions }, row);
  const questions = records
    .map((one) => viewOf(missionQuestions, one).fields as unknown as AskedQuestion)
    .sort((a, b) => a.number - b.number);
  const before = await recipientsOf(context, row.ownerId, row.id, 'questionnaire');
  const groups = Map.groupBy(addressees, (one) => {
    const asked = askedBefore(before, one.organisationId);
    const kind = one.role === 'npm' ? 'administration' : 'third-party';
    return questions
      .filter(({ number, addressee }) => !asked.has(number) && [kind, 'both'].includes(addressee))
      .map(({ number }) => number)
      .join(',');
  });
  const sender = await asContractor(context, row);
  for (const [key, recipients] of groups) {
    if (key === '') continue;
    const numbers = new Set(key.split(',').map(Number));
    await sendRequest(sender, factFindingMission, row, {
      ...heading(row, 'questionnaire'),
      dueAt: endOf(context, row.fields['endsOn']),
      fields: {
        questions: questions
          .filter(({ number }) => numbers.has(number))
          .map((one) => frozen(one, numbers)),
      },
      recipients: await askedByTerms(sender, row, 'questionnaire', recipients),
    });
  }
}

function askedBefore(before: readonly RecipientOfCase[], organisationId: string): Set<number> {
  const asked = before.filter(
    (one) => one.organisationId === organisationId && one.state !== 'withdrawn',
  );
  return new Set(
    asked.flatMap(({ fields }) =>
      (fields['questions'] as readonly Question[]).map(({ number }) => number),
    ),
  );
}

/** The question as it is sent; a condition on a question that went out earlier cannot be checked here, so the question is simply asked. */
function frozen(question: AskedQuestion, numbers: ReadonlySet<number>): Record<string, unknown> {
  const known = Object.keys(questionFields);
  const holds = numbers.has(question.dependsOn ?? question.number);
  return Object.fromEntries(
    Object.entries(question).filter(
      ([name, value]) =>
        known.includes(name) && value !== null && (holds || !name.startsWith('dependsOn')),
    ),
  );
}

function heading(
  row: CaseRow,
  kind: string,
): Pick<RequestDraft, 'kind' | 'subject' | 'text' | 'urgency'> {
  return {
    kind,
    subject: row.title,
    text: String(row.fields['description'] ?? row.title),
    urgency: 'normal',
  };
}

async function sendAccess(context: WriteContext, row: CaseRow, addressees: readonly Addressee[]) {
  const module = { register: missionAccess };
  const sender = await asContractor(context, row);
  for (const record of await unsent(context, row, module.register, 'asked_at')) {
    const { organisation, item, detail, kind, provider, dueOn } = viewOf(
      module.register,
      record,
    ).fields;
    const recipients = addressees.filter(({ organisationId, role }) =>
      organisation === undefined ? role === 'npm' : organisationId === organisation,
    );
    if (recipients.length === 0) continue;
    await sendRequest(sender, factFindingMission, row, {
      ...heading(row, 'access'),
      subject: String(item),
      text: String(detail ?? item),
      dueAt: endOf(context, dueOn),
      fields: { kind, provider },
      recipients: await askedByTerms(sender, row, 'other', recipients),
    });
    const fields = { askedAt: context.now.toISOString() };
    await updateRecord(context, module, record, { version: null, computed: true, fields });
  }
}

async function sendInvitations(
  context: WriteContext,
  row: CaseRow,
  addressees: readonly Addressee[],
) {
  const module = { register: missionInterviews };
  const sender = await asContractor(context, row);
  for (const record of await unsent(context, row, module.register, 'invited_at')) {
    const { organisation, interviewee, topics, plannedAt, place } = viewOf(
      module.register,
      record,
    ).fields;
    const recipients = addressees.filter(({ organisationId }) => organisationId === organisation);
    if (recipients.length === 0) continue;
    await sendRequest(sender, factFindingMission, row, {
      ...heading(row, 'interview'),
      subject: String(interviewee),
      text: String(topics),
      fields: { interviewee, plannedAt, place },
      recipients: await askedByTerms(sender, row, 'interview-minutes', recipients),
    });
    const fields = { invitedAt: context.now.toISOString() };
    await updateRecord(context, module, record, { version: null, computed: true, fields });
  }
}

async function unsent(
  context: WriteContext,
  row: CaseRow,
  register: typeof missionAccess | typeof missionInterviews,
  column: string,
): Promise<RegisterRow[]> {
  const records = await recordsOfCase(context, { register }, row);
  return records.filter((record) => record[column] === null);
}

/** What the approval of the programme starts: questionnaires, requests for access, invitations to interviews (SM-FFM). */
export async function sendRequests(
  context: WriteContext,
  { case: row }: ActInput,
): Promise<Record<string, unknown>> {
  const addressees = await addresseesOf(context, row);
  await sendQuestionnaires(context, row, addressees);
  await sendAccess(context, row, addressees);
  await sendInvitations(context, row, addressees);
  return {
    programmeApprovedAt: context.now.toISOString(),
    programmes: Number(row.fields['programmes'] ?? 0) + 1,
  };
}
