import { formattingLocales } from '#ui/i18n/locale.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { OperationsView } from '../../analysis/contract.ts';
import { everyMonth, type MonthBar, niceTop, roundDays } from './chart-scale.ts';
import classes from './operations.module.css';

const WIDTH = 460;
const HEIGHT = 180;
const LEFT = 34;
const BOTTOM = 24;
const TOP = 8;

/** Month by month: a bar to the median, a line to the 90th percentile; the same numbers as a table below. */
export function TrendChart({ months }: { months: OperationsView['timeToFix']['byMonth'] }) {
  const { t, locale, formats } = useTexts();
  const bars = everyMonth(months);
  const top = niceTop(Math.max(...bars.map(({ p90Days }) => p90Days ?? 0)));
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top);
  const step = (WIDTH - LEFT) / bars.length;
  const width = Math.min(26, step * 0.55);
  const short = new Intl.DateTimeFormat(formattingLocales[locale], {
    month: 'short',
    timeZone: 'UTC',
  });
  const nameOf = (month: string) => short.format(new Date(`${month}-01T00:00:00Z`));
  const every = Math.ceil(bars.length / 12);
  return (
    <figure className={classes.trend}>
      <figcaption>{t('operations.trend')}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={t('operations.trend.label')}>
        {[0, top / 2, top].map((value) => (
          <g key={value}>
            <line className={classes.grid} x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} />
            <text className={classes.axis} x={LEFT - 6} y={y(value) + 4} textAnchor="end">
              {formats.number(value)}
            </text>
          </g>
        ))}
        {bars.map((bar, index) => (
          <Bar
            key={bar.month}
            bar={bar}
            x={LEFT + step * (index + 0.5)}
            y={y}
            width={width}
            label={index % every === 0 ? nameOf(bar.month) : null}
          />
        ))}
      </svg>
      <p className={classes.legend}>
        <span className={classes.keyMedian} aria-hidden="true" /> {t('operations.column.median')}
        <span className={classes.key90} aria-hidden="true" /> {t('operations.column.p90')}
      </p>
      <details>
        <summary>{t('operations.trend.table')}</summary>
        <table className={classes.table}>
          <thead>
            <tr>
              {['month', 'fixed', 'median', 'p90'].map((column) => (
                <th key={column} scope="col" data-numeric={column !== 'month' || undefined}>
                  {t(`operations.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bars.map((bar) => (
              <tr key={bar.month}>
                <th scope="row">
                  {nameOf(bar.month)} {bar.month.slice(0, 4)}
                </th>
                <td data-numeric>{bar.fixed}</td>
                {[bar.medianDays, bar.p90Days].map((value, place) => (
                  <td key={place === 0 ? 'median' : 'p90'} data-numeric>
                    {value === null ? '–' : formats.number(roundDays(value))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

interface BarProps {
  readonly bar: MonthBar;
  readonly x: number;
  readonly y: (value: number) => number;
  readonly width: number;
  readonly label: string | null;
}

function Bar({ bar, x, y, width, label }: BarProps) {
  const { medianDays, p90Days } = bar;
  return (
    <g>
      {medianDays !== null && p90Days !== null && (
        <>
          <rect
            className={classes.toMedian}
            x={x - width / 2}
            y={Math.min(y(medianDays), y(0) - 1)}
            width={width}
            height={Math.max(1, y(0) - y(medianDays))}
            rx="2"
          />
          <path
            className={classes.whisker}
            d={`M${x} ${y(medianDays)}V${y(p90Days)}M${x - width / 4} ${y(p90Days)}h${width / 2}`}
          />
        </>
      )}
      {label !== null && (
        <text className={classes.axis} x={x} y={HEIGHT - 7} textAnchor="middle">
          {label}
        </text>
      )}
    </g>
  );
}
