import { SegmentedControl } from '@mantine/core';
import type { HouseStyle } from '#work/house-style/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './house-style.module.css';

type Font = HouseStyle['style']['font'];

export interface FontFieldProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly value: Font;
  readonly onChange: (font: Font) => void;
}

/** One of the families that the product ships: it embeds them, so that a document looks the same wherever it is read. */
export function FontField({ label, disabled, value, onChange }: FontFieldProps) {
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
        ]}
        value={value}
        onChange={(font) => onChange(font === 'serif' ? 'serif' : 'sans')}
      />
    </fieldset>
  );
}
