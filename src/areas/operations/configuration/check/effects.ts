import { latestChange } from '#areas/operations/change/queries/latest-change.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput } from '#work/catalogue.ts';
import { type ConfigurationCheckFacts, shortfalls } from './facts.ts';
import { canBeChecked, listItems } from './list-items.ts';
import { judgeStatus } from './statuses.ts';

type Input = ActInput<ConfigurationCheckFacts>;

/** What was found is counted, and stands in the status of the asset; since when an item fails is kept with it. */
async function keepJudgement(context: WriteContext, { case: row, to, facts }: Input) {
  const { results } = facts;
  const count = (...standings: string[]) =>
    results.filter(({ standing }) => standings.includes(standing)).length;
  const lookedAt = context.now.toISOString();
  await context.client.query({
    name: 'configuration-failing-since',
    text: `update configuration_result set looked_at = coalesce(looked_at, $3),
        failing_since = case when standing = any ('{fails,undetermined}') then coalesce(failing_since, $3) end
      where owner_id = $1 and case_id = $2 and current`,
    values: [row.ownerId, row.id, context.now],
  });
  const failing = count('fails');
  const undetermined = count('undetermined', 'open');
  await judgeStatus(context, row, {
    compliance: to === 'compliant' ? 'compliant' : 'non-compliant',
    ...{ failing, undetermined, lookedAt },
    ends: to === 'compliant',
  });
  return {
    lookedAt,
    passed: count('complies'),
    failed: failing,
    undetermined,
    notApplicable: results.filter(({ result }) => result === 'not-applicable').length,
    failingItems: shortfalls(results).map(({ code }) => code),
    exceptedUntil: null,
  };
}

export const configurationCheckEffects = {
  'list-items': (context: WriteContext, { case: row }: Input) => listItems(context, row),
  'keep-judgement': keepJudgement,
  'count-attempt': async (_context: WriteContext, { case: row }: Input) => ({
    changeAttempts: Number(row.fields['changeAttempts'] ?? 0) + 1,
  }),
  /** A change that was carried out is no proof: the asset is looked at anew, against the version that is in force now. */
  'look-again-after-change': async (context: WriteContext, { case: row, to }: Input) => {
    if (to !== 'scheduled' || !(await canBeChecked(context, row))) return {};
    const change = await latestChange(context, row);
    return { ...(await listItems(context, row)), notBefore: change?.implementedAt ?? null };
  },
  'keep-exception': async (context: WriteContext, { case: row, facts }: Input) => {
    await judgeStatus(context, row, { compliance: 'excepted', ends: false });
    return { exceptedUntil: facts.exceptionUntil };
  },
  'forget-exception': async (context: WriteContext, { case: row }: Input) => {
    await judgeStatus(context, row, { compliance: 'non-compliant', ends: false });
    return { exceptedUntil: null };
  },
  'close-status': (context: WriteContext, { case: row }: Input) =>
    judgeStatus(context, row, {
      compliance: row.state === 'non-compliant' ? 'non-compliant' : 'not-checked',
      ends: true,
    }),
  'let-go': (context: WriteContext, { case: row }: Input) =>
    judgeStatus(context, row, { compliance: 'let-go', ends: true }),
};
