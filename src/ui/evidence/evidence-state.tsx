import type { EvidenceView } from '#work/evidence/contract.ts';
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

/** Where a piece of evidence is in its life; while its bytes are in quarantine or wait for the scanner, that. */
export function EvidenceState({ one }: { one: Pick<EvidenceView, 'state' | 'scan'> }) {
  const { t, names } = useTexts();
  if (one.state !== 'destroyed') {
    if (one.scan === 'infected')
      return <Mark kind="not-achieved" word={t('evidence.quarantine')} />;
    if (one.scan === 'waiting' && one.state === 'held') {
      return <Mark kind="waiting" word={t('evidence.unscanned')} />;
    }
  }
  return <Mark kind={kinds[one.state] ?? 'active'} word={names.state(evidenceOwner, one.state)} />;
}
