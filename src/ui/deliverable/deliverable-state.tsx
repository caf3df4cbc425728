import type { StateKind } from '../api/definition-index.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Mark } from '../mark/state-mark.tsx';

/** States of documents in the order of their life, of those for approval and those for information. */
export const deliverableStates = [
  'draft',
  'in-qc',
  'submitted-for-review',
  'in-revision',
  'submitted-for-approval',
  'approved',
  'issued',
  'distributed',
  'delivered',
  'acknowledged',
  'superseded',
  'withdrawn',
] as const;

const kinds: { readonly [state: string]: StateKind } = {
  draft: 'initial',
  approved: 'achieved',
  issued: 'achieved',
  distributed: 'achieved',
  delivered: 'achieved',
  acknowledged: 'achieved',
  superseded: 'not-achieved',
  withdrawn: 'not-achieved',
};

/** The state of a document: what is still being written and checked, what left the house, what holds no more. */
export function DeliverableState({ state }: { state: string }) {
  const { names } = useTexts();
  return (
    <Mark kind={kinds[state] ?? 'active'} word={names.state('register.deliverables', state)} />
  );
}
