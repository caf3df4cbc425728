import type { WriteContext } from '#kernel/command/context.ts';
import { type Fault, invalidInput } from '#kernel/errors/app-error.ts';
import type { RecordChange } from '#work/catalogue.ts';
import { keepOwnLog } from './change-log.ts';

/** What a line of a contract stands under: a framework contract under nothing. */
const above: Readonly<Record<string, string | null>> = {
  'framework-contract': null,
  'specific-contract': 'framework-contract',
  'work-package': 'specific-contract',
  deliverable: 'work-package',
};

const fault = (field: string, code: string, message: string): Fault => ({
  path: `/fields/${field}`,
  code,
  message,
});

/**
 * Framework contract, specific contract, work package, deliverable: each line under one of the kind above it, of the same organisation.
 * @throws 422
 */
export async function checkContractLine(
  context: WriteContext,
  change: RecordChange,
): Promise<void> {
  const { after } = change;
  if (after !== null) {
    const { kind, parentId, validFrom, validTo } = after;
    if (typeof validFrom === 'string' && typeof validTo === 'string' && validTo < validFrom) {
      throw invalidInput([fault('validTo', 'order', 'The end lies before the beginning.')]);
    }
    if (parentId !== undefined && parentId !== null) {
      await checkPlace(context, change, String(kind), String(parentId));
    }
  }
  await keepOwnLog(context, change);
}

async function checkPlace(
  context: WriteContext,
  change: RecordChange,
  kind: string,
  parentId: string,
): Promise<void> {
  const { rows } = await context.client.query<{ kind: string }>({
    name: 'contract-line-above',
    text: 'select kind from contract where owner_id = $1 and id = $2',
    values: [change.ownerId, parentId],
  });
  const wanted = above[kind] ?? null;
  if (wanted !== null && rows[0]?.kind === wanted) return;
  throw invalidInput([
    fault(
      'parentId',
      'level',
      wanted === null
        ? 'A framework contract stands under no other line.'
        : `Such a line stands under one of the kind ${wanted}.`,
    ),
  ]);
}
