import { Progress as ProgressBar } from '@mantine/core';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './evidence.module.css';
import type { Progress } from './send-file.ts';

/** How far a file on its way in is. */
export function SendProgress({ progress: { step, share } }: { progress: Progress }) {
  const { t } = useTexts();
  return (
    <div className={classes.progress} role="status">
      <span>
        {t(`evidence.${step}`)} {Math.round(share * 100)} %
      </span>
      <ProgressBar value={share * 100} aria-label={t(`evidence.${step}`)} />
    </div>
  );
}
