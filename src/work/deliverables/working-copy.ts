import type { Accepted } from '#engine/decision.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import type { LoadedCase } from '#work/cases/load-case.ts';
import type { CaseRow, Catalogue } from '#work/catalogue.ts';
import type { DeliverableModule } from './definition.ts';
import type {
  DeliverableRow,
  HistoryEntryRow,
  LoadedDeliverable,
  RecipientRow,
} from './load-deliverable.ts';

/** A deliverable while an action changes it: effects write here, and everything is saved once at the end. */
export interface WorkingCopy {
  row: DeliverableRow;
  history: readonly HistoryEntryRow[];
  recipients: readonly RecipientRow[];
  /** Voids approvals: what they were bound to is to change. */
  voidApprovals: boolean;
  /** Keeps comment and form out of the trail and its event: they stand with the record, and `told` has their hash. */
  quiet?: boolean;
  /** What the trail says beside the action. */
  readonly told: Record<string, unknown>;
}

/** What an effect works on: the action as decided, and the copy that it changes. */
export interface EffectInput {
  readonly context: WriteContext;
  readonly catalogue: Catalogue;
  readonly module: DeliverableModule;
  readonly loaded: LoadedDeliverable;
  /** Null for a recipient, who sees the deliverable and not its case. */
  readonly loadedCase: LoadedCase | null;
  readonly working: WorkingCopy;
  readonly decision: Accepted;
  readonly action: string;
  readonly comment: string | null;
}

export type Effect = (input: EffectInput) => Promise<void>;

/** A text of the form, or null. */
export function formText(input: Pick<EffectInput, 'decision'>, name: string): string | null {
  const value = input.decision.form[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** The case that the deliverable belongs to. @throws 404 for whoever sees the deliverable only. */
export function caseOf(input: Pick<EffectInput, 'loadedCase'>): CaseRow {
  if (input.loadedCase === null) throw notFound('case');
  return input.loadedCase.row;
}
