import { useQuery } from '@tanstack/react-query';
import type { Register } from '#engine/register.ts';
import { recordQuery } from '../api/queries.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Absence } from '../mark/absence.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { FieldList } from '../record/field-list.tsx';
import { recordTitle } from '../record/record-title.ts';
import classes from './list.module.css';

/** A record at a glance. */
export function RecordPeek({ register, id }: { register: Register; id: string }) {
  const { names } = useTexts();
  const query = useQuery(recordQuery(register.id, id));
  if (query.isPending) return <Placeholder lines={8} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const { record, titles } = query.data;
  const owner = `register.${register.id}` as const;
  return (
    <>
      <div className={classes.peekHead}>
        <h2>{recordTitle(names, register, record.fields)}</h2>
        {record.state !== undefined && <StateMark owner={owner} state={record.state} />}
        {record.absence != null && <Absence {...record.absence} />}
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
