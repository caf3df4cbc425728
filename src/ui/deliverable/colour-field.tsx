import { TextInput } from '@mantine/core';
import classes from './house-style.module.css';

interface ColourFieldProps {
  readonly label: string;
  readonly help: string;
  /** #rrggbb, or what is typed of it. */
  readonly value: string;
  readonly readOnly: boolean;
  readonly onChange: (value: string) => void;
}

/** A colour as a swatch that opens the browser's own picker, and as text for who knows the figure. */
export function ColourField({ label, help, value, readOnly, onChange }: ColourFieldProps) {
  const known = /^#[0-9a-f]{6}$/i.test(value) ? value : '#ffffff';
  return (
    <TextInput
      label={label}
      description={help}
      maxLength={7}
      spellCheck={false}
      readOnly={readOnly}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={
        <input
          type="color"
          className={classes.swatch}
          aria-label={label}
          disabled={readOnly}
          value={known}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      }
    />
  );
}
