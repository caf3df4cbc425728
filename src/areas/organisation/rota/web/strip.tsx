import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { DutyView } from '../contract.ts';
import classes from './duty-page.module.css';

/** How far ahead the picture looks. */
export const stripDays = 14;
const spanMs = stripDays * 86_400_000;

/** The turns of two weeks as bars, and the times without anybody between them; the same is told in words beside it. */
export function Strip({ duty, now }: { duty: DutyView; now: number }) {
  const { t, formats } = useTexts();
  const place = (from: string, to: string) => {
    const left = Math.max(0, (Date.parse(from) - now) / spanMs);
    const right = Math.min(1, (Date.parse(to) - now) / spanMs);
    return { left: `${left * 100}%`, width: `${Math.max(0, right - left) * 100}%` };
  };
  const inside = (from: string, to: string) =>
    Date.parse(to) > now && Date.parse(from) < now + spanMs;
  return (
    <div className={classes.strip} role="img" aria-label={t('duty.strip', { days: stripDays })}>
      {duty.turns
        .filter(({ startsAt, endsAt }) => inside(startsAt, endsAt))
        .map((turn) => (
          <span
            key={turn.id}
            className={classes.turn}
            style={place(turn.startsAt, turn.endsAt)}
            title={t('labelled', {
              label: turn.person,
              value: `${formats.instant(turn.startsAt)} – ${formats.instant(turn.endsAt)}`,
            })}
          >
            {turn.person}
          </span>
        ))}
      {duty.gaps
        .filter(({ from, to }) => inside(from, to))
        .map(({ from, to }) => (
          <span
            key={from}
            className={classes.hole}
            style={place(from, to)}
            title={t('duty.gap', { from: formats.instant(from), to: formats.instant(to) })}
          />
        ))}
    </div>
  );
}
