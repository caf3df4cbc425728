import { useQuery } from '@tanstack/react-query';
import { caseQuery } from '../api/queries.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { Due } from '../mark/due.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { WaitsForLine } from '../presence/waits-for.tsx';
import { FieldList } from '../record/field-list.tsx';
import classes from './list.module.css';

/** A case at a glance. */
export function CasePeek({ id }: { id: string }) {
  const definitions = useDefinitions();
  const query = useQuery(caseQuery(id));
  if (query.isPending) return <Placeholder lines={8} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const { case: one, titles, waitingFor } = query.data;
  const owner = `procedure.${one.procedure}` as const;
  return (
    <>
      <div className={classes.peekHead}>
        <h2>{one.title}</h2>
        <p className={classes.reference}>{one.reference}</p>
        <StateMark owner={owner} state={one.state} />
        {one.dueAt !== null && one.closedAt === null && <Due at={one.dueAt} />}
        {one.closedAt === null && <WaitsForLine waitingFor={waitingFor} />}
      </div>
      <FieldList
        owner={owner}
        fields={definitions.procedure(one.procedure)?.fields ?? {}}
        values={one.fields}
        titles={titles}
        filled
      />
    </>
  );
}
