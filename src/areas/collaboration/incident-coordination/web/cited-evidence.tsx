import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '#ui/case/workspace.ts';
import { evidenceOfCaseQuery } from '#ui/evidence/evidence-queries.ts';
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
  const { data } = useQuery({ ...evidenceOfCaseQuery(detail.case.id), enabled: Boolean(file) });
  if (typeof file !== 'string') return <p className={classes.sub}>{t('incident.cited.none')}</p>;
  const found = data?.items.find(({ id }) => id === file);
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
