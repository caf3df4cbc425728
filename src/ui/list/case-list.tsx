import { Button } from '@mantine/core';
import { Link, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { CaseSummary } from '#work/contract.ts';
import type { DefinitionIndex } from '../api/definition-index.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { Empty } from '../feedback/notice.tsx';
import { labels, tlps } from '../form/label-fields.ts';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import { Ago, Due } from '../mark/due.tsx';
import { LabelBadge, TlpBadge } from '../mark/label-badge.tsx';
import { Organisation, type Titles } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import type { Column } from '../table/column.ts';
import type { FilterOption } from '../table/filter-option.ts';
import type { Search } from '../table/list-search.ts';
import { CasePeek } from './case-peek.tsx';
import { ListScreen } from './list-screen.tsx';

/** Cases of one procedure, or of all. */
export function CaseList({ procedure }: { procedure?: string }) {
  const texts = useTexts();
  const { t, names } = texts;
  const definitions = useDefinitions();
  const search = useSearch({ strict: false }) as Search;
  const chosen = procedure ?? search.procedure;
  const filters = useMemo(
    () => filtersOf(texts, definitions, chosen, procedure === undefined),
    [texts, definitions, chosen, procedure],
  );
  const columns = useMemo(() => (titles: Titles) => columnsOf(texts, titles), [texts]);
  const fixed = useMemo(() => (procedure === undefined ? {} : { procedure }), [procedure]);
  const shown = [
    'reference',
    'state',
    ...(procedure === undefined ? ['procedure'] : []),
    'dueAt',
    'ownerId',
    ...(procedure === undefined ? [] : ['updatedAt']),
  ];
  return (
    <ListScreen<CaseSummary>
      key={procedure ?? ''}
      label={procedure === undefined ? t('nav.cases') : names.procedure(procedure)}
      source="cases"
      fixed={fixed}
      defaultSort=""
      filters={filters}
      columns={columns}
      shown={shown}
      href={(row) => `/cases/${row.id}`}
      peek={(row) => <CasePeek id={row.id} />}
      empty={
        <Empty
          title={t('cases.empty')}
          action={
            procedure !== undefined && (
              <Button component={Link} to={`/cases/new/${procedure}`} variant="filled">
                {t('case.new', { procedure: names.procedure(procedure) })}
              </Button>
            )
          }
        >
          {texts.find(`procedure.${procedure ?? ''}.empty`) ?? t('cases.empty.help')}
        </Empty>
      }
    />
  );
}

function filtersOf(
  { t, names }: Texts,
  definitions: DefinitionIndex,
  procedure: string | undefined,
  several: boolean,
): FilterOption[] {
  const definition = procedure === undefined ? undefined : definitions.procedure(procedure);
  const yes = [{ value: 'true', title: t('yes') }];
  return [
    ...(several
      ? [
          {
            field: 'procedure',
            title: t('field.procedure'),
            choices: definitions.all.procedures.map(({ id }) => ({
              value: id,
              title: names.procedure(id),
            })),
          },
        ]
      : []),
    ...(definition === undefined
      ? []
      : [
          {
            field: 'state',
            title: t('field.state'),
            choices: Object.keys(definition.states).map((state) => ({
              value: state,
              title: names.state(`procedure.${definition.id}`, state),
            })),
          },
        ]),
    {
      field: 'assignee',
      title: t('filter.assignee'),
      choices: [{ value: 'me', title: t('filter.me') }],
    },
    { field: 'overdue', title: t('filter.overdue'), choices: yes },
    {
      field: 'open',
      title: t('filter.open'),
      choices: [
        { value: 'true', title: t('filter.open.true') },
        { value: 'false', title: t('filter.open.false') },
      ],
    },
    { field: 'organisation', title: t('field.ownerId'), choices: null, to: 'organisations' },
    {
      field: 'label',
      title: t('field.label'),
      choices: labels.map((value) => ({ value, title: t(`label.${value}`) })),
    },
    {
      field: 'tlp',
      title: t('field.tlp'),
      choices: tlps.map((value) => ({ value, title: `TLP:${value}` })),
    },
  ];
}

function columnsOf({ t, names }: Texts, titles: Titles): Column<CaseSummary>[] {
  return [
    {
      id: 'title',
      title: t('field.title'),
      sort: 'title',
      cell: (row) => <Link to={`/cases/${row.id}`}>{row.title}</Link>,
    },
    {
      id: 'reference',
      title: t('field.reference'),
      width: '8.25rem',
      whole: (row) => row.reference,
      sort: 'reference',
      cell: (row) => row.reference,
    },
    {
      id: 'state',
      title: t('field.state'),
      width: '11rem',
      cell: (row) => <StateMark owner={`procedure.${row.procedure}`} state={row.state} />,
    },
    {
      id: 'procedure',
      title: t('field.procedure'),
      width: '9.5rem',
      sort: 'procedure',
      cell: (row) => names.procedure(row.procedure),
    },
    {
      id: 'ownerId',
      title: t('field.ownerId'),
      width: '9.5rem',
      cell: (row) => <Organisation id={row.ownerId} titles={titles} />,
    },
    {
      id: 'dueAt',
      title: t('field.dueAt'),
      // German needs most: “Überfällig seit 53 Minuten”.
      width: '13rem',
      sort: 'dueAt',
      cell: (row) => row.dueAt !== null && row.closedAt === null && <Due at={row.dueAt} short />,
    },
    {
      id: 'updatedAt',
      title: t('field.updatedAt'),
      width: '8rem',
      sort: 'updatedAt',
      cell: (row) => <Ago at={row.updatedAt} />,
    },
    {
      id: 'openedAt',
      title: t('field.openedAt'),
      width: '9rem',
      sort: 'openedAt',
      cell: (row) => <Ago at={row.openedAt} />,
    },
    {
      id: 'label',
      title: t('field.label'),
      width: '8rem',
      cell: (row) => <LabelBadge label={row.label} />,
    },
    { id: 'tlp', title: t('field.tlp'), width: '8rem', cell: (row) => <TlpBadge tlp={row.tlp} /> },
  ];
}
