import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { TextField } from '#engine/fields.ts';
import type { Register } from '#engine/register.ts';
import type { RecordView } from '#work/contract.ts';
import { Empty } from '../feedback/notice.tsx';
import { useDeclaredOptions } from '../form/use-declared-options.ts';
import type { Owner } from '../i18n/names.ts';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import { Absence } from '../mark/absence.tsx';
import { Ago } from '../mark/due.tsx';
import { Organisation, type Titles } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { FieldValue } from '../record/field-value.tsx';
import { recordTitle } from '../record/record-title.ts';
import type { Column } from '../table/column.ts';
import type { FilterOption } from '../table/filter-option.ts';
import { columnsOf } from '../table/list-search.ts';
import { BulkActions } from './bulk-actions.tsx';
import { ListScreen } from './list-screen.tsx';
import { RecordPeek } from './record-peek.tsx';

/** Records of a register, derived from its declaration. */
export function RecordList({ register, mayCreate }: { register: Register; mayCreate: boolean }) {
  const texts = useTexts();
  const { t, find, names } = texts;
  const roles = useDeclaredOptions('role');
  const procedures = useDeclaredOptions('procedure');
  const filters = useMemo(
    () => filtersOf(texts, register, { role: roles, procedure: procedures }),
    [texts, register, roles, procedures],
  );
  const { all, shown } = useMemo(() => columnsOf(register), [register]);
  const columns = useMemo(
    () => (titles: Titles) => makeColumns(texts, register, all, titles),
    [texts, register, all],
  );
  const open = (id: string) => `/registers/${register.id}/${id}`;
  return (
    <ListScreen<RecordView>
      key={register.id}
      label={names.register(register.id)}
      source={register.id}
      defaultSort={register.defaultSort}
      filters={filters}
      columns={columns}
      shown={shown}
      href={(row) => open(row.id)}
      peek={(row) => <RecordPeek register={register} id={row.id} />}
      bulk={(ids, done) => <BulkActions register={register} ids={ids} onDone={done} />}
      empty={
        <Empty
          title={t('records.empty', { register: names.register(register.id) })}
          action={
            mayCreate && (
              <Button component={Link} to={`/registers/${register.id}/new`} variant="filled">
                {t('record.new', { one: names.one(register.id) })}
              </Button>
            )
          }
        >
          {mayCreate
            ? (find(`register.${register.id}.empty`) ?? t('records.empty.help'))
            : t('records.empty.read')}
        </Empty>
      }
    />
  );
}

type Declared = NonNullable<TextField['of']>;

function filtersOf(
  { t, names }: Texts,
  register: Register,
  declared: Readonly<Record<Declared, readonly { value: string; label: string }[]>>,
): FilterOption[] {
  const owner: Owner = `register.${register.id}`;
  const options: FilterOption[] = [];
  if (register.lifeCycle !== undefined) {
    const choices = Object.keys(register.lifeCycle.states).map((state) => ({
      value: state,
      title: names.state(owner, state),
    }));
    options.push({ field: 'state', title: t('field.state'), choices });
  }
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.filter !== true) continue;
    const title = names.field(owner, name);
    if (field.kind === 'choice' || field.kind === 'choices') {
      options.push({
        field: name,
        title,
        choices: field.options.map((value) => ({ value, title: names.option(owner, name, value) })),
      });
    } else if (field.kind === 'text' && field.of !== undefined) {
      const choices = declared[field.of].map(({ value, label }) => ({ value, title: label }));
      options.push({ field: name, title, choices });
    } else if (field.kind === 'boolean') {
      options.push({
        field: name,
        title,
        choices: [
          { value: 'true', title: t('yes') },
          { value: 'false', title: t('no') },
        ],
      });
    } else {
      options.push({
        field: name,
        title,
        choices: null,
        ...('to' in field ? { to: field.to } : {}),
        ...(field.kind === 'date' ? { days: true } : {}),
      });
    }
  }
  return options;
}

function makeColumns(
  texts: Texts,
  register: Register,
  all: readonly string[],
  titles: Titles,
): Column<RecordView>[] {
  const { t, names } = texts;
  const owner: Owner = `register.${register.id}`;
  const title: Column<RecordView> = {
    id: register.title,
    title: names.field(owner, register.title),
    ...(register.fields[register.title]?.sort === true ? { sort: register.title } : {}),
    cell: (row) => (
      <Link to={`/registers/${register.id}/${row.id}`}>
        {recordTitle(names, register, row.fields) || row.id}
      </Link>
    ),
  };
  const rest = all.map((id): Column<RecordView> => {
    const field = register.fields[id];
    if (field === undefined) return headColumn(id, t(`field.${id}`), owner, titles);
    return {
      id,
      title: names.field(owner, id),
      width: widths[field.kind] ?? '10rem',
      numeric: field.kind === 'integer' || field.kind === 'decimal',
      ...(field.sort === true ? { sort: id } : {}),
      cell: (row) => (
        <FieldValue
          owner={owner}
          name={id}
          field={field}
          value={row.fields[id]}
          titles={titles}
          short
        />
      ),
    };
  });
  return [title, ...rest];
}

const widths: { readonly [kind: string]: string } = {
  integer: '7rem',
  decimal: '7rem',
  boolean: '7rem',
  date: '8rem',
  instant: '8rem',
  choice: '8.5rem',
};

function headColumn(id: string, title: string, owner: Owner, titles: Titles): Column<RecordView> {
  switch (id) {
    case 'state':
      return {
        id,
        title,
        width: '11rem',
        cell: (row) => (
          <>
            {row.state !== undefined && <StateMark owner={owner} state={row.state} />}{' '}
            {row.absence != null && <Absence {...row.absence} bare />}
          </>
        ),
      };
    case 'ownerId':
      return {
        id,
        title,
        width: '12rem',
        cell: (row) =>
          row.ownerId !== undefined && <Organisation id={row.ownerId} titles={titles} />,
      };
    default:
      return {
        id,
        title,
        width: '9rem',
        cell: (row) => <Ago at={id === 'createdAt' ? row.createdAt : row.updatedAt} />,
      };
  }
}
