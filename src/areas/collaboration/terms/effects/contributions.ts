import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { ActInput, CaseRow, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord, updateRecord } from '#work/registers/write-record.ts';
import { recipientsOf } from '#work/requests/recipients.ts';
import type { TermsFacts } from '../facts.ts';
import { commentsModule } from '../record-effects.ts';
import { clauseAssessments, expertContributions, termsPlans } from '../registers.ts';
import { clauseNamed, wordingOf } from './clauses.ts';
import { contractorsOfCase, partiesOfCase, shareWith } from './sharing.ts';

type Input = ActInput<TermsFacts>;

/** Writes a record of the case and shows it to organisations. */
async function keep(
  context: WriteContext,
  module: RegisterModule,
  row: CaseRow,
  fields: Readonly<Record<string, unknown>>,
  organisations: readonly string[],
): Promise<void> {
  const { register } = module;
  const made = await insertRecord(context, module, {
    ownerId: row.ownerId,
    caseId: row.id,
    label: row.label,
    tlp: row.tlp,
    computed: true,
    fields,
  });
  await shareWith(context, register, row, made.id, organisations);
}

const organisationOf = (context: WriteContext, row: CaseRow): string =>
  context.principal.organisationId ?? row.ownerId;

/** Who sees what one party contributes: itself, the contractor, and the central body as owner. */
async function circle(context: WriteContext, row: CaseRow, party: string): Promise<string[]> {
  return [party, ...(await contractorsOfCase(context, row))];
}

const say =
  (kind: 'comment' | 'objection') =>
  async (context: WriteContext, { case: row, form, comment }: Input): Promise<void> => {
    const organisation = organisationOf(context, row);
    const about = form['termsClause'];
    const named = typeof about === 'string' ? await clauseNamed(context, row, about) : null;
    const fields = {
      clauseNumber: named === null ? '–' : String(named['number']),
      ...(named === null ? {} : { termsClause: named.id }),
      organisation,
      kind,
      revision: Number(row.fields['textRevision'] ?? 0),
      text: kind === 'comment' ? form['text'] : comment,
      by: context.principal.personId,
    };
    await keep(context, commentsModule, row, fields, await circle(context, row, organisation));
  };

async function keepAnswer(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const { register } = commentsModule;
  const found = await findRecord(context, register, String(form['answered']), { lock: true });
  if (found['case_id'] !== row.id) throw notFound('comment');
  await actOnRecord(context, commentsModule, found, {
    action: 'answer-for-contractor',
    comment: null,
    fields: { answer: form['answer'] },
    actor: systemActor,
  });
}

/** One assessment for each clause, side and organisation, for the clause as it reads now: a later one takes its place. */
async function keepAssessment(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const organisation = organisationOf(context, row);
  const named = await clauseNamed(context, row, form['termsClause']);
  const fields = {
    clauseNumber: String(named['number']),
    termsClause: named.id,
    against: form['against'],
    organisation,
    status: form['status'],
    statement: form['statement'] ?? null,
    at: context.now.toISOString(),
    revision: Number(row.fields['textRevision'] ?? 0),
    wording: wordingOf(named),
    outdated: false,
  };
  const module = { register: clauseAssessments };
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-assessment-before',
    text: `select id from clause_assessment where owner_id = $1 and "terms_clause" = $2 and "against" = $3
      and ("organisation" = $4 or $3 <> 'administration')`,
    values: [row.ownerId, named.id, fields.against, organisation],
  });
  const [before] = rows;
  if (before !== undefined) {
    const found = await findRecord(context, clauseAssessments, before.id, { lock: true });
    await updateRecord(context, module, found, { fields, version: null, computed: true });
    return;
  }
  const seenBy =
    fields.against === 'administration'
      ? await circle(context, row, organisation)
      : await partiesOfCase(context, row);
  await keep(context, module, row, fields, seenBy);
}

async function keepContribution(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const { subject, contribution, concerns, expert } = form;
  if (typeof concerns === 'string') await clauseNamed(context, row, concerns);
  const fields = {
    ...{ subject, contribution, concerns: concerns ?? null, expert: expert ?? null },
    by: context.principal.personId,
    at: context.now.toISOString(),
  };
  const organisations = await contractorsOfCase(context, row);
  await keep(context, { register: expertContributions }, row, fields, organisations);
}

function planOf(given: Readonly<Record<string, unknown>>) {
  if (String(given['planFrom']) > String(given['planTo'])) {
    throw invalidInput([
      {
        path: '/fields/planTo',
        code: 'out-of-range',
        message: 'The plan is valid until a day after it begins.',
      },
    ]);
  }
  return {
    title: given['planTitle'],
    edition: given['planEdition'],
    validFrom: given['planFrom'],
    validTo: given['planTo'],
    place: given['planPlace'],
  };
}

/** Plans that administrations gave in answer to the request, each kept once and shown to nobody but its giver and the contractor. */
async function takePlans(context: WriteContext, { case: row }: Input): Promise<void> {
  const answered = (await recipientsOf(context, row.ownerId, row.id, 'plans')).filter(
    ({ state, answer }) => state === 'done' && answer !== null,
  );
  const { rows } = await context.client.query<{ answers: string }>({
    name: 'terms-plans-kept',
    text: 'select "answers" as answers from terms_plan where owner_id = $1 and case_id = $2 and "answers" is not null',
    values: [row.ownerId, row.id],
  });
  const kept = new Set(rows.map(({ answers }) => answers));
  for (const one of answered.filter(({ recipientId }) => !kept.has(recipientId))) {
    const fields = {
      ...planOf(one.answer ?? {}),
      domain: 'local',
      organisation: one.organisationId,
      plan: one.fields['plan'],
      answers: one.recipientId,
      at: context.now.toISOString(),
    };
    const seenBy = await circle(context, row, one.organisationId);
    await keep(context, { register: termsPlans }, row, fields, seenBy);
  }
}

async function keepCommonPlan(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const fields = {
    ...planOf(form),
    domain: 'common',
    organisation: organisationOf(context, row),
    plan: form['plan'],
    at: context.now.toISOString(),
  };
  const seenBy = await partiesOfCase(context, row);
  await keep(context, { register: termsPlans }, row, fields, seenBy);
}

export const contributionEffects = {
  'keep-comment': say('comment'),
  'keep-objection': say('objection'),
  'keep-answer': keepAnswer,
  'keep-assessment': keepAssessment,
  'keep-contribution': keepContribution,
  'take-plans': takePlans,
  'keep-common-plan': keepCommonPlan,
  'keep-common-waiver': async (_: WriteContext, { comment }: Input) => ({
    commonPlansWaived: comment,
  }),
};
