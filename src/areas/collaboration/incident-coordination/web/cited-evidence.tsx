import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '#ui/case/workspace.ts';
import { evidenceOfCaseQuery, evidenceQuery } from '#ui/evidence/evidence-queries.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import classes from './incident.module.css';

export interface CitedEvidenceProps {
  /** Values of the extract. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The file that an extract was taken from, where in it, and what became of its bytes. */
export function CitedEvidence({ fields }: CitedEvidenceProps) {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const { file, rangeUnit, rangeFrom, rangeTo } = fields;
  const wanted = typeof file === 'string' ? file : '';
  const { data } = useInfiniteQuery({
    ...evidenceOfCaseQuery(detail.case.id),
    enabled: wanted !== '',
  });
  const listed = data?.pages.flatMap(({ items }) => items).find(({ id }) => id === wanted);
  // Of much evidence only the first page is read; what is cited from further on is read alone.
  const further = data !== undefined && listed === undefined && data.pages.at(-1)?.next !== null;
  const alone = useQuery({ ...evidenceQuery(wanted), enabled: further });
  if (wanted === '') return <p className={classes.sub}>{t('incident.cited.none')}</p>;
  const found = listed ?? alone.data?.evidence;
  if (found === undefined) return null;
  const range =
    typeof rangeUnit === 'string' && typeof rangeFrom === 'number'
      ? t(`incident.cited.${rangeUnit}`, { from: rangeFrom, to: Number(rangeTo ?? rangeFrom) })
      : null;
  const fate =
    found.state === 'destroyed' ? 'destroyed' : found.scan === 'infected' ? 'infected' : null;
  return (
    <p className={classes.sub}>
      <Link to={`/evidence/${found.id}`}>
        {t('incident.cited', { file: `${found.reference} ${found.fileName}` })}
      </Link>
      {range !== null && `, ${range}`}
      {', '}
      <span title={found.sha256}>SHA-256 {found.sha256.slice(0, 16)}…</span>
      {fate !== null && (
        <>
          {' · '}
          <strong>{t(`incident.cited.${fate}`)}</strong>
        </>
      )}
    </p>
  );
}
