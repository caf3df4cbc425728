import type { labels, tlps } from '#work/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './label-badge.module.css';

/** TLP 2.0 in the colours of its definition, always with its words. */
export function TlpBadge({ tlp }: { tlp: (typeof tlps)[number] }) {
  return (
    <span className={classes.tlp} data-tlp={tlp}>
      TLP:{tlp}
    </span>
  );
}

/** Information label. */
export function LabelBadge({ label }: { label: (typeof labels)[number] }) {
  const { t } = useTexts();
  return <span className={classes.label}>{t(`label.${label}`)}</span>;
}
