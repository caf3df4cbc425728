import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordPage, RecordView } from '#work/contract.ts';
import classes from './mission.module.css';

const owner = 'procedure.fact-finding-mission';

export interface Column {
  readonly title: string;
  readonly number?: boolean;
  readonly cell: (record: RecordView, page: RecordPage) => ReactNode;
}

interface ListSectionProps {
  readonly register: string;
  readonly title: string;
  /** What says that nothing is there yet, and what to do. */
  readonly none: string;
  readonly columns: readonly Column[];
  /** The action that writes the whole list, and the name of its rows in the form. */
  readonly write?: {
    readonly action: string;
    readonly rows: string;
    readonly names: readonly string[];
  };
  /** Nothing is drawn while the list is empty. */
  readonly optional?: boolean;
  /** Long lists are folded away behind a line that says how long they are. */
  readonly folded?: (items: readonly RecordView[]) => string;
  readonly order?: (a: RecordView, b: RecordView) => number;
}

/** One list of the programme as a table, with the form that writes it whole. */
export function ListSection(props: ListSectionProps) {
  const { register, title, none, columns, write, optional = false, order, folded } = props;
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const query = useQuery(recordsOfCaseQuery(register, detail.case.id));
  const items = [...(query.data?.items ?? [])].sort(order ?? (() => 0));
  const writes = write !== undefined && allowedOf(detail, write.action) !== undefined;
  if (optional && !writes && items.length === 0) return null;
  return (
    <Section
      title={title}
      action={
        writes && (
          <Button
            onClick={() =>
              open(write.action, write.action, {
                [write.rows]: items.map(({ id, fields }) => ({
                  id,
                  ...Object.fromEntries(
                    write.names.flatMap((name) =>
                      fields[name] === undefined ? [] : [[name, fields[name]]],
                    ),
                  ),
                })),
              })
            }
          >
            {names.action(owner, write.action)}
          </Button>
        )
      }
    >
      {query.isPending ? (
        <Placeholder lines={4} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t(none)}>{t(`${none}.help`)}</Empty>
      ) : folded === undefined ? (
        <Table columns={columns} items={items} page={query.data} />
      ) : (
        <details className={classes.folded}>
          <summary>{folded(items)}</summary>
          <Table columns={columns} items={items} page={query.data} />
        </details>
      )}
    </Section>
  );
}

function Table({
  columns,
  items,
  page,
}: {
  columns: readonly Column[];
  items: readonly RecordView[];
  page: RecordPage;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map(({ title, number }) => (
              <th key={title} scope="col" data-number={number || undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.id}>
              {columns.map(({ title, number, cell }) => (
                <td key={title} data-number={number || undefined} data-label={title}>
                  {cell(item, page)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
