import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordChange, RegisterModule } from '#work/catalogue.ts';
import { ruleFor } from './queries/rule-for.ts';
import {
  dataCategories,
  dataFlows,
  dataInventory,
  handlingRules,
  monitoredInterfaces,
} from './registers.ts';

const isEmpty = (value: unknown) => typeof value !== 'string' || value.trim() === '';

/** A rule on conditions says which; one that forbids or allows everything has none. */
export const handlingRulesModule: RegisterModule = {
  register: handlingRules,
  changed: async (_context, { after }) => {
    if (after === null || after['permission'] !== 'on-conditions') return;
    if (!isEmpty(after['conditions'])) return;
    const message = 'Say on which conditions.';
    throw invalidInput([{ path: '/fields/conditions', code: 'required', message }]);
  },
};

async function classificationOf(context: WriteContext, ownerId: string | null, data: unknown) {
  const { rows } = await context.client.query<{ classification: string }>({
    name: 'classification-of-data',
    text: 'select classification from data_holding where owner_id = $1 and id = $2',
    values: [ownerId, data],
  });
  return rows[0]?.classification ?? null;
}

/** A flow that the rule for sharing forbids is refused with the rule named, unless somebody says why it is there; then it names the rule. */
async function holdAgainstRule(context: WriteContext, change: RecordChange): Promise<void> {
  const { after, ownerId, id } = change;
  if (after === null || ownerId === null) return;
  const classification = await classificationOf(context, ownerId, after['data']);
  const leaves = after['scope'] !== 'within-sector';
  const rule = leaves ? await ruleFor(context, ownerId, classification, 'share') : null;
  const broken = rule?.permission === 'forbidden' ? rule : null;
  if (broken !== null && isEmpty(after['exceptionReason'])) {
    const message = `The rule “${broken.rule}” forbids it: say why the flow is there all the same, or leave it.`;
    throw invalidInput([{ path: '/fields/exceptionReason', code: 'handling-rule', message }]);
  }
  if ((after['contradicts'] ?? null) === (broken?.id ?? null)) return;
  await context.client.query({
    name: 'data-flow-contradicts',
    text: 'update data_flow set contradicts = $3 where owner_id = $1 and id = $2',
    values: [ownerId, id, broken?.id ?? null],
  });
}

export const dataFlowsModule: RegisterModule = { register: dataFlows, changed: holdAgainstRule };

export const plainRegisters: readonly RegisterModule[] = [
  { register: dataCategories },
  { register: dataInventory },
  { register: monitoredInterfaces },
];
