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

export interface MarkingProps {
  readonly label: (typeof labels)[number];
  readonly tlp: (typeof tlps)[number];
}

/** Label and TLP as one: they never part at the end of a line. */
export function Marking({ label, tlp }: MarkingProps) {
  return (
    <span className={classes.marking}>
      <LabelBadge label={label} />
      <TlpBadge tlp={tlp} />
    </span>
  );
}
