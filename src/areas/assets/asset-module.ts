import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import type { RecordActInput, RecordChange, RegisterModule } from '#work/catalogue.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { requireAxis } from './classification.ts';
import { assetFunctions } from './functions.ts';
import { syncEquipment } from './inventory/sync-equipment.ts';
import { assets } from './registers.ts';
import { assetValueOf, checkPeriodOf } from './valuation.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Written by an action only: the owner's valuation, and the record of the disposal. */
const neverByHand = ['confidentiality', 'integrity', 'availability', 'disposalRecord'];

/** May be named when the asset is entered; from then on they change by an action with its reasons. */
const onlyAtFirst = ['owner', 'classByItem', 'classByProcess'];

/** A change of one of these changes how an asset is threatened: its security is evaluated anew (R-XG-13). */
const workingEnvironment = ['exposure', 'environment', 'systemId'];

function nextCheck(context: WriteContext, fields: Fields): string {
  const period = checkPeriodOf(assetValueOf(fields)?.value ?? 1);
  return addDuration(context.now.toISOString(), period);
}

/** The register without its hook on equipment, for imports that bring many at once. */
export const assetModuleForBatches: RegisterModule = {
  register: assets,
  functions: assetFunctions,
  derive,
  effects: {
    'judge-classification': async (context: WriteContext, { ownerId, form }: RecordActInput) =>
      requireAxis(context, ownerId, form),
    'keep-ownership': async (context: WriteContext) => ({
      ownershipConfirmedAt: context.now.toISOString(),
      ownershipConfirmedBy: context.principal.personId,
    }),
    'plan-check': async (context: WriteContext, { form }: RecordActInput) => ({
      nextCheckAt: nextCheck(context, form),
    }),
    'keep-check': async (context: WriteContext, { fields }: RecordActInput) => ({
      lastCheckAt: context.now.toISOString(),
      nextCheckAt: nextCheck(context, fields),
    }),
  },
};

/** Assets: value and class follow from C, I and A; a new owner has yet to confirm; equipment is a component of itself. */
export const assetModule: RegisterModule = { ...assetModuleForBatches, changed };

function derive(fields: Fields): Record<string, unknown> {
  const worth = assetValueOf(fields);
  const isConfirmed = fields['owner'] === (fields['ownershipConfirmedBy'] ?? null);
  return {
    value: worth?.value ?? null,
    valueClass: worth?.valueClass ?? null,
    ...(isConfirmed ? {} : { ownershipConfirmedAt: null, ownershipConfirmedBy: null }),
  };
}

async function changed(context: WriteContext, change: RecordChange): Promise<void> {
  refuseByHand(change);
  const { id, ownerId, after } = change;
  if (ownerId === null || after === null) return;
  if (after['kind'] === 'equipment' && change.kind !== 'action') {
    await syncEquipment(context, ownerId, [{ ...equipmentOf(after), assetId: id }], 'manual');
  }
  await askForReview(context, change, ownerId);
}

/** @throws 409 `by-action` naming what an action of its own writes. */
function refuseByHand({ kind, before, after }: RecordChange): void {
  if (kind !== 'create' && kind !== 'update') return;
  const guarded = kind === 'create' ? neverByHand : [...neverByHand, ...onlyAtFirst];
  const touched = guarded.filter(
    (name) => (before?.[name] ?? null) !== (after?.[name] ?? null) && after !== null,
  );
  if (touched.length === 0) return;
  throw conflict(
    'by-action',
    `Classification, owner, valuation and disposal are written by their own actions, not by editing: ${touched.join(', ')}.`,
    { fields: touched },
  );
}

function equipmentOf(fields: Fields) {
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' && value.trim() !== '' ? value : null;
  };
  return {
    vendor: text('vendor'),
    product: text('product'),
    firmware: text('firmware'),
    cpe: text('cpe'),
  };
}

/** X.1052 §6.2: when a system or its working environment changed, evaluate its security and review the measures. */
async function askForReview(
  context: WriteContext,
  change: RecordChange,
  ownerId: string,
): Promise<void> {
  const { before, after } = change;
  if (change.kind !== 'update' || before === null || after === null) return;
  const touched = workingEnvironment.filter(
    (name) => (before[name] ?? null) !== (after[name] ?? null),
  );
  if (touched.length === 0 || typeof before['value'] !== 'number') return;
  await insertTasks(context, [
    {
      ownerId,
      organisationId: ownerId,
      caseId: null,
      procedure: null,
      task: 'review:security',
      role: 'security-manager',
      required: false,
      subject: String(after['name']),
      subjectKind: 'assets',
      subjectId: change.id,
      form: {
        conclusion: {
          kind: 'choice',
          required: true,
          options: ['measures-suffice', 'measures-to-update'],
        },
        evaluation: { kind: 'text', required: true, multiline: true },
      },
      clause: 'X.1052 §6.2',
      dueAt: addDuration(context.now.toISOString(), 'P14D'),
    },
  ]);
}
