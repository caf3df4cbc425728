import { useQuery } from '@tanstack/react-query';
import { recordQuery } from '../api/queries.ts';
import { useDefinitions } from '../api/use-definitions.ts';

/** Title of a record that a filter in the address names; undefined until it is known, and for none. */
export function useRecordTitle(to: string, id: string): string | undefined {
  const title = useDefinitions().register(to)?.title ?? 'name';
  const { data } = useQuery({ ...recordQuery(to, id), enabled: id !== '' });
  return data === undefined ? undefined : String(data.record.fields[title] ?? id);
}
