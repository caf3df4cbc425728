import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useChoose } from '#ui/act/use-choose.ts';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from './meeting.module.css';

const owner = 'register.action-points';
const columns = ['title', 'owner', 'dueDate'] as const;

/** What was agreed in this meeting: drafted until LISO approves the report, then a life of its own. */
export function NewPoints() {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const query = useQuery(recordsOfCaseQuery('action-points', detail.case.id));
  const items = query.data?.items ?? [];
  const may = allowedOf(detail, 'add-action-point') !== undefined;
  return (
    <Section
      title={t('meeting.points')}
      action={<AddAction action="add-action-point" about={`new-${items.length}`} />}
    >
      {query.isPending ? (
        <Placeholder lines={3} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('meeting.points.none')}>{t('meeting.points.none.help')}</Empty>
      ) : (
        <ScrollTable label={t('meeting.points')}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {names.field(owner, column)}
                </th>
              ))}
              <th scope="col">{t('field.state')}</th>
              {may && <td />}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} titles={query.data.titles} may={may} />
            ))}
          </tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

function Row({ item, titles, may }: { item: RecordView; titles: Titles; may: boolean }) {
  const { t, names, formats } = useTexts();
  const { detail, path, open } = useWorkspace();
  const { fields, id, state = 'drafted' } = item;
  const about = { ...fields, actionPoint: id };
  const named = { ...titles, [id]: String(fields['title']) };
  const remove = allowedOf(detail, 'remove-action-point');
  const choose = useChoose(path, 'procedure.meeting', () =>
    open('remove-action-point', id, { actionPoint: id }, named),
  );
  const missing = (name: string) => (
    <span className={classes.missing}>
      {t('meeting.points.missing', { field: names.field(owner, name) })}
    </span>
  );
  return (
    <tr>
      <th scope="row">
        <Link to={`/registers/action-points/${id}`}>{String(fields['title'])}</Link>
        {typeof fields['becomes'] === 'string' && (
          <span className={classes.sub}>
            {t('meeting.points.becomes', { procedure: names.procedure(fields['becomes']) })}
          </span>
        )}
      </th>
      <td>
        {typeof fields['owner'] === 'string' ? titles[fields['owner']] : missing('owner')}
        <span className={classes.sub}>{titles[String(fields['organisation'])]}</span>
      </td>
      <td className={classes.time}>
        {typeof fields['dueDate'] === 'string'
          ? formats.date(fields['dueDate'])
          : missing('dueDate')}
      </td>
      <td>
        <StateMark owner={owner} state={state} />
      </td>
      {may && (
        <td className={classes.tools}>
          {state === 'drafted' && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={t('labelled', {
                label: t('meeting.change'),
                value: String(fields['title']),
              })}
              onClick={() => open('change-action-point', id, about, named)}
            >
              <Icon name="edit" size={14} />
            </Button>
          )}
          {state === 'drafted' && remove !== undefined && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={t('labelled', {
                label: t('meeting.remove'),
                value: String(fields['title']),
              })}
              onClick={() => choose(remove)}
            >
              <Icon name="trash" size={14} />
            </Button>
          )}
        </td>
      )}
    </tr>
  );
}
