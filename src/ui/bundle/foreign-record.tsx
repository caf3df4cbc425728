import type { RecordItem } from '#work/bundle/items/contract.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import type { Titles } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { FieldList } from '../record/field-list.tsx';
import classes from './bundle.module.css';

/** A record of a foreign case: its title, and on demand its fields in the words of the register here. */
export function ForeignRecord({
  register,
  item,
  titles,
}: {
  register: string;
  item: Readonly<Record<string, unknown>>;
  titles: Titles;
}) {
  const definition = useDefinitions().register(register);
  const { id, fields, state } = item as unknown as RecordItem;
  const named = definition === undefined ? undefined : fields[definition.title];
  const title = typeof named === 'string' ? (titles[named] ?? named) : (titles[id] ?? id);
  return (
    <details className={classes.item}>
      <summary>
        <span className={classes.title}>{title}</span>
        {state !== undefined && <StateMark owner={`register.${register}`} state={state} />}
      </summary>
      <FieldList
        owner={`register.${register}`}
        fields={definition?.fields ?? {}}
        values={fields}
        titles={titles}
        filled
        unlinked
      />
    </details>
  );
}
