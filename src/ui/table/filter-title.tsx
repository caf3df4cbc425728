import { useRecordTitle } from './use-record-title.ts';

/** Title of the record that a filter names. */
export function FilterTitle({ to, id }: { to: string; id: string }) {
  return useRecordTitle(to, id) ?? '…';
}
