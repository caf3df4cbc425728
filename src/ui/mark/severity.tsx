import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './severity.module.css';

const levels: Readonly<Record<string, number>> = {
  none: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};

/** Severity as a word beside as many bars as it weighs, with its score where there is one; no level is told by colour alone. */
export function Severity({ of, score = null }: { of: string | null; score?: number | null }) {
  const { t, formats } = useTexts();
  const level = levels[of ?? 'unknown'] ?? 0;
  const known = of ?? 'unknown';
  return (
    <span className={classes.severity} data-level={level}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        {[1, 2, 3, 4].map((bar) => (
          <rect
            key={bar}
            className={bar <= level ? classes.full : classes.empty}
            x={bar * 3.25 - 2.5}
            y={12 - bar * 2.6}
            width="2.25"
            height={bar * 2.6}
            rx="0.6"
          />
        ))}
      </svg>
      <span>{t(`severity.${known}`)}</span>
      {score !== null && <span className={classes.score}>{formats.number(score)}</span>}
    </span>
  );
}
