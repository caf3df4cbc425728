import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { ChoiceBar } from '#ui/mark/choice-bar.tsx';
import { Section } from '#ui/page/page.tsx';
import { type Search, withSearch } from '#ui/table/list-search.ts';
import type { LoopView } from '../../analysis/contract.ts';
import { affectedQuery } from '../queries.ts';
import classes from './advisory.module.css';
import { AffectedTable } from './affected-table.tsx';
import { DecideDrawer } from './decide-drawer.tsx';
import { groupAffected } from './group-affected.ts';
import { StandingLine } from './standing-line.tsx';

const filters = {
  verdict: ['', 'affected', 'no-fix', 'unknown'],
  confidence: ['', 'confirmed', 'probable', 'possible'],
  disposition: ['', 'waiting', 'requirement', 'exception', 'not-affected'],
} as const;
type Filter = keyof typeof filters;

/** Our assets that the advisory names, each with its verdict, how sure it is, why, and what is decided. */
export function Affected({ id, loop }: { id: string; loop: LoopView }) {
  const { t, names } = useTexts();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [deciding, setDeciding] = useState<'decision' | 'exception' | null>(null);
  const filter = Object.fromEntries(
    (Object.keys(filters) as Filter[]).map((name) => [name, search[name] ?? '']),
  ) as Record<Filter, string>;
  const query = useInfiniteQuery(affectedQuery(id, filter));
  const rows = groupAffected(query.data?.pages.flatMap(({ items }) => items) ?? []);
  const filtered = Object.values(filter).some((value) => value !== '');
  const wordOf: Record<Filter, (value: string) => string> = {
    verdict: (value) => t(`advisory.verdict.${value}`),
    confidence: (value) => t(`advisory.confidence.${value}`),
    disposition: (value) => names.option('register.dispositions', 'kind', value),
  };
  const assets = rows.filter(({ assetId }) => chosen.has(assetId));
  return (
    <Section
      title={t('advisory.affected')}
      action={
        loop.may.decide &&
        chosen.size > 0 && (
          <div className={classes.buttons}>
            <Button variant="filled" onClick={() => setDeciding('decision')}>
              {t('advisory.decide', { count: chosen.size })}
            </Button>
            <Button onClick={() => setDeciding('exception')}>{t('advisory.except')}</Button>
          </div>
        )
      }
    >
      {loop.standings.map((standing) => (
        <StandingLine
          key={standing.ownerId}
          standing={standing}
          named={loop.standings.length > 1}
        />
      ))}
      {(rows.length > 0 || filtered) && (
        <div className={classes.filters}>
          {(Object.keys(filters) as Filter[]).map((name) => (
            <ChoiceBar
              key={name}
              label={t(`advisory.by.${name}`)}
              choices={filters[name].map((value) => ({
                value: value as string,
                title: value === '' ? t('advisory.by.all') : wordOf[name](value),
              }))}
              value={filter[name]}
              onChange={(value) => {
                setChosen(new Set());
                navigate({ to: '.', search: withSearch(search, { [name]: value }), replace: true });
              }}
            />
          ))}
        </div>
      )}
      {query.isPending ? (
        <Placeholder lines={6} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : rows.length === 0 ? (
        <NothingAffected filtered={filtered} />
      ) : (
        <AffectedTable
          rows={rows}
          chosen={loop.may.decide ? chosen : null}
          onChoose={setChosen}
          owners={loop.standings.length > 1 ? loop.standings : []}
        />
      )}
      {query.hasNextPage && (
        <Button
          className={classes.more}
          onClick={() => query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          {t('advisory.more')}
        </Button>
      )}
      <DecideDrawer
        what={deciding}
        advisoryId={id}
        title={loop.advisory.title}
        assets={[...new Map(assets.map((row) => [row.assetId, row.name]))]}
        ownerId={assets[0]?.ownerId ?? null}
        onClose={(done) => {
          setDeciding(null);
          if (done) setChosen(new Set());
        }}
      />
    </Section>
  );
}

function NothingAffected({ filtered }: { filtered: boolean }) {
  const { t } = useTexts();
  if (filtered) return <p className={classes.note}>{t('advisory.affected.filtered')}</p>;
  return (
    <Empty
      title={t('advisory.affected.none')}
      action={<Link to="/imports">{t('advisory.affected.import')}</Link>}
    >
      {t('advisory.affected.none.help')}
    </Empty>
  );
}
