import { useInfiniteQuery } from '@tanstack/react-query';
import type { CaseDetail } from '#work/contract.ts';
import { historyQuery } from '../api/queries.ts';
import { commentOf, movedOf } from '../timeline/entry-details.ts';
import { EntryWords } from '../timeline/timeline.tsx';
import classes from './case.module.css';

/** The step that brought the case where it is, when words were said to it: who returned it, and why. */
export function LastStep({ detail }: { detail: CaseDetail }) {
  const one = detail.case;
  const first = useInfiniteQuery(historyQuery(`cases/${one.id}`)).data?.pages[0];
  const last = first?.items.find((entry) => movedOf(entry) !== null);
  if (first === undefined || last === undefined) return null;
  if (movedOf(last)?.to !== one.state || commentOf(last) === null) return null;
  return (
    <div className={classes.last}>
      <EntryWords
        entry={last}
        owner={`procedure.${one.procedure}`}
        titles={first.titles}
        moved={null}
      />
    </div>
  );
}
