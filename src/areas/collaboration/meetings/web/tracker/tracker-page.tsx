import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Parameters } from '#ui/api/client.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { ChooseRecord } from '#ui/form/choose-record.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Absence } from '#ui/mark/absence.tsx';
import { ChoiceBar } from '#ui/mark/choice-bar.tsx';
import { Due, useNow } from '#ui/mark/due.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page } from '#ui/page/page.tsx';
import { type Search, withSearch } from '#ui/table/list-search.ts';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import { useRecordTitle } from '#ui/table/use-record-title.ts';
import type { RecordView } from '#work/contract.ts';
import classes from '../meeting.module.css';
import { trackerQuery } from '../queries.ts';

const owner = 'register.action-points';
const views = ['open', 'overdue', 'done', 'all'] as const;
type View = (typeof views)[number];

/** What the server is asked for; late is what is still open on the day after its date. */
const filtersOf: Readonly<Record<View, (yesterday: string) => Parameters>> = {
  open: () => ({ state: 'open,done' }),
  overdue: (yesterday) => ({ state: 'open', dueDate: `..${yesterday}` }),
  done: () => ({ state: 'closed,cancelled' }),
  all: () => ({}),
};

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function isOverdue({ fields, state }: RecordView, today: string): boolean {
  return state === 'open' && typeof fields['dueDate'] === 'string' && fields['dueDate'] < today;
}

/** Action points of all meetings: what is late, what is open, whose it is. */
export function TrackerPage() {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const view = views.find((one) => one === search['view']) ?? 'open';
  const organisation = search['organisation'] ?? '';
  const organisationName = useRecordTitle('organisations', organisation);
  const now = useNow();
  const query = useInfiniteQuery(
    trackerQuery({ ...filtersOf[view](dayOf(now - 86_400_000)), organisation }),
  );
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const titles: Titles = Object.assign({}, ...(query.data?.pages ?? []).map((page) => page.titles));
  const go = (change: Search) =>
    navigate({ to: '.', search: withSearch(search, change), replace: true });
  return (
    <Page title={t('action-points.title')}>
      <div className={classes.filters}>
        <ChoiceBar
          label={t('action-points.view')}
          choices={views.map((value) => ({ value, title: t(`action-points.view.${value}`) }))}
          value={view}
          onChange={(value) => go({ view: value })}
        />
        <div className={classes.chosen}>
          <ChooseRecord
            to="organisations"
            label={t('action-points.organisation')}
            size="xs"
            value={organisation}
            onChange={(id) => go({ organisation: id })}
            titles={organisationName === undefined ? {} : { [organisation]: organisationName }}
          />
        </div>
      </div>
      {query.isPending ? (
        <Placeholder lines={10} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty
          title={
            organisationName === undefined
              ? t(`action-points.none.${view}`)
              : t('action-points.none.of', { organisation: organisationName })
          }
        >
          {t('action-points.none.help')}
        </Empty>
      ) : (
        <TrackerTable rows={rows} titles={titles} today={dayOf(now)} />
      )}
      {query.hasNextPage && (
        <Button onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage} mt={12}>
          {t('action-points.more')}
        </Button>
      )}
    </Page>
  );
}

interface TableProps {
  readonly rows: readonly RecordView[];
  readonly titles: Titles;
  readonly today: string;
}

function TrackerTable({ rows, titles, today }: TableProps) {
  const { t, names } = useTexts();
  return (
    <ScrollTable label={t('action-points.title')}>
      <thead>
        <tr>
          <th scope="col">{names.field(owner, 'title')}</th>
          <th scope="col">{names.field(owner, 'dueDate')}</th>
          <th scope="col">{names.field(owner, 'owner')}</th>
          <th scope="col">{t('field.state')}</th>
          <th scope="col">{t('action-points.meeting')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TrackerRow key={row.id} row={row} titles={titles} late={isOverdue(row, today)} />
        ))}
      </tbody>
    </ScrollTable>
  );
}

function TrackerRow({ row, titles, late }: { row: RecordView; titles: Titles; late: boolean }) {
  const { t, names, formats } = useTexts();
  const { fields, state = 'open', absence } = row;
  const { dueDate, becomes, carriedOver } = fields;
  return (
    <tr>
      <th scope="row">
        <Link to={`/registers/action-points/${row.id}`}>{String(fields['title'])}</Link>
        {typeof becomes === 'string' && (
          <span className={classes.sub}>
            {t('meeting.points.becomes', { procedure: names.procedure(becomes) })}
          </span>
        )}
      </th>
      <td className={classes.time}>
        {typeof dueDate !== 'string' ? (
          '–'
        ) : late ? (
          <Due at={`${dueDate}T23:59:59.000Z`} short />
        ) : (
          formats.date(dueDate)
        )}
        {Number(carriedOver ?? 0) > 0 && (
          <span className={classes.sub}>
            {t('action-points.carried', { count: Number(carriedOver) })}
          </span>
        )}
      </td>
      <td>
        {titles[String(fields['owner'])] ?? '–'}
        <span className={classes.sub}>{titles[String(fields['organisation'])]}</span>
        {absence != null && state === 'open' && <Absence {...absence} />}
      </td>
      <td>
        <StateMark owner={owner} state={state} />
        {absence != null && state === 'done' && <Absence {...absence} />}
      </td>
      <td className={classes.meetings}>
        <Meetings row={row} titles={titles} />
      </td>
    </tr>
  );
}

/** The meeting that left it, and the one after that last carried it over or closed it; who takes no part in one reads its series. */
function Meetings({ row, titles }: { row: RecordView; titles: Titles }) {
  const { t } = useTexts();
  const { fields, state, caseId } = row;
  const { reviewedIn, carriedOver, series } = fields;
  const isCarried = Number(carriedOver ?? 0) > 0 && (state === 'open' || state === 'done');
  const named = (id: string) =>
    titles[id] === undefined ? (
      String(series ?? t('action-points.meeting'))
    ) : (
      <Link to={`/meetings/${id}`}>{titles[id]}</Link>
    );
  return (
    <>
      {typeof caseId === 'string' && named(caseId)}
      {typeof reviewedIn === 'string' && (
        <span className={classes.sub}>
          {t(isCarried ? 'action-points.carried-to' : 'action-points.reviewed-in')}{' '}
          {named(reviewedIn)}
        </span>
      )}
    </>
  );
}
