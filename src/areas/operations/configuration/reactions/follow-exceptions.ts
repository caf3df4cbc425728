import type { WriteContext } from '#kernel/command/context.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Catalogue, Reaction, ReactionEvent } from '#work/catalogue.ts';
import { configurationCheckFacts } from '../check/facts.ts';

/** An exception that ended, by its day or by a person: what it covered does not comply again. */
async function uncover(
  context: WriteContext,
  { ownerId, recordId }: ReactionEvent,
  catalogue: Catalogue,
): Promise<void> {
  const { rows } = await context.client.query<{ check: string }>({
    name: 'configuration-excepted-checks',
    text: `select s.open_check as check from configuration_exception e
        join configuration_status s on s.owner_id = e.owner_id and s.asset = e.asset and s.compliance = 'excepted'
      where e.owner_id = $1 and e.id = $2 and s.open_check is not null order by s.open_check`,
    values: [ownerId, recordId],
  });
  for (const { check } of rows) {
    const loaded = await loadCase(context, check, { lock: true });
    if (loaded.row.state !== 'excepted') continue;
    const { exceptionUntil } = await configurationCheckFacts(context, loaded.row);
    if (exceptionUntil !== null && exceptionUntil > context.now.toISOString()) continue;
    await performAction(context, catalogue, {
      ...{ loaded, actor: systemActor, action: 'exception-ends', comment: null, fields: {} },
    });
  }
}

export const uncoverOnExpiry: Reaction = {
  id: 'configuration-uncover-on-expiry',
  on: 'configuration-exceptions.expire',
  run: uncover,
};

export const uncoverOnRevocation: Reaction = {
  id: 'configuration-uncover-on-revocation',
  on: 'configuration-exceptions.revoke',
  run: uncover,
};
