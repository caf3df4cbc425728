import type { EvidenceView } from '#work/evidence/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { NobodyThere } from '../mark/absence.tsx';
import type { Titles } from '../mark/party.tsx';

export interface UnderWayProps {
  readonly one: Pick<EvidenceView, 'underWay'>;
  readonly titles: Titles;
}

/** To whom a piece of evidence was handed over that has not received it, and that nobody is there to do so. */
export function UnderWay({ one: { underWay }, titles }: UnderWayProps) {
  const { t, formats } = useTexts();
  if (underWay === null) return null;
  const organisation = titles[underWay.to] ?? t('organisation.unknown');
  return (
    <>
      <span>{t('evidence.under-way', { organisation, since: formats.dayOf(underWay.since) })}</span>{' '}
      {underWay.away !== null && <NobodyThere {...underWay.away} />}
    </>
  );
}
