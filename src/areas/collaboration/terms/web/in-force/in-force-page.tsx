import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Page } from '#ui/page/page.tsx';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import type { RecordView } from '#work/contract.ts';
import { administrationsQuery, versionsQuery } from '../queries.ts';
import classes from '../terms.module.css';
import { linesOf, standingOf } from './standing.ts';

/** Which administrations are bound by which terms, now or, when asked, at any time before. */
export function InForcePage() {
  const { t } = useTexts();
  const [ended, setEnded] = useState(false);
  const query = useQuery(versionsQuery);
  const known = useQuery(administrationsQuery);
  const now = new Date().toISOString();
  const versions = (query.data?.items ?? []).filter(
    (one) => ended || standingOf(one.fields, now) !== 'ended',
  );
  return (
    <Page title={t('terms.in-force.title')} crumbs={[{ title: t('area.collaboration'), to: '/' }]}>
      <p className={classes.words}>{t('terms.in-force.help')}</p>
      <div className={classes.filters}>
        <Switch
          label={t('terms.in-force.ended')}
          checked={ended}
          onChange={(event) => setEnded(event.currentTarget.checked)}
        />
      </div>
      {query.isPending || known.isPending ? (
        <Placeholder lines={8} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : known.isError ? (
        <ProblemNotice error={known.error} retry={() => known.refetch()} />
      ) : versions.length === 0 ? (
        <Empty title={t('terms.in-force.none')}>{t('terms.in-force.none.help')}</Empty>
      ) : (
        <Matrix
          versions={versions}
          known={known.data?.items ?? []}
          titles={query.data.titles}
          now={now}
        />
      )}
    </Page>
  );
}

const marks = { 'in-force': 'achieved', ahead: 'waiting', ended: 'initial' } as const;

function Matrix({
  versions,
  known,
  titles,
  now,
}: {
  versions: readonly RecordView[];
  known: readonly RecordView[];
  titles: Titles;
  now: string;
}) {
  const { t } = useTexts();
  const named = new Map(known.map(({ id, fields }) => [id, String(fields['name'])]));
  const administrations = linesOf(versions, known, now.slice(0, 10))
    .map((id) => ({ id, name: named.get(id) ?? titles[id] ?? t('organisation.unknown') }))
    .sort((one, other) => one.name.localeCompare(other.name));
  return (
    <ScrollTable label={t('terms.in-force.title')} cells="even">
      <thead>
        <tr>
          <th scope="col">{t('terms.in-force.administration')}</th>
          {versions.map(({ id, caseId, fields }) => (
            <th key={id} scope="col">
              <Link to={`/terms/${caseId ?? ''}`}>
                {String(fields['reference'])}
                {' · '}
                {t('terms.in-force.revision', { count: Number(fields['revision']) })}
              </Link>
              <span className={classes.sub}>{String(fields['title'])}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {administrations.map(({ id, name }) => (
          <tr key={id}>
            <th scope="row">{name}</th>
            {versions.map((version) => {
              const bound = ((version.fields['organisations'] ?? []) as string[]).includes(id);
              const standing = standingOf(version.fields, now);
              return (
                <td key={version.id}>
                  {bound ? (
                    <>
                      <Mark kind={marks[standing]} word={t(`terms.in-force.mark.${standing}`)} />
                      <span className={classes.sub}>
                        <Period fields={version.fields} />
                      </span>
                    </>
                  ) : (
                    <span className={classes.sub}>{t('terms.in-force.not-bound')}</span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

/** From when until when a version binds. */
function Period({ fields }: { fields: RecordView['fields'] }) {
  const { t, formats } = useTexts();
  const from = formats.date(String(fields['effectiveFrom']).slice(0, 10));
  const { effectiveTo } = fields;
  return typeof effectiveTo === 'string'
    ? t('terms.in-force.period', { from, to: formats.date(effectiveTo.slice(0, 10)) })
    : t('terms.in-force.since', { from });
}
