import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './placeholder.module.css';

/** Lines that stand where words will be, in about their lengths, so that the page does not jump. */
export function Placeholder({ lines = 4 }: { lines?: number }) {
  const { t } = useTexts();
  return (
    <div className={classes.lines} aria-busy="true">
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: lines }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical lines without state
        <Skeleton key={index} height={14} width={`${88 - ((index * 29) % 50)}%`} radius={4} />
      ))}
    </div>
  );
}
