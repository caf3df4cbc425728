import { useQuery } from '@tanstack/react-query';
import { recordQuery } from '../api/queries.ts';
import { useDefinitions } from '../api/use-definitions.ts';

/** Title of the record that a filter names. */
export function FilterTitle({ to, id }: { to: string; id: string }) {
  const title = useDefinitions().register(to)?.title ?? 'name';
  const { data } = useQuery(recordQuery(to, id));
  return data === undefined ? '…' : String(data.record.fields[title] ?? id);
}
