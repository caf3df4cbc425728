import { checkDocument } from '#documents/check.ts';
import { canonicalJson, sha256Hex } from '#engine/canonical.ts';
import { refuseClassified } from '#kernel/command/eu-classified.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { themeOf } from '#work/house-style/house-style.ts';
import { composeCopy, dayOf, headOf } from './compose-model.ts';
import type { DeliverableRow, FrozenCopy } from './load-deliverable.ts';
import { caseOf, type Effect, type EffectInput, type WorkingCopy } from './working-copy.ts';

/** SHA-256, in lower-case hexadecimal, over the canonical JSON (RFC 8785) of a frozen copy. */
export function frozenHashOf(frozen: FrozenCopy): string {
  return sha256Hex(canonicalJson(frozen));
}

/** True when the stored copy is still the one that its hash names. */
export function isIntact(row: DeliverableRow): boolean {
  return row.frozen !== null && frozenHashOf(row.frozen) === row.frozenHash;
}

/** @throws 422 `eu-classified`, or with the place of each fault that keeps it from being printed. */
function keep(working: WorkingCopy, frozen: FrozenCopy): void {
  const text = canonicalJson(frozen);
  refuseClassified(text, '/sections');
  const faults = checkDocument(frozen.model).filter((fault) => fault.severity === 'error');
  if (faults.length > 0) {
    throw invalidInput(faults.map(({ path, code, message }) => ({ path, code, message })));
  }
  const frozenHash = sha256Hex(text);
  working.row = { ...working.row, frozen, frozenHash, renderings: {} };
  working.told['frozenHash'] = frozenHash;
}

async function freeze(input: EffectInput): Promise<void> {
  const { context, module, working } = input;
  keep(
    working,
    await composeCopy(context, module, {
      row: working.row,
      case: caseOf(input),
      history: working.history,
      recipients: working.recipients,
    }),
  );
}

/** The sections stay as quality control saw them; cover, history and house style follow the delivery. */
async function freezeAgain({ context, working }: EffectInput): Promise<void> {
  const { frozen } = working.row;
  if (frozen === null) throw new Error('nothing is frozen');
  const head = headOf(working.row, working.history, dayOf(context.now));
  const theme = await themeOf(context, working.row.ownerId);
  keep(working, { data: frozen.data, model: { ...frozen.model, ...head, theme } });
}

export const freezeEffects: Readonly<Record<string, Effect>> = {
  freeze,
  'freeze-again': freezeAgain,
  thaw: async ({ working }) => {
    working.row = {
      ...working.row,
      frozen: null,
      frozenHash: null,
      renderings: {},
      fields: { ...working.row.fields, returnedFrom: null, agreed: false },
    };
    working.voidApprovals = true;
  },
  'mark-returned-from-approval': async ({ working }) => {
    const fields = { ...working.row.fields, returnedFrom: 'approval' as const };
    working.row = { ...working.row, fields };
  },
  /** Rendering happens afterwards, in the worker, from the frozen copy. */
  release: async ({ context, working }) => {
    const { row } = working;
    working.row = { ...row, issuedAt: context.now.toISOString() };
    context.enqueue({
      kind: 'render-deliverable',
      payload: { ownerId: row.ownerId, deliverableId: row.id, frozenHash: row.frozenHash },
    });
  },
};
