import { useQuery } from '@tanstack/react-query';
import { audienceQuery } from '../api/queries.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './record.module.css';

type Item = NonNullable<ReturnType<typeof useAudience>['data']>['items'][number];

function useAudience(path: string, owner: string) {
  return useQuery(audienceQuery(path, owner));
}

/** The reason in words, with terms, version and clause where it rests on one. */
function why(t: ReturnType<typeof useTexts>['t'], { reason, detail }: Item): string {
  const words = t(`audience.${reason}`);
  const { terms, version, clause } = detail;
  if (typeof terms !== 'string') return words;
  const named = t('audience.clause', { terms, version: String(version), clause: String(clause) });
  return t('audience.told-by', { why: words, clause: named });
}

/** Which organisations can see a record, and why: computed by the function that decides. */
export function Audience({ path, owner }: { path: string; owner: string }) {
  const { t, formats } = useTexts();
  const query = useAudience(path, owner);
  if (query.isPending) return <Placeholder lines={2} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const items = new Map(
    query.data.items.map((item) => [`${item.organisationId}-${item.reason}-${item.until}`, item]),
  );
  return (
    <ul className={classes.audience}>
      {[...items].map(([key, item]) => (
        <li key={key}>
          <span>{item.name}</span>
          <span className={classes.reason}>
            {why(t, item)}
            {item.until !== null && `, ${t('audience.until', { date: formats.dayOf(item.until) })}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
