import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Severity } from '#ui/mark/severity.tsx';
import { Section } from '#ui/page/page.tsx';
import type { SourcesView } from '../../analysis/contract.ts';
import { sourcesQuery } from '../queries.ts';
import classes from './advisory.module.css';
import type { AdvisoryFields } from './advisory-fields.ts';

/** The vulnerabilities that it names, and what other sources say of the same, side by side. */
export function OtherSources({ id, fields }: { id: string; fields: AdvisoryFields }) {
  const { t } = useTexts();
  const query = useQuery(sourcesQuery(id));
  if (query.isPending) return <Placeholder lines={4} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const { vulnerabilities, sources } = query.data;
  return (
    <>
      {vulnerabilities.length > 0 && (
        <Section title={t('advisory.vulnerabilities')}>
          <Vulnerabilities items={vulnerabilities} />
        </Section>
      )}
      <Section title={t('advisory.sources')}>
        {sources.length === 0 ? (
          <p className={classes.note}>{t('advisory.sources.none')}</p>
        ) : (
          <Sources id={id} fields={fields} sources={sources} />
        )}
      </Section>
    </>
  );
}

function Vulnerabilities({ items }: { items: SourcesView['vulnerabilities'] }) {
  const { t, formats } = useTexts();
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {['vulnerability', 'cvss', 'exploited', 'epss', 'cwe'].map((name) => (
              <th key={name} scope="col">
                {t(`advisory.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td>
                {one.id}
                {one.title !== null && <span className={classes.sub}>{one.title}</span>}
              </td>
              <td title={one.cvssVector ?? undefined}>
                {one.cvssScore === null ? '' : formats.number(one.cvssScore)}
              </td>
              <td>
                {!one.exploited
                  ? t('no')
                  : one.kevDueDate === null
                    ? t('yes')
                    : t('advisory.exploited.until', { date: formats.date(one.kevDueDate) })}
              </td>
              <td>{one.epss === null ? '' : formats.percent(one.epss)}</td>
              <td>{one.cwe}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SourcesProps {
  readonly id: string;
  readonly fields: AdvisoryFields;
  readonly sources: SourcesView['sources'];
}

function Sources({ id, fields, sources }: SourcesProps) {
  const { t, names, formats } = useTexts();
  const own = { ...fields, id, shared: [t('advisory.sources.this')] };
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {['source', 'publisher', 'severity', 'state', 'published', 'shared'].map((name) => (
              <th key={name} scope="col">
                {t(`advisory.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[own, ...sources].map((one) => (
            <tr key={one.id} data-own={one.id === id || undefined}>
              <td>
                {one.id === id ? (
                  one.sourceId
                ) : (
                  <Link to={`/registers/advisories/${one.id}`}>{one.sourceId}</Link>
                )}
                <span className={classes.sub}>
                  {names.option('register.advisories', 'source', one.source)}
                </span>
              </td>
              <td>{one.publisher}</td>
              <td>
                <Severity of={one.severity} score={one.severityScore} />
              </td>
              <td>
                {one.trackingStatus !== null &&
                  names.option('register.advisories', 'trackingStatus', one.trackingStatus)}
              </td>
              <td>{one.publishedAt !== null && formats.dayOf(one.publishedAt)}</td>
              <td>{one.shared.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
