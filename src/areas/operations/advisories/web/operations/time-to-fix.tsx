import { Link } from '@tanstack/react-router';
import { Empty } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { OperationsView } from '../../analysis/contract.ts';
import { niceTop, roundDays } from './chart-scale.ts';
import classes from './operations.module.css';
import { TrendChart } from './trend-chart.tsx';

/** Days from advisory to the inventory that shows the fix: for each organisation and vendor, and month by month. */
export function TimeToFix({ view }: { view: OperationsView }) {
  const { t } = useTexts();
  const { byOrganisation, byVendor, byMonth } = view.timeToFix;
  if (byOrganisation.length === 0) {
    return (
      <Section title={t('operations.fix')}>
        <Empty
          title={t('operations.fix.none')}
          action={<Link to="/findings">{t('operations.fix.findings')}</Link>}
        >
          {t('operations.fix.none.help')}
        </Empty>
      </Section>
    );
  }
  const top = niceTop(Math.max(...[...byOrganisation, ...byVendor].map((one) => one.p90Days)));
  return (
    <Section title={t('operations.fix')}>
      <p className={classes.note}>{t('operations.fix.help')}</p>
      <div className={classes.fix}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('operations.column.who')}</th>
              <th scope="col" data-numeric>
                {t('operations.column.fixed')}
              </th>
              <th scope="col" data-numeric>
                {t('operations.column.median')}
              </th>
              <th scope="col" data-numeric>
                {t('operations.column.p90')}
              </th>
              <th scope="col" className={classes.spreadHead}>
                {t('operations.column.spread', { top })}
              </th>
            </tr>
          </thead>
          {byOrganisation.map((one) => (
            <tbody key={one.ownerId}>
              <SpreadRow
                name={view.organisations.find(({ id }) => id === one.ownerId)?.name ?? ''}
                row={one}
                top={top}
                total
              />
              {byVendor
                .filter(({ ownerId }) => ownerId === one.ownerId)
                .map((vendor) => (
                  <SpreadRow key={vendor.vendor} name={vendor.vendor} row={vendor} top={top} />
                ))}
            </tbody>
          ))}
        </table>
        <TrendChart months={byMonth} />
      </div>
    </Section>
  );
}

interface SpreadRowProps {
  readonly name: string;
  readonly row: { readonly fixed: number; readonly medianDays: number; readonly p90Days: number };
  readonly top: number;
  readonly total?: boolean;
}

function SpreadRow({ name, row, top, total = false }: SpreadRowProps) {
  const { t, formats } = useTexts();
  const days = (value: number) => t('operations.days', { days: formats.number(roundDays(value)) });
  const x = (value: number) => (value / top) * 100;
  return (
    <tr data-total={total || undefined}>
      <th scope="row">{name}</th>
      <td data-numeric>{formats.number(row.fixed)}</td>
      <td data-numeric>{days(row.medianDays)}</td>
      <td data-numeric>{days(row.p90Days)}</td>
      <td>
        <svg
          className={classes.spread}
          viewBox="0 0 100 10"
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          <rect className={classes.to90} x="0" y="3.5" width={x(row.p90Days)} height="3" />
          <rect className={classes.toMedian} x="0" y="3.5" width={x(row.medianDays)} height="3" />
        </svg>
      </td>
    </tr>
  );
}
