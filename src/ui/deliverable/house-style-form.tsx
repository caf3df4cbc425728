import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { HouseStyle, HouseStyleInput } from '#work/house-style/contract.ts';
import { apiUrl, send } from '../api/client.ts';
import { Notice, ProblemNotice } from '../feedback/notice.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { ColourField } from './colour-field.tsx';
import { FontField } from './font-field.tsx';
import classes from './house-style.module.css';
import { LogoField } from './logo-field.tsx';
import { digestsOf, filesOf, type OwnFiles, ownChosen } from './own-files.ts';
import { OwnFontField } from './own-font-field.tsx';
import { StyleContrasts } from './style-contrasts.tsx';

const colours = ['accent', 'ink', 'muted', 'tint', 'rule'] as const;
const fonts = ['font', 'headings'] as const;
const isColour = (text: string) => /^#[0-9a-f]{6}$/i.test(text);

/** Colours, fonts and logo beside a specimen that follows them; kept only when everything can be read. */
export function HouseStyleForm({ kept }: { kept: HouseStyle }) {
  const { t, locale } = useTexts();
  const client = useQueryClient();
  const { organisationId, recordVersion, may } = kept;
  const { logo: keptLogo, ...keptLook } = kept.style;
  const [look, setLook] = useState(keptLook);
  const [logo, setLogo] = useState<HouseStyleInput['logo']>(undefined);
  const keptFiles = filesOf(kept.ownFont);
  const [files, setFiles] = useState<OwnFiles | null | undefined>(undefined);
  const ownFiles = files === undefined ? keptFiles : files;
  // A colour that is half typed leaves the specimen as it is.
  const valid = colours.every((name) => isColour(look[name]));
  const tried = { ...look, ...(files == null ? {} : digestsOf(files)) };
  const [shown] = useDebouncedValue(valid ? tried : keptLook, 250);
  const save = useMutation({
    mutationFn: () =>
      send<HouseStyle>(
        'PUT',
        `/house-styles/${organisationId}`,
        {
          ...look,
          ...(logo === undefined ? {} : { logo }),
          ...(files === undefined ? {} : { ownFont: files === null ? null : digestsOf(files) }),
        },
        { version: recordVersion },
      ),
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('house-style.kept') });
      await client.invalidateQueries({ queryKey: ['house-style', organisationId] });
    },
  });
  const specimen = (format: string) =>
    apiUrl(`/house-styles/${organisationId}/specimen.${format}`, { ...shown, language: locale });
  return (
    <div className={classes.columns}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {!may.edit && <Notice tone="note" title={t('house-style.not-mine')} />}
        {save.error !== null && <ProblemNotice error={save.error} />}
        {colours.map((name) => (
          <ColourField
            key={name}
            label={t(`house-style.${name}`)}
            help={t(`house-style.${name}.help`)}
            readOnly={!may.edit}
            value={look[name]}
            onChange={(value) => setLook({ ...look, [name]: value })}
          />
        ))}
        {fonts.map((name) => (
          <FontField
            key={name}
            label={t(`house-style.${name}`)}
            disabled={!may.edit}
            value={look[name] ?? look.font}
            own={ownFiles?.regular.family ?? null}
            onChange={(value) => setLook({ ...look, [name]: value })}
          />
        ))}
        <OwnFontField
          organisationId={organisationId}
          files={ownFiles}
          changed={files !== undefined}
          disabled={!may.edit}
          onChange={(next) => {
            setFiles(next);
            setLook(ownChosen(look, keptLook, next === undefined ? keptFiles : next, ownFiles));
          }}
        />
        <LogoField
          logo={logo === undefined ? keptLogo : logo}
          disabled={!may.edit}
          onChange={setLogo}
        />
        <StyleContrasts organisationId={organisationId} look={shown} />
        {may.edit && (
          <div>
            <Button type="submit" variant="filled" loading={save.isPending} disabled={!valid}>
              {t('save')}
            </Button>
          </div>
        )}
      </form>
      <div className={classes.specimen}>
        <p className={classes.note}>
          {t('house-style.specimen')} <a href={specimen('pdf')}>PDF</a>{' '}
          <a href={specimen('docx')}>DOCX</a>
        </p>
        <iframe sandbox="" title={t('house-style.specimen')} src={specimen('html')} />
        {logo !== undefined && <p className={classes.note}>{t('house-style.logo.later')}</p>}
      </div>
    </div>
  );
}
