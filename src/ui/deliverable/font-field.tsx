import { SegmentedControl } from '@mantine/core';
import type { HouseStyle } from '#work/house-style/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './house-style.module.css';

type Font = HouseStyle['style']['font'];

export interface FontFieldProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly value: Font;
  /** The name of the organisation's own family; null: it has none. */
  readonly own: string | null;
  readonly onChange: (font: Font) => void;
}

/** One of the families that the product ships, or the organisation's own: embedded, so that a document looks the same wherever it is read. */
export function FontField({ label, disabled, value, own, onChange }: FontFieldProps) {
  const { t } = useTexts();
  return (
    <fieldset className={classes.field}>
      <legend>{label}</legend>
      <SegmentedControl
        aria-label={label}
        disabled={disabled}
        data={[
          { value: 'sans', label: t('house-style.font.sans') },
          { value: 'serif', label: t('house-style.font.serif') },
          ...(own === null ? [] : [{ value: 'own' as const, label: own }]),
        ]}
        value={value}
        onChange={onChange}
      />
    </fieldset>
  );
}
