import type { StateKind } from '../api/definition-index.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Mark } from '../mark/state-mark.tsx';
import { evidenceOwner } from './evidence-queries.ts';

const kinds: { readonly [state: string]: StateKind } = {
  held: 'active',
  'destruction-proposed': 'waiting',
  returned: 'achieved',
  destroyed: 'not-achieved',
};

/** Where a piece of evidence is in its life. */
export function EvidenceState({ state }: { state: string }) {
  const { names } = useTexts();
  return <Mark kind={kinds[state] ?? 'active'} word={names.state(evidenceOwner, state)} />;
}
