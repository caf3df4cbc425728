import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useChoose } from '#ui/act/use-choose.ts';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, Notice, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import type { RecordView } from '#work/contract.ts';
import { agendaTimes } from './agenda-times.ts';
import classes from './meeting.module.css';

const owner = 'procedure.meeting';

interface SupportingDocument {
  readonly kind: string;
  readonly title: string;
  readonly file?: string | null;
  readonly reference?: string | null;
}

interface Change {
  readonly change: string;
  readonly topic: string;
}

/** The agenda with the time of each item, and what the last proposal changed. */
export function Agenda() {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const query = useQuery(recordsOfCaseQuery('agenda-items', detail.case.id));
  const items = query.data?.items ?? [];
  const next = items.reduce((last, item) => Math.max(last, Number(item.fields['position'])), 0) + 1;
  const changes = (detail.case.fields['agendaChanges'] ?? []) as readonly Change[];
  return (
    <Section
      title={t('meeting.agenda')}
      action={
        <AddAction
          action="add-agenda-item"
          about={`new-${next}`}
          stored={{ position: next }}
          each={(row) => ({ position: next + row })}
        />
      }
    >
      {detail.case.state === 'agenda-consultation' && changes.length > 0 && (
        <Notice tone="note" title={t('meeting.agenda.changed')}>
          <ul className={classes.changes}>
            {changes.map(({ change, topic }) => (
              <li key={`${change}-${topic}`}>
                {topic} · {names.option(owner, 'agendaChanges.change', change)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {query.isPending ? (
        <Placeholder lines={6} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('meeting.agenda.none')}>{t('meeting.agenda.none.help')}</Empty>
      ) : (
        <AgendaTable items={items} />
      )}
    </Section>
  );
}

const columns = ['time', 'topic', 'presenter', 'minutes'] as const;

function AgendaTable({ items }: { items: readonly RecordView[] }) {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const { startsAt } = detail.case.fields;
  const timed = typeof startsAt === 'string';
  const times = agendaTimes(
    timed ? startsAt : null,
    items.map(({ fields }) => Number(fields['durationMinutes'])),
  );
  const total = items.reduce((sum, { fields }) => sum + Number(fields['durationMinutes']), 0);
  const mayWrite = allowedOf(detail, 'change-agenda-item') !== undefined;
  return (
    <ScrollTable label={t('meeting.agenda')}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" data-number={column === 'minutes' || undefined}>
              {t(`meeting.agenda.${column === 'time' && !timed ? 'number' : column}`)}
            </th>
          ))}
          {mayWrite && <td />}
        </tr>
      </thead>
      <tbody>
        {items.map((item, index) => (
          <AgendaRow key={item.id} item={item} time={times[index] ?? null} mayWrite={mayWrite} />
        ))}
      </tbody>
      <tfoot>
        <tr>
          <td />
          <th scope="row">{t('meeting.agenda.total')}</th>
          <td />
          <td data-number>{total}</td>
          {mayWrite && <td />}
        </tr>
      </tfoot>
    </ScrollTable>
  );
}

function AgendaRow({
  item,
  time,
  mayWrite,
}: {
  item: RecordView;
  time: string | null;
  mayWrite: boolean;
}) {
  const { t, names } = useTexts();
  const { detail, path, open } = useWorkspace();
  const { fields } = item;
  const remove = allowedOf(detail, 'remove-agenda-item');
  const choose = useChoose(path, owner, () =>
    open('remove-agenda-item', item.id, { item: item.id }),
  );
  const documents = (fields['documents'] ?? []) as readonly SupportingDocument[];
  return (
    <tr>
      <td className={classes.time}>{time ?? fields['position']?.toString()}</td>
      <th scope="row">
        {String(fields['topic'])}
        {documents.map(({ kind, title, reference, file }) => (
          <span key={`${kind}-${title}`} className={classes.sub}>
            {t('labelled.lead', { label: names.option(owner, 'documents.kind', kind) })}{' '}
            {file == null ? title : <Link to={`/evidence/${file}`}>{title}</Link>}
            {reference != null && reference !== '' && ` (${reference})`}
          </span>
        ))}
        {typeof fields['presentedBy'] === 'string' && (
          <span className={classes.sub}>
            {t('meeting.presented', { name: fields['presentedBy'] })}
          </span>
        )}
      </th>
      <td>{String(fields['presenter'])}</td>
      <td data-number>{String(fields['durationMinutes'])}</td>
      {mayWrite && (
        <td className={classes.tools}>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={t('labelled', {
              label: t('meeting.change'),
              value: String(fields['topic']),
            })}
            onClick={() => open('change-agenda-item', item.id, { ...fields, item: item.id })}
          >
            <Icon name="edit" size={14} />
          </Button>
          {remove !== undefined && (
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={t('labelled', {
                label: t('meeting.remove'),
                value: String(fields['topic']),
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
