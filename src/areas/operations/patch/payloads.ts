import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { type PatchFacts, targetsOf } from './facts.ts';

type Input = ActInput<PatchFacts>;

/** The change that installs the patch on the assets that still need it (H27). A later attempt is another hand-off, so it is numbered. */
async function changeRequest(
  context: WriteContext,
  { case: row }: Input,
): Promise<HandOffPayload[]> {
  const targets = await targetsOf(context, row);
  const assets = targets.filter(({ state }) => state === 'in-change').map(({ asset }) => asset);
  const contexts = await assetContexts(context, row.ownerId, assets);
  const services = new Set(contexts.flatMap((one) => one.services.map(({ id }) => id)));
  const { requirement, package: name, fixedVersion, priority, dueBy, changeAttempts } = row.fields;
  const attempt = Number(changeAttempts ?? 1);
  const what = [name, fixedVersion].filter((part) => typeof part === 'string').join(' ');
  const reason = [
    `${row.reference}: ${String(requirement)}`,
    what === '' ? '' : `\n${what}`,
    attempt > 1 ? `\n(${attempt})` : '',
  ].join('');
  return [
    {
      title: row.title,
      fields: {
        origin: 'patch',
        reason,
        assets,
        services: [...services].sort(),
        priority,
        dueBy,
      },
    },
  ];
}

export const patchPayloads = { 'change-request': changeRequest };
