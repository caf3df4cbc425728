import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput } from '#work/catalogue.ts';
import { noticeOfCase, notify, notifyRoles } from '#work/notifications/notify.ts';
import { withdrawTasks } from '#work/tasks/withdraw-tasks.ts';
import { informPeople, peopleAsked } from './asking.ts';
import { digestOf, type EarlyWarningFacts, proposedOf } from './facts.ts';
import { affectedByWarning, sourcesOf, triageOfWarning } from './impact.ts';
import { concludeRecommendations, handOverRecommendations } from './recommendation-states.ts';
import { namedPoints, proposePriority } from './ssvc.ts';
import { answerTask, informParties } from './telling.ts';

type Input = ActInput<EarlyWarningFacts>;

const nothingProposed = { proposedPriority: null, priorityTable: null };

/** The warning it is merged into must be one of the same organisation, and still count. */
async function checkTwin(context: WriteContext, { case: warning, form }: Input): Promise<void> {
  const { rows } = await context.client.query({
    name: 'early-warning-twin',
    text: `select 1 from procedure_case where owner_id = $1 and id = $2 and procedure = 'early-warning' and state <> 'duplicate'`,
    values: [warning.ownerId, form['duplicateOf']],
  });
  if (rows.length > 0) return;
  throw invalidInput([
    {
      path: '/fields/duplicateOf',
      code: 'reference',
      message: 'There is no such early warning in this organisation.',
    },
  ]);
}

async function fillInImpact(
  context: WriteContext,
  { case: { ownerId, fields }, form }: Input,
): Promise<Record<string, unknown>> {
  const warning = { ownerId, fields: { ...fields, ...form } };
  const impact = await affectedByWarning(context, warning);
  const triage = await triageOfWarning(context, warning, impact.assets);
  const points = namedPoints(triage.triage);
  return {
    affectedCount: impact.assets.length,
    affectedWithoutFixCount: impact.withoutFix.length,
    unknownCount: impact.unknown.length,
    ...points,
    ...(proposePriority({ ...points }) ?? nothingProposed),
    knownExploited: triage.knownExploited,
    kevDueDate: triage.kevDueDate,
    epss: triage.epss,
    cvssScore: triage.cvssScore,
  };
}

export const earlyWarningEffects = {
  'check-twin': checkTwin,
  'fill-in-impact': fillInImpact,
  'keep-source': async (_context: WriteContext, { case: { fields }, form }: Input) => ({
    sources: [
      ...sourcesOf(fields).filter(({ advisory }) => advisory !== form['sourceAdvisory']),
      { advisory: form['sourceAdvisory'], revision: form['sourceRevision'] ?? '' },
    ],
  }),
  /** The person who judges may correct the decision points: the proposal is the table's answer to them as corrected. */
  'propose-priority': async (
    _context: WriteContext,
    { case: warning, form }: Input,
  ): Promise<Record<string, unknown>> => ({
    ...(proposePriority({ ...warning.fields, ...form }) ?? nothingProposed),
  }),
  'freeze-recommendations': async (_context: WriteContext, { facts }: Input) => ({
    submitted: proposedOf(facts).map((one) => ({
      recommendation: one.id,
      digest: digestOf(one),
      kind: one.kind,
      title: one.title,
      text: one.text,
      urgency: one.urgency,
    })),
    suitable: null,
    adequate: null,
    rational: null,
  }),
  'hand-over-recommendations': (context: WriteContext, { case: warning, facts }: Input) =>
    handOverRecommendations(context, warning, proposedOf(facts)),
  'inform-parties': async (context: WriteContext, { case: warning }: Input) => {
    await informParties(context, warning);
    await informPeople(context, warning);
  },
  'conclude-recommendations': (context: WriteContext, { case: warning }: Input) =>
    concludeRecommendations(context, warning),
  /** Relevant parties are told when the warning ends (R-EW-8). */
  'tell-the-end': async (context: WriteContext, { case: warning, to }: Input) => {
    if (to !== 'closed') return;
    await notifyRoles(context, { ...warning, state: to }, ['informed-party'], 'action:close');
    const ended = noticeOfCase({ ...warning, state: to });
    const people = await peopleAsked(context, warning);
    if (people.length > 0) {
      notify(context, { ...ended, kind: 'case', about: 'close', roles: [], people });
    }
    await withdrawTasks(context, {
      ownerId: warning.ownerId,
      subjectId: warning.id,
      task: answerTask,
    });
  },
};
