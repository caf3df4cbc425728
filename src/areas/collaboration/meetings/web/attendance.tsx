import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import classes from './meeting.module.css';

const owner = 'register.attendances';
const columns = ['organisation', 'name', 'capacity', 'presence'] as const;

/** Who was there, for whom, and who was not. */
export function Attendance() {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const query = useQuery(recordsOfCaseQuery('attendances', detail.case.id));
  const items = query.data?.items ?? [];
  const titles = query.data?.titles ?? {};
  const may = allowedOf(detail, 'record-attendance') !== undefined;
  // Attendance is read by the facilitator and LISO; others read it in the report.
  if (query.isSuccess && items.length === 0 && !may) return null;
  const record = (about: string, stored: { readonly [name: string]: unknown }) =>
    open('record-attendance', about, stored, titles);
  return (
    <Section
      title={t('meeting.attendance')}
      action={
        <AddAction
          action="record-attendance"
          about={`new-${items.length}`}
          stored={{ presence: 'present' }}
        />
      }
    >
      {query.isPending ? (
        <Placeholder lines={3} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('meeting.attendance.none')}>{t('meeting.attendance.none.help')}</Empty>
      ) : (
        <ScrollTable label={t('meeting.attendance')}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {names.field(owner, column)}
                </th>
              ))}
              {may && <td />}
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, fields }) => (
              <tr key={id} data-absent={fields['presence'] === 'absent' || undefined}>
                <td>{titles[String(fields['organisation'])]}</td>
                <th scope="row">{String(fields['name'])}</th>
                <td>
                  {names.option(owner, 'capacity', String(fields['capacity']))}
                  {typeof fields['delegateFor'] === 'string' && (
                    <span className={classes.sub}>
                      {t('meeting.delegate-for', { name: fields['delegateFor'] })}
                    </span>
                  )}
                </td>
                <td>{names.option(owner, 'presence', String(fields['presence']))}</td>
                {may && (
                  <td className={classes.tools}>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={t('labelled', {
                        label: t('meeting.change'),
                        value: String(fields['name']),
                      })}
                      onClick={() => record(id, fields)}
                    >
                      <Icon name="edit" size={14} />
                    </Button>
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </Section>
  );
}
