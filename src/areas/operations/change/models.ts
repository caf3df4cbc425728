import { defineRegister } from '#engine/define.ts';
import type { Fields } from '#engine/fields.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow, RegisterModule } from '#work/catalogue.ts';
import { editionFields, editionLifeCycle } from '#work/editions/edition-life.ts';
import { editionModule } from '#work/editions/edition-module.ts';
import { clause, requiredPlan } from './fields.ts';

/** What a model says: what it is for, the five parts of the plan, and the tests that showed it to work. */
const wording: Fields = {
  title: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
  scope: { kind: 'text', required: true, multiline: true, max: 5000 },
  ...requiredPlan,
  labEvidence: { kind: 'text', required: true, multiline: true, clause: clause('c') },
  onsiteEvidence: { kind: 'text', required: true, multiline: true, clause: clause('c') },
};

/**
 * Models of standard changes, authorised beforehand by operations management, never by who wrote them: each with the plan that its changes carry
 * and the evidence of its tests. They hold in editions.
 */
const changeModels = defineRegister({
  id: 'change-models',
  table: 'change_model',
  area: 'operations',
  clause: clause('d'),
  class: 'tenant',
  title: 'title',
  fields: { ...editionFields, ...wording },
  lifeCycle: editionLifeCycle({
    clause: clause('d'),
    authors: ['change-manager'],
    approvers: ['operations-management'],
    content: wording,
  }),
  access: { read: ['any-member'], create: ['change-manager'], update: [], delete: [] },
  unique: [['code', 'edition']],
  defaultSort: 'code',
  retention: 'P10Y',
});

export const changeModelsModule: RegisterModule = editionModule(changeModels);

/** The plan of the edition that a standard change names, while it is in force; null when it is not, or when none is named. */
export async function planOfModel(
  context: Pick<ReadContext, 'client' | 'now'>,
  { ownerId, fields }: Pick<CaseRow, 'ownerId' | 'fields'>,
): Promise<Readonly<Record<string, string>> | null> {
  if (typeof fields['model'] !== 'string') return null;
  const { rows } = await context.client.query<Record<string, string>>({
    name: 'change-model-in-force',
    text: `select impact_scope as "impactScope", operations_process as "operationsProcess", effectiveness_check as "effectivenessCheck",
        rollback_process as "rollbackProcess", continuity_plan as "continuityPlan"
      from change_model where owner_id = $1 and id = $2 and state = any ('{approved,superseded}')
        and valid_from <= $3 and (valid_to is null or valid_to > $3)`,
    values: [ownerId, fields['model'], context.now.toISOString().slice(0, 10)],
  });
  return rows[0] ?? null;
}
