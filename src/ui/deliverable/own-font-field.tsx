import { Button, FileButton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { FaceName, FontFile } from '#work/house-style/contract.ts';
import { ApiError, queryString, send } from '../api/client.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './house-style.module.css';
import {
  faceNames,
  kinNames,
  misfitOf,
  type OwnFiles,
  withFace,
  withoutFace,
} from './own-files.ts';

interface OwnFontFieldProps {
  readonly organisationId: string;
  readonly files: OwnFiles | null;
  /** Not as it is kept. */
  readonly changed: boolean;
  readonly disabled: boolean;
  /** Undefined: as it is kept. */
  readonly onChange: (files: OwnFiles | null | undefined) => void;
}

/** As the server takes them. */
const mostBytes = 2_000_000;

interface Refusal {
  readonly code: string;
  readonly file: string;
  readonly about: string;
}

/** The organisation's own family: a file for each face, judged as it is sent, seen on the specimen before it is kept. */
export function OwnFontField(props: OwnFontFieldProps) {
  const { organisationId, files, changed, disabled, onChange } = props;
  const { t } = useTexts();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const sending = useMutation({
    mutationFn: ({ file }: { readonly face: FaceName; readonly file: File }) =>
      send<FontFile>(
        'POST',
        `/house-styles/${organisationId}/fonts${queryString({ name: file.name.slice(-120) })}`,
        file,
      ),
    onSuccess: (sent, { face }) => {
      const code = misfitOf(face, sent, files);
      if (code === null) onChange(withFace(files, face, sent));
      else setRefusal({ code, file: sent.fileName, about: sent.family });
    },
    onError: (error, { file }) => setRefusal(refusalOf(error, file.name)),
  });
  const take = (face: FaceName, file: File | null) => {
    if (file === null) return;
    const tooLarge = file.size > mostBytes;
    setRefusal(tooLarge ? { code: 'font.size', file: file.name, about: '' } : null);
    if (!tooLarge) sending.mutate({ face, file });
  };
  return (
    <fieldset className={classes.field}>
      <legend>{t('house-style.own')}</legend>
      <p className={classes.note}>{t('house-style.own.help')}</p>
      {refusal !== null ? (
        <p className={classes.fault} role="alert">
          {t(`house-style.fault.${refusal.code}`, { file: refusal.file, about: refusal.about })}
        </p>
      ) : (
        sending.error !== null && <ProblemNotice error={sending.error} />
      )}
      <ul className={classes.faces}>
        {faceNames.map((face) => (
          <Face
            key={face}
            face={face}
            file={files?.[face]}
            disabled={disabled || sending.isPending || (face !== 'regular' && files === null)}
            loading={sending.isPending && sending.variables.face === face}
            onTake={(file) => take(face, file)}
            onRemove={() => files !== null && onChange(withoutFace(files, face))}
          />
        ))}
      </ul>
      {files !== null && <Remarks files={files} />}
      {!disabled && (
        <div className={classes.acts}>
          {files !== null && (
            <Button size="compact-sm" variant="subtle" onClick={() => onChange(null)}>
              {t('house-style.own.remove')}
            </Button>
          )}
          {changed && (
            <Button size="compact-sm" variant="subtle" onClick={() => onChange(undefined)}>
              {t('house-style.own.back')}
            </Button>
          )}
        </div>
      )}
    </fieldset>
  );
}

interface FaceProps {
  readonly face: FaceName;
  readonly file: FontFile | undefined;
  readonly disabled: boolean;
  readonly loading: boolean;
  readonly onTake: (file: File | null) => void;
  readonly onRemove: () => void;
}

function Face({ face, file, disabled, loading, onTake, onRemove }: FaceProps) {
  const { t } = useTexts();
  const name = t(`house-style.face.${face}`);
  return (
    <li>
      <span>{name}</span>
      <span className={classes.file}>{file?.fileName ?? t('house-style.own.none')}</span>
      <FileButton accept=".ttf,.otf,font/ttf,font/otf" disabled={disabled} onChange={onTake}>
        {(button) => (
          <Button
            {...button}
            size="compact-sm"
            disabled={disabled}
            loading={loading}
            aria-label={t('house-style.own.choose-face', { face: name })}
          >
            {t('house-style.own.choose')}
          </Button>
        )}
      </FileButton>
      {file !== undefined && face !== 'regular' && !disabled && (
        <Button
          size="compact-sm"
          variant="subtle"
          onClick={onRemove}
          aria-label={t('house-style.own.remove-face', { face: name })}
        >
          {t('house-style.own.without')}
        </Button>
      )}
    </li>
  );
}

/** What people could wonder about when they see their documents. */
function Remarks({ files }: { files: OwnFiles }) {
  const { t } = useTexts();
  const kin = kinNames[files.regular.kin];
  const given = faceNames.flatMap((face) => files[face] ?? []);
  const greek = given.every((file) => file.greek);
  const cyrillic = given.every((file) => file.cyrillic);
  const viewed = given.some(({ embedding }) => embedding === 'print');
  const remarks = [
    ...(given.length < faceNames.length ? ['missing'] : []),
    ...(greek && cyrillic ? [] : [greek ? 'no-cyrillic' : cyrillic ? 'no-greek' : 'latin-only']),
    ...(viewed ? ['view-only'] : given.some(({ format }) => format === 'otf') ? ['otf'] : []),
  ];
  return remarks.map((remark) => (
    <p key={remark} className={classes.note}>
      {t(`house-style.remark.${remark}`, { kin })}
    </p>
  ));
}

function refusalOf(error: unknown, file: string): Refusal | null {
  if (!(error instanceof ApiError) || error.problem.code !== 'font-refused') return null;
  const [fault] = error.problem.faults ?? [];
  return fault === undefined ? null : { code: fault.code, file, about: error.problem.about ?? '' };
}
