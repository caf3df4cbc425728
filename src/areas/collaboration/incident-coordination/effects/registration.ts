import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { notifyRoles } from '#work/notifications/notify.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import type { IncidentFacts } from '../facts.ts';
import { assignedAtOnce, manager } from '../fields.ts';
import { partiesInRole } from './parties.ts';

type Input = ActInput<IncidentFacts>;

/** Application Management takes the incident over from the Service Desk. */
export const takeOverTask = 'take-over-incident';
const annex12 = 'Security Plan §6.2, AD2 Annex 12';

/** AD2 Annex 12: Application Management gets the incident; Service Desk, Application Management and the security manager are told. */
async function assign(context: WriteContext, row: CaseRow, because: 'category' | 'two-hours') {
  const contractors = await partiesInRole(context, row, 'application-management');
  await insertTasks(
    context,
    contractors.map((organisationId) => ({
      ownerId: row.ownerId,
      organisationId,
      caseId: row.id,
      procedure: row.procedure,
      task: takeOverTask,
      role: 'application-management',
      required: false,
      subject: `${row.reference} ${row.title}`,
      subjectKind: 'case',
      subjectId: row.id,
      clause: annex12,
      dueAt: null,
    })),
  );
  await notifyRoles(
    context,
    row,
    ['service-desk', 'application-management', manager],
    'action:assign-to-application-management',
  );
  return {
    assignedTo: 'application-management',
    assignedAt: context.now.toISOString(),
    assignedBecause: because,
  };
}

async function assignByCategory(context: WriteContext, { case: row, form }: Input) {
  const atOnce = assignedAtOnce.some((one) => one === form['category']);
  if (!atOnce || row.fields['assignedTo'] !== undefined) return {};
  return assign(context, row, 'category');
}

export const registrationEffects = {
  'keep-reception': async (context: WriteContext) => ({ receivedAt: context.now.toISOString() }),
  'keep-registration': async (context: WriteContext, input: Input) => ({
    registeredAt: context.now.toISOString(),
    ...(await assignByCategory(context, input)),
  }),
  'assign-by-category': assignByCategory,
  'keep-solution': async (context: WriteContext) => ({ solvedAt: context.now.toISOString() }),
  'assign-after-two-hours': (context: WriteContext, { case: row }: Input) =>
    assign(context, row, 'two-hours'),
};
