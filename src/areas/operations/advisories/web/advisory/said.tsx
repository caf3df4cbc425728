import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { SaidOfPackage } from '../../analysis/contract.ts';
import { saidQuery } from '../queries.ts';
import classes from './advisory.module.css';
import type { AdvisoryFields } from './advisory-fields.ts';
import { affectedVersions, fixedVersions } from './said-versions.ts';

/** What the advisory says: its words, and each package or product with the versions concerned. */
export function Said({ id, fields }: { id: string; fields: AdvisoryFields }) {
  const { t } = useTexts();
  const query = useInfiniteQuery(saidQuery(id));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title={t('advisory.says')}>
      {fields.summary !== null && <p className={classes.prose}>{fields.summary}</p>}
      {fields.recommendation !== null && (
        <div>
          <h3>{t('advisory.recommendation')}</h3>
          <p className={classes.prose}>{fields.recommendation}</p>
        </div>
      )}
      {query.isPending && <Placeholder lines={4} />}
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <p className={classes.note}>{t('advisory.says.nothing')}</p>
      )}
      {items.length > 0 && (
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                {['package', 'versions', 'fixed', 'status', 'remedy'].map((name) => (
                  <th key={name} scope="col">
                    {t(`advisory.column.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((said) => (
                <SaidRow key={`${said.ecosystem} ${said.name}`} said={said} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {query.hasNextPage && (
        <Button className={classes.more} onClick={() => query.fetchNextPage()}>
          {t('advisory.more')}
        </Button>
      )}
    </Section>
  );
}

function SaidRow({ said }: { said: SaidOfPackage }) {
  const { t } = useTexts();
  const fixed = fixedVersions(said);
  return (
    <tr data-gone={!said.stands || undefined}>
      <td>
        {said.name}
        <span className={classes.sub}>{said.ecosystem}</span>
      </td>
      <td>
        {said.statuses.includes('affected') || said.statuses.length === 0
          ? affectedVersions(said).map(({ code, values }) => (
              <span key={code + JSON.stringify(values)} className={classes.line}>
                {t(`advisory.versions.${code}`, values)}
              </span>
            ))
          : said.versions.join(', ')}
      </td>
      <td>{fixed.length === 0 ? t('advisory.fixed.none') : fixed.join(', ')}</td>
      <td>
        {said.stands
          ? said.statuses.map((status) => (
              <span key={status} className={classes.line}>
                {t(`advisory.status.${status}`)}
              </span>
            ))
          : t('advisory.status.gone')}
      </td>
      <td>{said.remediation === null ? '' : t(`advisory.remedy.${said.remediation}`)}</td>
    </tr>
  );
}
