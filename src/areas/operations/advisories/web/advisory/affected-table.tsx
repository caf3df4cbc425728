import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due } from '#ui/mark/due.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Verdict } from '#ui/mark/verdict.tsx';
import type { Standing } from '../../analysis/contract.ts';
import classes from './advisory.module.css';
import { type AffectedRow, installedAs } from './group-affected.ts';

export interface AffectedTableProps {
  readonly rows: readonly AffectedRow[];
  /** Assets that are chosen; null: the reader may decide nothing. */
  readonly chosen: ReadonlySet<string> | null;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  /** Organisations whose names the rows tell; none when there is only one. */
  readonly owners: readonly Standing[];
}

/** A row an asset and package; the sentence that explains the verdict opens below it. */
export function AffectedTable({ rows, chosen, onChoose, owners }: AffectedTableProps) {
  const { t } = useTexts();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const all = chosen !== null && rows.every(({ assetId }) => chosen.has(assetId));
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {chosen !== null && (
              <th scope="col" className={classes.check}>
                <input
                  type="checkbox"
                  aria-label={t('table.select-all')}
                  checked={all}
                  onChange={() => onChoose(new Set(all ? [] : rows.map((row) => row.assetId)))}
                />
              </th>
            )}
            {['asset', 'installed', 'verdict', 'decision'].map((id) => (
              <th key={id} scope="col">
                {t(`advisory.column.${id}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const explained = open.has(row.key);
            return (
              <Fragment key={row.key}>
                <tr data-open={explained || undefined}>
                  {chosen !== null && (
                    <td className={classes.check}>
                      <input
                        type="checkbox"
                        aria-label={t('advisory.choose', { asset: row.name })}
                        checked={chosen.has(row.assetId)}
                        onChange={() => onChoose(toggled(chosen, row.assetId))}
                      />
                    </td>
                  )}
                  <Cells
                    row={row}
                    owner={owners.find(({ ownerId }) => ownerId === row.ownerId)?.name ?? null}
                    explained={explained}
                    onExplain={() => setOpen(toggled(open, row.key))}
                  />
                </tr>
                {explained && (
                  <tr className={classes.why} id={`why-${row.key}`}>
                    {chosen !== null && <td />}
                    <td colSpan={4}>
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

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

interface CellsProps {
  readonly row: AffectedRow;
  readonly owner: string | null;
  readonly explained: boolean;
  readonly onExplain: () => void;
}

function Cells({ row, owner, explained, onExplain }: CellsProps) {
  const { t, names } = useTexts();
  const where = [
    owner,
    row.environment === null
      ? null
      : names.option('register.assets', 'environment', row.environment),
    row.exposure === null ? null : names.option('register.assets', 'exposure', row.exposure),
  ].filter((part) => part !== null);
  const as = installedAs(row);
  return (
    <>
      <td>
        <Link to={`/registers/assets/${row.assetId}`}>{row.name}</Link>
        <span className={classes.sub}>{where.join(' · ')}</span>
      </td>
      <td className={classes.name}>
        {row.package} {row.version}
        {as !== null && <span className={classes.sub}>{as}</span>}
        <span className={classes.sub}>
          {row.fixedVersion === null
            ? t('advisory.fixed.none')
            : t('advisory.fixed', { version: row.fixedVersion })}
        </span>
      </td>
      <td>
        <button
          type="button"
          className={classes.explain}
          aria-expanded={explained}
          aria-label={t('advisory.why', { verdict: t(`advisory.verdict.${row.verdict}`) })}
          onClick={onExplain}
        >
          <Verdict of={row.verdict} word={t(`advisory.verdict.${row.verdict}`)} />
          <Icon name={explained ? 'up' : 'down'} size={12} />
        </button>
        <span className={classes.sub}>{t(`advisory.confidence.${row.confidence}`)}</span>
      </td>
      <td>
        {names.option('register.dispositions', 'kind', row.disposition)}
        {row.dueAt !== null && row.disposition !== 'not-affected' && (
          <span className={classes.below}>
            <Due at={row.dueAt} short />
          </span>
        )}
      </td>
    </>
  );
}

function Why({ row }: { row: AffectedRow }) {
  const { t, names } = useTexts();
  return (
    <>
      <p>{t(`advisory.reason.${row.reason.code}`, row.reason.values)}</p>
      <p className={classes.sub}>
        {t(`advisory.confidence.${row.confidence}.why`)}
        {row.vulnerabilities.length > 0 && ` ${row.vulnerabilities.join(', ')}`}
      </p>
      {row.justification !== null && (
        <p className={classes.sub}>
          {names.option('register.dispositions', 'justification', row.justification)}
        </p>
      )}
      {row.confidence === 'possible' && (
        <Link to="/registers/product-mappings/new">{t('advisory.map')}</Link>
      )}
    </>
  );
}
