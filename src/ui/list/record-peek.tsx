import { useQuery } from '@tanstack/react-query';
import type { Register } from '#engine/register.ts';
import { recordQuery } from '../api/queries.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { FieldList } from '../record/field-list.tsx';
import classes from './list.module.css';

/** A record at a glance. */
export function RecordPeek({ register, id }: { register: Register; id: string }) {
  const query = useQuery(recordQuery(register.id, id));
  if (query.isPending) return <Placeholder lines={8} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const { record, titles } = query.data;
  const owner = `register.${register.id}` as const;
  return (
    <>
      <div className={classes.peekHead}>
        <h2>{String(record.fields[register.title] ?? '')}</h2>
        {record.state !== undefined && <StateMark owner={owner} state={record.state} />}
      </div>
      <FieldList
        owner={owner}
        fields={register.fields}
        values={record.fields}
        titles={titles}
        filled
      />
    </>
  );
}
