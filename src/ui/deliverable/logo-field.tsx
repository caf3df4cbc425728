import { Button, FileButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { HouseStyleInput } from '#work/house-style/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './house-style.module.css';

type Logo = NonNullable<HouseStyleInput['logo']>;

interface LogoFieldProps {
  readonly logo: Logo | null;
  readonly disabled: boolean;
  readonly onChange: (logo: Logo | null) => void;
}

/** 200 kB, as the server takes it. */
const mostBytes = 200_000;

/** The logo of the cover: a PNG, and what it shows in words for those who do not see it. */
export function LogoField({ logo, disabled, onChange }: LogoFieldProps) {
  const { t } = useTexts();
  const [fault, setFault] = useState<string | null>(null);
  const take = async (file: File | null) => {
    if (file === null) return;
    const refused = file.type !== 'image/png' || file.size > mostBytes;
    setFault(refused ? t('house-style.logo.refused') : null);
    if (refused) return;
    onChange({ base64: await base64Of(file), altText: logo?.altText ?? '' });
  };
  return (
    <fieldset className={classes.field}>
      <legend>{t('house-style.logo')}</legend>
      <p className={classes.note}>{t('house-style.logo.help')}</p>
      {logo !== null && (
        <img
          className={classes.logo}
          src={`data:image/png;base64,${logo.base64}`}
          alt={logo.altText}
        />
      )}
      {fault !== null && (
        <p className={classes.fault} role="alert">
          {fault}
        </p>
      )}
      <div className={classes.acts}>
        <FileButton accept="image/png" disabled={disabled} onChange={take}>
          {(props) => (
            <Button {...props} size="compact-sm">
              {t('house-style.logo.choose')}
            </Button>
          )}
        </FileButton>
        {logo !== null && !disabled && (
          <Button size="compact-sm" variant="subtle" onClick={() => onChange(null)}>
            {t('house-style.logo.remove')}
          </Button>
        )}
      </div>
      {logo !== null && (
        <TextInput
          label={t('house-style.logo.alt')}
          required
          readOnly={disabled}
          maxLength={200}
          value={logo.altText}
          onChange={(event) => onChange({ ...logo, altText: event.currentTarget.value })}
        />
      )}
    </fieldset>
  );
}

async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
