import { Link } from '@tanstack/react-router';
import { Empty } from '#ui/feedback/notice.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Severity } from '#ui/mark/severity.tsx';
import { Section } from '#ui/page/page.tsx';
import type { OperationsView } from '../../analysis/contract.ts';
import classes from './operations.module.css';

const ages = ['week', 'month', 'quarter', 'older'] as const;
const severities = ['critical', 'high', 'medium', 'low', 'none', 'unknown'] as const;
type Findings = OperationsView['findings'];

/** Advisories that touch us now, by severity and by how long they have; each number leads to its list. */
export function OpenFindings({ findings }: { findings: Findings }) {
  const { t, formats } = useTexts();
  const figures = [
    { id: 'open', count: findings.open, to: '/findings' },
    { id: 'overdue', count: findings.overdue, to: '/findings?overdue=true' },
    { id: 'exploited', count: findings.exploited, to: '/findings?exploited=true' },
  ];
  return (
    <Section
      title={t('operations.findings')}
      action={<Link to="/findings">{t('operations.findings.all')}</Link>}
    >
      {findings.open === 0 ? (
        <Empty title={t('operations.findings.none')}>{t('operations.findings.none.help')}</Empty>
      ) : (
        <div className={classes.findings}>
          <ul className={classes.figures}>
            {figures.map(({ id, count, to }) => (
              <li key={id} data-alarm={(id !== 'open' && count > 0) || undefined}>
                <Link to={to}>{formats.number(count)}</Link>
                <span>{t(`operations.findings.${id}`, { count })}</span>
              </li>
            ))}
          </ul>
          <Matrix cells={findings.bySeverityAndAge} />
        </div>
      )}
    </Section>
  );
}

function Matrix({ cells }: { cells: Findings['bySeverityAndAge'] }) {
  const { t, formats } = useTexts();
  const most = Math.max(1, ...cells.map(({ open }) => open));
  const at = (severity: string, age: string) =>
    cells.find((cell) => cell.severity === severity && cell.age === age);
  const rows = severities.filter((severity) => cells.some((cell) => cell.severity === severity));
  return (
    <div className={classes.wide}>
      <table className={classes.matrix}>
        <caption>{t('operations.matrix')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('operations.column.severity')}</th>
            {ages.map((age) => (
              <th key={age} scope="col" data-numeric>
                {t(`operations.age.${age}`)}
              </th>
            ))}
            <th scope="col" data-numeric>
              {t('operations.findings.overdue.short')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((severity) => {
            const overdue = ages.reduce((sum, age) => sum + (at(severity, age)?.overdue ?? 0), 0);
            return (
              <tr key={severity}>
                <th scope="row">
                  <Link to={`/findings?severity=${severity}`}>
                    <Severity of={severity} />
                  </Link>
                </th>
                {ages.map((age) => {
                  const open = at(severity, age)?.open ?? 0;
                  return (
                    <td key={age} data-numeric data-heat={heat(open, most)}>
                      {open === 0 ? '' : formats.number(open)}
                    </td>
                  );
                })}
                <td data-numeric>
                  {overdue > 0 && (
                    <Link to={`/findings?severity=${severity}&overdue=true`}>
                      {formats.number(overdue)}
                    </Link>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** One of four steps of shade, by the square root, so that a few stand out against none. */
function heat(open: number, most: number): number | undefined {
  return open === 0 ? undefined : Math.min(4, Math.ceil(Math.sqrt(open / most) * 4));
}
