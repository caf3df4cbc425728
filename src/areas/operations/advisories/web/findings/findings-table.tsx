import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago, Due } from '#ui/mark/due.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Severity } from '#ui/mark/severity.tsx';
import type { FindingGroupView } from '../../contract.ts';
import classes from './findings.module.css';

const columns = ['advisory', 'severity', 'exploited', 'epss', 'since', 'due', 'loop'] as const;

/** A row an advisory and organisation. */
export function FindingsTable({ rows }: { rows: readonly FindingGroupView[] }) {
  const { t, formats } = useTexts();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((id) => (
              <th key={id} scope="col">
                {t(`findings.column.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.ownerId + row.advisoryId}>
              <td className={classes.title}>
                <Link to={`/registers/advisories/${row.advisoryId}`}>{row.title}</Link>
                <span className={classes.sub}>{row.sourceId}</span>
              </td>
              <td>
                <Severity of={row.severity} score={row.severityScore} />
              </td>
              <td>
                {row.exploited && (
                  <span className={classes.exploited}>
                    <Icon name="incidents" size={14} /> {t('yes')}
                  </span>
                )}
              </td>
              <td>{row.epss !== null && formats.percent(row.epss)}</td>
              <td>
                <Ago at={row.firstSeenAt} />
              </td>
              <td>
                <Due at={row.dueAt} short />
              </td>
              <td>
                <Link
                  to={`/advisories/${row.advisoryId}/loop`}
                  aria-label={t('loop.of', { title: row.title })}
                >
                  {t('loop.title')}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
