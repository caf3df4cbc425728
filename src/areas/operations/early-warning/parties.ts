import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import { subscribersOf } from '#areas/operations/advisories/queries/subscribers.ts';
import { addDuration } from '#engine/duration.ts';
import type { Fields } from '#engine/fields.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { clause } from './fields.ts';
import { affectedByWarning } from './impact.ts';
import { warningAnswers } from './registers.ts';

/** What a relevant party answers: affected, not affected (with the reason), or not known yet. */
export const answerForm = {
  answer: { kind: 'choice', required: true, options: ['affected', 'not-affected', 'unknown'] },
  explanation: { kind: 'text', required: true, multiline: true },
} as const satisfies Fields;

/** The task of each informed organisation. */
export const answerTask = 'answer-warning';

interface Party {
  readonly organisationId: string;
  readonly name: string;
  readonly because: readonly string[];
}

/** Organisations to tell: those of the assets' owners, parties of the services that the assets serve, subscribers; never the owner. */
async function relevantParties(context: WriteContext, warning: CaseRow): Promise<Party[]> {
  const { assets, unknown } = await affectedByWarning(context, warning);
  const contexts = await assetContexts(context, warning.ownerId, [...assets, ...unknown]);
  const reasons = new Map<string, Set<string>>();
  const add = (organisation: string, because: string) =>
    reasons.set(organisation, (reasons.get(organisation) ?? new Set()).add(because));
  const people: [person: string, because: string][] = [];
  for (const { owner, services } of contexts) {
    if (owner !== null) people.push([owner, 'asset-owner']);
    for (const service of services) {
      people.push([service.owner, 'service-owner']);
      for (const party of service.parties) add(party, 'service-party');
    }
  }
  const { advisory } = warning.fields;
  if (typeof advisory === 'string') {
    const subscribers = await subscribersOf(context, warning.ownerId, advisory);
    for (const { personId } of subscribers) people.push([personId, 'subscriber']);
  }
  const employers = await employersOf(context, [...new Set(people.map(([person]) => person))]);
  for (const [person, because] of people) {
    const organisation = employers.get(person);
    if (organisation !== undefined) add(organisation, because);
  }
  reasons.delete(warning.ownerId);
  return named(context, reasons);
}

async function employersOf(
  context: WriteContext,
  people: readonly string[],
): Promise<Map<string, string>> {
  if (people.length === 0) return new Map();
  const { rows } = await context.client.query<{ id: string; organisation: string }>({
    name: 'warning-employers',
    text: 'select id, organisation_id as organisation from person where id = any ($1::uuid[])',
    values: [people],
  });
  return new Map(rows.map(({ id, organisation }) => [id, organisation]));
}

async function named(
  context: WriteContext,
  reasons: ReadonlyMap<string, ReadonlySet<string>>,
): Promise<Party[]> {
  if (reasons.size === 0) return [];
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'warning-organisations',
    text: 'select id, name from organisation where id = any ($1::uuid[]) order by name, id',
    values: [[...reasons.keys()]],
  });
  return rows.map(({ id, name }) => ({
    organisationId: id,
    name,
    because: [...(reasons.get(id) ?? [])].sort(),
  }));
}

/**
 * Tells the relevant parties: each becomes a party of the case, sees it at its label, and is asked whether it is affected. The task hangs on
 * no case, so that no party reads another's answer; the answer comes back into the owner's register. A party told before is not asked again.
 */
export async function informParties(context: WriteContext, warning: CaseRow): Promise<void> {
  const parties = await relevantParties(context, warning);
  const { rows } = await context.client.query<{ organisation: string }>({
    name: 'warning-informed',
    text: 'select organisation from warning_answer where owner_id = $1 and case_id = $2',
    values: [warning.ownerId, warning.id],
  });
  const informed = new Set(rows.map(({ organisation }) => organisation));
  const fresh = parties.filter(({ organisationId }) => !informed.has(organisationId));
  if (fresh.length === 0) return;
  await addParties(
    context,
    warning,
    fresh.map(({ organisationId }) => ({ organisationId, role: 'informed-party' })),
  );
  const now = context.now.toISOString();
  for (const { organisationId, name, because } of fresh) {
    await insertRecord(
      context,
      { register: warningAnswers },
      {
        ownerId: warning.ownerId,
        caseId: warning.id,
        label: warning.label,
        tlp: warning.tlp,
        computed: true,
        fields: { organisation: organisationId, name, because, informedAt: now },
      },
    );
  }
  await insertTasks(
    context,
    fresh.map(({ organisationId }) => ({
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
      dueAt: addDuration(now, warning.fields['priority'] === 'immediate' ? 'P1D' : 'P5D'),
    })),
  );
}
