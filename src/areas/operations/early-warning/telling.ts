import {
  centralBody,
  decideTellingForm,
  decideTellingTask,
} from '#areas/collaboration/terms/queries/decisions.ts';
import { governedByTerms } from '#areas/collaboration/terms/queries/governed.ts';
import { refuseForbidden } from '#areas/collaboration/terms/queries/permit.ts';
import { deadlinesByTerms } from '#areas/collaboration/terms/queries/rules-in-force.ts';
import {
  keepGround,
  settlementOf,
  tellingFunctions,
} from '#areas/collaboration/terms/queries/telling-life.ts';
import { levelsOf, type Weighed, weighByTerms } from '#areas/collaboration/terms/queries/weigh.ts';
import { addDuration } from '#engine/duration.ts';
import type { Fields } from '#engine/fields.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { clause } from './fields.ts';
import { named, type Party, relevantParties } from './parties.ts';
import { warningAnswers } from './registers.ts';
import { takeBack } from './take-back.ts';

/** What a relevant party answers: affected, not affected (with the reason), or not known yet. */
export const answerForm = {
  answer: { kind: 'choice', required: true, options: ['affected', 'not-affected', 'unknown'] },
  explanation: { kind: 'text', required: true, multiline: true },
} as const satisfies Fields;

/** The task of each informed organisation. */
export const answerTask = 'answer-warning';

/** Told that there is a warning which concerns it, and no more. */
export const maskedTask = 'ask-about-warning';

export const warningAnswersModule: RegisterModule = {
  register: warningAnswers,
  functions: tellingFunctions,
  effects: { 'keep-ground': keepGround, 'take-back': takeBack },
  tells: { kind: 'case', record: 'case', organisation: 'organisation', withdraw: 'withdraw' },
};

/** What the terms say of each; null where they have no say. */
type Said = ReadonlyMap<string, Weighed | null>;

async function said(context: WriteContext, warning: CaseRow, ids: readonly string[]) {
  const governed = await governedByTerms(context, warning.ownerId, ids);
  const weighed =
    governed.size === 0
      ? new Map<string, Weighed>()
      : await weighByTerms(context, warning, {
          ...{ ask: 'tell', event: 'early-warning', from: warning.ownerId, to: [...governed] },
          ...levelsOf(warning),
        });
  return new Map(ids.map((id) => [id, weighed.get(id) ?? null]));
}

/**
 * Tells the relevant parties. Between parties that terms bind, the clauses in force decide: whom they allow is told without asking, whom they
 * forbid is not, and the clause stands with it; where they are silent the LISO is asked. Others are told for their part in it. Whoever was told
 * before, or had it withdrawn, is left as he is.
 */
export async function informParties(context: WriteContext, warning: CaseRow): Promise<void> {
  const parties = await relevantParties(context, warning);
  await settle(context, warning, parties, { againAfterWithdrawal: false });
}

/**
 * Tells organisations that a person names; about one that no clause covers the LISO is asked, who need not see the warning for it.
 * @throws 409 `forbidden-by-terms` naming terms, version and clause; `decision-needed` where the LISO decided against it
 */
export async function tellNamed(
  context: WriteContext,
  warning: CaseRow,
  organisations: readonly string[],
): Promise<void> {
  const found = await said(context, warning, organisations);
  await refuseForbidden(
    context,
    new Map(
      [...found].flatMap(([id, one]) =>
        one === null || one.outcome === 'undecided' ? [] : [[id, one] as const],
      ),
    ),
  );
  const parties = await named(context, new Map(organisations.map((id) => [id, new Set<string>()])));
  await settle(context, warning, parties, { againAfterWithdrawal: true });
}

interface Known {
  readonly id: string;
  readonly organisation: string;
  readonly state: string;
}

async function knownOf(context: WriteContext, warning: CaseRow): Promise<Map<string, Known>> {
  const { rows } = await context.client.query<Known>({
    name: 'warning-informed',
    text: 'select id, organisation, state from warning_answer where owner_id = $1 and case_id = $2 order by id',
    values: [warning.ownerId, warning.id],
  });
  return new Map(rows.map((row) => [row.organisation, row]));
}

/** Organisations whose standing is not settled for good, weighed again: after the LISO decided, and when others are told. */
export async function weighAgain(context: WriteContext, warning: CaseRow): Promise<void> {
  const waiting = [...(await knownOf(context, warning)).values()]
    .filter(({ state }) => state === 'awaiting-decision' || state === 'held-back')
    .map(({ organisation }) => organisation);
  const parties = await named(context, new Map(waiting.map((id) => [id, new Set<string>()])));
  await settle(context, warning, parties, { againAfterWithdrawal: false });
}

