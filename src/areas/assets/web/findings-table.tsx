import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import type { AssetFindingView } from '#areas/operations/advisories/contract.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due } from '#ui/mark/due.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Severity } from '#ui/mark/severity.tsx';
import { Verdict } from '#ui/mark/verdict.tsx';
import classes from './asset.module.css';

const columns = ['severity', 'advisory', 'installed', 'verdict', 'decision'] as const;

/** A row an advisory; why it is thought to touch the asset opens below it. */
export function FindingsTable({ rows }: { rows: readonly AssetFindingView[] }) {
  const { t } = useTexts();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((id) => (
              <th key={id} scope="col">
                {t(`asset.column.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const explained = open === row.advisoryId;
            return (
              <Fragment key={row.advisoryId}>
                <tr
                  data-open={explained || undefined}
                  data-settled={
                    row.disposition === 'not-affected' ||
                    row.disposition === 'exception' ||
                    undefined
                  }
                >
                  <Cells
                    row={row}
                    explained={explained}
                    onExplain={() => setOpen(explained ? null : row.advisoryId)}
                  />
                </tr>
                {explained && (
                  <tr className={classes.why}>
                    <td />
                    <td colSpan={columns.length - 1}>
                      <Why row={row} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

interface CellsProps {
  readonly row: AssetFindingView;
  readonly explained: boolean;
  readonly onExplain: () => void;
}

function Cells({ row, explained, onExplain }: CellsProps) {
  const { t, names } = useTexts();
  const verdict = t(`advisory.verdict.${row.verdict}`);
  return (
    <>
      <td>
        <Severity of={row.severity} score={row.severityScore} />
      </td>
      <td className={classes.wide}>
        <Link to={`/registers/advisories/${row.advisoryId}`}>{row.title}</Link>
        <span className={classes.sub}>
          {row.sourceId}
          {row.exploited && ` · ${t('advisory.exploited')}`}
        </span>
      </td>
      <td className={classes.name}>
        {row.package} {row.version}
        <span className={classes.sub}>
          {row.fixedVersion === null
            ? t('asset.fixed.none')
            : t('asset.fixed', { version: row.fixedVersion })}
        </span>
      </td>
      <td>
        <button
          type="button"
          className={classes.explain}
          aria-expanded={explained}
          aria-label={t('asset.why', { verdict, advisory: row.sourceId })}
          onClick={onExplain}
        >
          <Verdict of={row.verdict} word={verdict} />
          <Icon name={explained ? 'up' : 'down'} size={12} />
        </button>
      </td>
      <td>
        {names.option('register.dispositions', 'kind', row.disposition)}
        {row.reopened > 0 && (
          <span className={classes.sub}>{t('asset.reopened', { count: row.reopened })}</span>
        )}
        {row.dueAt !== null && row.disposition !== 'not-affected' && (
          <span className={classes.below}>
            <Due at={row.dueAt} short />
          </span>
        )}
      </td>
    </>
  );
}

function Why({ row }: { row: AssetFindingView }) {
  const { t, names } = useTexts();
  return (
    <>
      <p>{t(`advisory.reason.${row.reason.code}`, row.reason.values)}</p>
      <p className={classes.sub}>
        {t('labelled', {
          label: t(`advisory.confidence.${row.confidence}`),
          value: t(`advisory.confidence.${row.confidence}.why`),
        })}
      </p>
      {row.justification !== null && (
        <p className={classes.sub}>
          {names.option('register.dispositions', 'justification', row.justification)}
        </p>
      )}
      <p>
        <Link to={`/advisories/${row.advisoryId}/loop`}>{t('asset.loop')}</Link>
      </p>
    </>
  );
}
