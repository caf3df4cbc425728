import { useQuery } from '@tanstack/react-query';
import { caseQuery } from '../api/queries.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Due } from '../mark/due.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { FieldList } from '../record/field-list.tsx';
import classes from './list.module.css';

/** A case at a glance. */
export function CasePeek({ id }: { id: string }) {
  const { t, formats, names } = useTexts();
  const definitions = useDefinitions();
  const query = useQuery(caseQuery(id));
  if (query.isPending) return <Placeholder lines={8} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const { case: one, titles, waitingFor } = query.data;
  const owner = `procedure.${one.procedure}` as const;
  const people = waitingFor.flatMap(({ people }) => people.map(({ name }) => name));
  const roles = waitingFor.map(({ role }) => names.role(role));
  return (
    <>
      <div className={classes.peekHead}>
        <h2>{one.title}</h2>
        <StateMark owner={owner} state={one.state} />
        {one.dueAt !== null && one.closedAt === null && <Due at={one.dueAt} />}
        {one.closedAt === null && roles.length > 0 && (
          <p>{t('case.waits', { people: formats.list(people.length > 0 ? people : roles) })}</p>
        )}
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