async function settle(
  context: WriteContext,
  warning: CaseRow,
  parties: readonly Party[],
  options: { readonly againAfterWithdrawal: boolean },
): Promise<void> {
  const known = await knownOf(context, warning);
  const passed = options.againAfterWithdrawal ? ['told'] : ['told', 'withdrawn'];
  const open = parties.filter(
    ({ organisationId }) => !passed.includes(known.get(organisationId)?.state ?? ''),
  );
  if (open.length === 0) return;
  const decided = await said(
    context,
    warning,
    open.map(({ organisationId }) => organisationId),
  );
  const fresh: Party[] = [];
  for (const party of open) {
    const present = known.get(party.organisationId);
    const weighed = decided.get(party.organisationId) ?? null;
    const id =
      present === undefined || present.state === 'withdrawn'
        ? await write(context, warning, party)
        : present.id;
    const row = await findRecord(context, warningAnswers, id, { lock: true });
    const { state } = await actOnRecord(context, warningAnswersModule, row, {
      ...{ action: 'settle', comment: null, fields: settlementOf(weighed), actor: systemActor },
    });
    if (state !== present?.state) fresh.push(party);
  }
  await tell(context, warning, fresh, decided);
}

async function write(context: WriteContext, warning: CaseRow, party: Party): Promise<string> {
  const { organisationId, name, because } = party;
  const informedAt = context.now.toISOString();
  const made = await insertRecord(context, warningAnswersModule, {
    ...{ ownerId: warning.ownerId, caseId: warning.id, label: warning.label, tlp: warning.tlp },
    computed: true,
    fields: { organisation: organisationId, name, because, informedAt },
  });
  return made.id;
}

/** What follows for each: the case and a question, a hint that there is something, or a question to the LISO. */
async function tell(
  context: WriteContext,
  warning: CaseRow,
  parties: readonly Party[],
  decided: Said,
): Promise<void> {
  const having = (outcome: Weighed['outcome']) =>
    parties.filter(
      ({ organisationId }) => (decided.get(organisationId)?.outcome ?? 'allowed') === outcome,
    );
  await admit(context, warning, having('allowed'), decided);
  const base = { ownerId: warning.ownerId, procedure: warning.procedure, required: false };
  await insertTasks(
    context,
    having('masked').map(({ organisationId }) => ({
      ...{ ...base, organisationId, caseId: null, task: maskedTask, role: 'informed-party' },
      ...{ subject: warning.reference, clause: clause('e'), dueAt: null },
    })),
  );
  const undecided = having('undecided');
  const central = undecided.length === 0 ? null : await centralBody(context);
  if (central === null) return;
  await insertTasks(
    context,
    undecided.map(({ organisationId, name }) => ({
      ...{ ...base, organisationId: central, caseId: warning.id, task: decideTellingTask },
      ...{ role: 'liso', subject: `${warning.reference}: ${name}`, form: decideTellingForm },
      ...{ subjectKind: 'organisations', subjectId: organisationId },
      ...{ clause: 'Security Plan §3.3', dueAt: addDuration(context.now.toISOString(), 'P1D') },
    })),
  );
}

/**
 * Each becomes a party of the case, sees it at its label, and is asked whether it is affected. The task hangs on no case, so that no party reads
 * another's answer; the answer comes back into the owner's register.
 */
async function admit(
  context: WriteContext,
  warning: CaseRow,
  parties: readonly Party[],
  decided: Said,
): Promise<void> {
  for (const { organisationId } of parties) {
    const weighed = decided.get(organisationId) ?? null;
    const because =
      weighed === null
        ? ({ reason: 'party' } as const)
        : { reason: weighed.reason, detail: weighed.detail };
    await addParties(context, warning, [{ organisationId, role: 'informed-party' }], because);
  }
  const now = context.now.toISOString();
  const isUrgent = warning.fields['priority'] === 'immediate';
  const times = await deadlinesByTerms(context, {
    ...{ timedAct: 'acknowledgement', urgency: isUrgent ? 'urgent' : 'normal' },
    ...{ from: warning.ownerId, to: parties.map(({ organisationId }) => organisationId) },
  });
  await insertTasks(
    context,
    parties.map(({ organisationId }) => ({
      ownerId: warning.ownerId,
      organisationId,
      caseId: null,
      procedure: warning.procedure,
      task: answerTask,
      role: 'informed-party',
      required: false,
      subject: `${warning.reference} ${warning.title}`,
      subjectKind: 'case',
      subjectId: warning.id,
      form: answerForm,
      clause: clause('e'),
      // A clause on deadlines outweighs what the priority says.
      dueAt: addDuration(now, times.get(organisationId)?.within ?? (isUrgent ? 'P1D' : 'P5D')),
    })),
  );
}
