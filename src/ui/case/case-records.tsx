import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Register } from '#engine/register.ts';
import type { CaseDetail } from '#work/contract.ts';
import { recordsOfCaseQuery } from '../api/queries.ts';
import { useDefinitions, useMe } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Absence } from '../mark/absence.tsx';
import { Icon } from '../mark/icon.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { Section } from '../page/page.tsx';
import { FieldValue } from '../record/field-value.tsx';
import { recordTitle } from '../record/record-title.ts';
import classes from './case.module.css';

/** Records that hang on a case, a table for each register of its procedure. */
export function CaseRecords({ detail }: { detail: CaseDetail }) {
  const registers = useDefinitions().registersOfCase(detail.case.procedure);
  return registers.map((register) => (
    <RecordsOfCase key={register.id} register={register} detail={detail} />
  ));
}

/** The records of one register on a page that an area made for its cases. */
export function RecordsOf({ register: id, detail }: { register: string; detail: CaseDetail }) {
  const registers = useDefinitions().registersOfCase(detail.case.procedure);
  const register = registers.find((one) => one.id === id);
  return register === undefined ? null : <RecordsOfCase register={register} detail={detail} />;
}

function RecordsOfCase({ register, detail }: { register: Register; detail: CaseDetail }) {
  const { t, names } = useTexts();
  const me = useMe();
  const { id: caseId, ownerId, closedAt } = detail.case;
  // A party reads what was shared with it in the roles that it holds at home; in others the server would only refuse.
  const reads = me.roles.some(
    ({ role }) =>
      register.access.read.includes(role) || register.access.read.includes('any-member'),
  );
  const query = useQuery({ ...recordsOfCaseQuery(register.id, caseId), enabled: reads });
  const may = (roles: readonly string[]) =>
    me.roles.some(
      ({ role, organisationId }) =>
        organisationId === ownerId && (roles.includes(role) || roles.includes('any-member')),
    );
  // What somebody of another organisation or role cannot see here is not worth an empty part; what was shared with a party is.
  const shared = query.isSuccess && query.data.items.length > 0;
  if (!may(register.access.read) && !shared) return null;
  const mayCreate = closedAt === null && may(register.access.create);
  return (
    <Section
      title={names.register(register.id)}
      action={
        mayCreate && (
          <Button
            component={Link}
            to={`/registers/${register.id}/new?case=${caseId}`}
            leftSection={<Icon name="plus" size={12} />}
          >
            {t('record.new', { one: names.one(register.id) })}
          </Button>
        )
      }
    >
      {query.isPending ? (
        <Placeholder lines={2} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : query.data.items.length === 0 ? (
        <p className={classes.note}>{t('case.records.none')}</p>
      ) : (
        <RecordTable register={register} page={query.data} />
      )}
    </Section>
  );
}

interface RecordTableProps {
  readonly register: Register;
  readonly page: Awaited<ReturnType<NonNullable<ReturnType<typeof recordsOfCaseQuery>['queryFn']>>>;
}

function RecordTable({ register, page }: RecordTableProps) {
  const { t, names } = useTexts();
  const owner = `register.${register.id}` as const;
  const listed = Object.entries(register.fields).filter(
    ([name, field]) => field.list === true && name !== register.title,
  );
  return (
    <div className={classes.scroll}>
      <table className={classes.records}>
        <thead>
          <tr>
            <th scope="col">{names.field(owner, register.title)}</th>
            {register.lifeCycle !== undefined && <th scope="col">{t('field.state')}</th>}
            {listed.map(([name]) => (
              <th key={name} scope="col">
                {names.field(owner, name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.items.map((record) => (
            <tr key={record.id}>
              <th scope="row">
                <Link to={`/registers/${register.id}/${record.id}`}>
                  {recordTitle(names, register, record.fields) || record.id}
                </Link>
              </th>
              {record.state !== undefined && (
                <td>
                  <StateMark owner={owner} state={record.state} />{' '}
                  {record.absence != null && <Absence {...record.absence} bare />}
                </td>
              )}
              {listed.map(([name, field]) => (
                <td key={name}>
                  <FieldValue
                    owner={owner}
                    name={name}
                    field={field}
                    value={record.fields[name]}
                    titles={page.titles}
                    short
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
