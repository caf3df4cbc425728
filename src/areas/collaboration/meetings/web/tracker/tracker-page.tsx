import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Absence } from '#ui/mark/absence.tsx';
import { ChoiceBar } from '#ui/mark/choice-bar.tsx';
import { Due } from '#ui/mark/due.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page } from '#ui/page/page.tsx';
import { type Search, withSearch } from '#ui/table/list-search.ts';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from '../meeting.module.css';
import { trackerQuery } from '../queries.ts';

const owner = 'register.action-points';
const views = ['open', 'overdue', 'done', 'all'] as const;
type View = (typeof views)[number];

const statesOf: Readonly<Record<View, string | null>> = {
  open: 'open,done',
  overdue: 'open',
  done: 'closed,cancelled',
  all: null,
};

/** Late is what is still open on the day after its date. */
function isOverdue({ fields, state }: RecordView, today: string): boolean {
  return state === 'open' && typeof fields['dueDate'] === 'string' && fields['dueDate'] < today;
}

/** Action points of all meetings: what is late, what is open, whose it is. */
export function TrackerPage() {
  const { t } = useTexts();
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const view = views.find((one) => one === search['view']) ?? 'open';
  const states = statesOf[view];
  const organisation = search['organisation'] ?? '';
  const query = useInfiniteQuery(trackerQuery(states === null ? {} : { state: states }));
  const all = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const titles: Titles = Object.assign({}, ...(query.data?.pages ?? []).map((page) => page.titles));
  const today = new Date().toISOString().slice(0, 10);
  const rows = all
    .filter((row) => view !== 'overdue' || isOverdue(row, today))
    .filter((row) => organisation === '' || row.fields['organisation'] === organisation);
  const owners = [...new Set(all.map(({ fields }) => String(fields['organisation'] ?? '')))]
    .filter((id) => titles[id] !== undefined)
    .map((id) => ({ value: id, label: titles[id] ?? id }))
    .sort((one, other) => one.label.localeCompare(other.label));
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
        <Select
          aria-label={t('action-points.organisation')}
          placeholder={t('action-points.organisation')}
          data={owners}
          value={organisation === '' ? null : organisation}
          onChange={(value) => go({ organisation: value ?? '' })}
          clearable
          searchable
        />
      </div>
      {query.isPending ? (
        <Placeholder lines={10} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : rows.length === 0 ? (
        <Empty title={t(`action-points.none.${view}`)}>{t('action-points.none.help')}</Empty>
      ) : (
        <TrackerTable rows={rows} titles={titles} today={today} />
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
  const { fields, state = 'open', caseId, absence } = row;
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
      <td>
        {typeof caseId === 'string' && (
          <Link to={`/meetings/${caseId}`}>
            {titles[caseId] ?? String(fields['series'] ?? t('action-points.meeting'))}
          </Link>
        )}
      </td>
    </tr>
  );
}
