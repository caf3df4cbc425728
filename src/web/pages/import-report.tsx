import { Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { StateKind } from '#ui/api/definition-index.ts';
import { importQuery } from '#ui/api/queries.ts';
import type { ImportFault, ImportPreview, ImportReport } from '#ui/api/types.ts';
import { Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Translator } from '#ui/i18n/translator.ts';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import classes from './import.module.css';

/** What would be read: the first rows as they would be taken, and every fault found so far. */
export function ImportPreviewTable({ preview }: { preview: ImportPreview }) {
  const { t } = useTexts();
  if (preview.rows.length === 0) {
    return (
      <Section title={t('import.preview.none')}>
        <Faults faults={preview.faults} />
      </Section>
    );
  }
  const columns = [...new Set(preview.rows.flatMap((row) => Object.keys(row.values)))];
  return (
    <Section
      title={t(preview.complete ? 'import.preview.all' : 'import.preview.title', {
        count: preview.rows.length,
      })}
    >
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('field.title')}</th>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t([`field.${column}`, 'import.column'], { column })}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no identity
              <tr key={index}>
                <td>{row.title}</td>
                {columns.map((column) => (
                  <td key={column}>{row.values[column]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Faults faults={preview.faults} />
    </Section>
  );
}

/** Progress of an import, then what became of every row. */
export function ImportReportView({ id }: { id: string }) {
  const { t } = useTexts();
  const query = useQuery(importQuery(id));
  if (query.isPending) return <Placeholder />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const report = query.data;
  const { rows } = report;
  const running = report.finishedAt === null;
  return (
    <Section
      title={
        report.fileName === ''
          ? t('import.report')
          : t('import.report.of', { file: report.fileName })
      }
    >
      <div role="status" className={classes.status}>
        <OutcomeMark report={report} />
        <span>{t('import.counts', { ...rows })}</span>
      </div>
      {report.failure !== null && <Notice tone="danger" title={report.failure} />}
      {running && <Progress value={100} striped animated aria-label={t('import.progress')} />}
      <Faults faults={report.faults} />
    </Section>
  );
}

/** `line 12, column 3, /vulnerabilities/4`: the parts of a place as the format tells them. */
function placeWords(place: ImportFault['place'], find: Translator['find']): string {
  const { line, column, path, ...rest } = place;
  const known = { line, column, ...rest, path };
  return (
    Object.entries(known)
      .filter(([, value]) => value !== '' && value !== undefined)
      // A line says more than how many bytes stand before it.
      .filter(([name]) => name !== 'offset' || line === undefined)
      .map(([name, value]) => {
        const at = String(value);
        return name === 'path' ? at : (find(`import-place.${name}`, { at }) ?? `${name} ${at}`);
      })
      .join(', ')
  );
}

/** How an import went, in one word: also one that ran to its end may have taken nothing over. */
function outcomeOf({ state, rows }: Pick<ImportReport, 'state' | 'rows'>): string {
  if (state !== 'done' || rows.refused === 0) return state;
  return rows.accepted + rows.unchanged === 0 ? 'nothing' : 'partly';
}

const marks: { readonly [outcome: string]: StateKind } = {
  done: 'achieved',
  failed: 'not-achieved',
  nothing: 'not-achieved',
};

/** The outcome as a shape and its word. */
export function OutcomeMark({ report }: { report: Pick<ImportReport, 'state' | 'rows'> }) {
  const { t } = useTexts();
  const outcome = outcomeOf(report);
  return <Mark kind={marks[outcome] ?? 'active'} word={t(`import-state.${outcome}`)} />;
}

function Faults({ faults }: { faults: readonly ImportFault[] }) {
  const { t, find } = useTexts();
  if (faults.length === 0) return <p className={classes.note}>{t('import.faults.none')}</p>;
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption>{t('import.faults', { count: faults.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('import.fault.place')}</th>
            <th scope="col">{t('import.fault.what')}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map((fault) => (
            <tr key={`${placeWords(fault.place, find)}-${fault.code}`}>
              <td>{placeWords(fault.place, find)}</td>
              <td>{find(`import-fault.${fault.code}`) ?? fault.message}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
