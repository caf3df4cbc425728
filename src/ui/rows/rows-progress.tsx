import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './rows-progress.module.css';

/** How far a request of many rows is, as a bar and in words. */
export function RowsProgress({ answered, all }: { answered: number; all: number }) {
  const { t } = useTexts();
  const words = t('rows.progress', { answered, all });
  return (
    <div className={classes.progress} role="status">
      <progress max={all} value={answered} aria-label={words} />
      <span>{words}</span>
    </div>
  );
}
