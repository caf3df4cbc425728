import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from './meeting.module.css';

const owner = 'register.action-point-reviews';
const columns = ['title', 'owner', 'dueDate', 'status'] as const;

/** Action points of earlier meetings of the series or scope, each to be reviewed in this one. */
export function PreviousPoints() {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const query = useQuery(recordsOfCaseQuery('action-point-reviews', detail.case.id));
  const items = query.data?.items ?? [];
  const reviewed = items.filter(({ fields }) => typeof fields['status'] === 'string').length;
  return (
    <Section
      title={t('meeting.previous')}
      action={
        items.length > 0 && (
          <span className={classes.sub}>
            {t('meeting.previous.count', { reviewed, count: items.length })}
          </span>
        )
      }
    >
      {query.isPending ? (
        <Placeholder lines={3} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('meeting.previous.none')}>{t('meeting.previous.none.help')}</Empty>
      ) : (
        <ScrollTable label={t('meeting.previous')}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {names.field(owner, column)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} titles={query.data.titles} />
            ))}
          </tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

function Row({ item, titles }: { item: RecordView; titles: Titles }) {
  const { t, names, formats } = useTexts();
  const { detail, open } = useWorkspace();
  const { fields } = item;
  const status = fields['status'];
  const may = allowedOf(detail, 'review-action-point') !== undefined;
  const review = () =>
    open(
      'review-action-point',
      item.id,
      { ...fields, review: item.id },
      { [item.id]: String(fields['title']) },
    );
  return (
    <tr>
      <th scope="row">
        <Link to={`/registers/action-points/${String(fields['actionPoint'])}`}>
          {String(fields['title'])}
        </Link>
        {typeof fields['remark'] === 'string' && (
          <span className={classes.sub}>{fields['remark']}</span>
        )}
      </th>
      <td>
        {titles[String(fields['owner'])] ?? '–'}
        <span className={classes.sub}>{titles[String(fields['organisation'])]}</span>
      </td>
      <td className={classes.time}>
        {typeof fields['dueDate'] === 'string' ? formats.date(fields['dueDate']) : '–'}
        {typeof fields['newDueDate'] === 'string' && (
          <span className={classes.sub}>
            {t('meeting.new-date', { date: formats.date(fields['newDueDate']) })}
          </span>
        )}
      </td>
      <td>
        {typeof status === 'string' ? (
          <Mark
            kind={status === 'closed' ? 'achieved' : 'waiting'}
            word={names.option(owner, 'status', status)}
          />
        ) : (
          <Mark kind="initial" word={t('meeting.previous.open')} />
        )}
        {may && (
          <Button size="compact-sm" variant="subtle" onClick={review}>
            {t(typeof status === 'string' ? 'meeting.change' : 'meeting.review')}
          </Button>
        )}
      </td>
    </tr>
  );
}
