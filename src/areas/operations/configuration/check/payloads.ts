import { assetContexts } from '#areas/assets/queries/asset-context.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { type CheckedItem, type ConfigurationCheckFacts, shortfalls } from './facts.ts';

type Input = ActInput<ConfigurationCheckFacts>;

const priorities: Readonly<Record<string, string>> = {
  strategic: 'immediate',
  critical: 'high',
  important: 'normal',
};

function told(
  { code, title, result, expected, observed }: CheckedItem,
  method: string | undefined,
): string {
  const value = expected === null ? '' : ` (${observed ?? '?'} → ${expected})`;
  return `${code}: ${title}: ${result}${value}${method === undefined ? '' : `\n  ${method}`}`;
}

async function methodsOf(
  context: WriteContext,
  ownerId: string,
  items: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await context.client.query<{ id: string; method: string }>({
    name: 'configuration-methods',
    text: `select id, reference_method as method from configuration_item where owner_id = $1 and id = any ($2::uuid[])`,
    values: [ownerId, items],
  });
  return new Map(rows.map(({ id, method }) => [id, method]));
}

/** The change that mends what does not comply on the asset (H29); a later attempt is another hand-off, so it is numbered. */
async function changeRequest(
  context: WriteContext,
  { case: row, facts }: Input,
): Promise<HandOffPayload[]> {
  const asset = String(row.fields['asset']);
  const [about] = await assetContexts(context, row.ownerId, [asset]);
  const failing = shortfalls(facts.results);
  const methods = await methodsOf(
    context,
    row.ownerId,
    failing.map(({ item }) => item),
  );
  const attempt = Number(row.fields['changeAttempts'] ?? 1);
  const reason = [
    `${row.reference}: ${about?.name ?? ''}${attempt > 1 ? ` (${attempt})` : ''}`,
    ...failing.map((one) => told(one, methods.get(one.item))),
  ].join('\n');
  return [
    {
      title: row.title,
      fields: {
        origin: 'configuration',
        reason: reason.slice(0, 20_000),
        assets: [asset],
        services: (about?.services ?? []).map(({ id }) => id).sort(),
        priority: priorities[facts.importance ?? ''] ?? 'low',
      },
    },
  ];
}

export const configurationCheckPayloads = { 'change-request': changeRequest };
