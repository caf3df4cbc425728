import { useQuery } from '@tanstack/react-query';
import { audienceQuery } from '../api/queries.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Withdraw } from '../sharing/withdraw.tsx';
import { reasonWords } from './reason-words.ts';
import classes from './record.module.css';

/** Which organisations can see a record, and why: computed by the function that decides. */
export function Audience({ path, owner }: { path: string; owner: string }) {
  const { t, formats } = useTexts();
  const query = useQuery(audienceQuery(path, owner));
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
            {reasonWords(t, item.reason, item.detail)}
            {item.until !== null && `, ${t('audience.until', { date: formats.dayOf(item.until) })}`}
          </span>
          {item.mayWithdraw && (
            <Withdraw path={path} organisationId={item.organisationId} name={item.name} />
          )}
        </li>
      ))}
    </ul>
  );
}
