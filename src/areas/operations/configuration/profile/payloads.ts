import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { assetsInScope } from '../queries/assets-in-scope.ts';
import { type ProfileFacts, versionOf } from './facts.ts';

type Input = ActInput<ProfileFacts>;

/** What a change request says in its reason at most; the case has the rest. */
const maxItemsTold = 60;

/** The change that carries a version out on the assets of its class (H26). A later attempt is another hand-off, so it is numbered. */
async function changeRequest(
  context: WriteContext,
  { case: row, facts }: Input,
): Promise<HandOffPayload[]> {
  const { profile } = facts;
  if (profile === null) return [];
  const assets = await assetsInScope(context, row.ownerId, profile);
  const contexts = await assetContexts(context, row.ownerId, assets);
  const services = new Set(contexts.flatMap((one) => one.services.map(({ id }) => id)));
  const { items } = await versionOf(context, row);
  const { number, changeNote, changeAttempts } = row.fields;
  const attempt = Number(changeAttempts ?? 1);
  const told = items
    .slice(0, maxItemsTold)
    .map((one) => `${one.code}: ${one.title}\n  ${one.referenceMethod}`);
  const reason = [
    `${row.reference}: ${profile.name} ${String(number)}${attempt > 1 ? ` (${attempt})` : ''}`,
    ...(typeof changeNote === 'string' ? [changeNote] : []),
    ...told,
    ...(items.length > maxItemsTold ? [`… ${items.length - maxItemsTold}`] : []),
  ].join('\n');
  return [
    {
      title: row.title,
      fields: {
        origin: 'configuration',
        reason: reason.slice(0, 20_000),
        assets,
        services: [...services].sort(),
        priority: row.fields['origin'] === 'early-warning' ? 'high' : 'normal',
      },
    },
  ];
}

export const configurationPayloads = { 'change-request': changeRequest };
