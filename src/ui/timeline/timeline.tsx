import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Fields } from '#engine/fields.ts';
import type { HistoryEntry } from '#work/contract.ts';
import { historyQuery } from '../api/queries.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { Terms } from '../glossary/terms.tsx';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Ago } from '../mark/due.tsx';
import { Person, type Titles } from '../mark/party.tsx';
import { reasonWords } from '../record/reason-words.ts';
import { Changes } from './changes.tsx';
import { actionOf, commentOf, movedOf } from './entry-details.ts';
import classes from './timeline.module.css';

export interface TimelineProps {
  /** `cases/<id>` or `<register>/<id>`. */
  readonly path: string;
  readonly owner: Owner;
  readonly fields: Fields;
}

/** What happened, newest first: who, on whose behalf, when, what changed; each line is an entry of the trail. */
export function Timeline({ path, owner, fields }: TimelineProps) {
  const { t } = useTexts();
  const query = useInfiniteQuery(historyQuery(path));
  if (query.isPending) return <Placeholder lines={5} />;
  if (query.isError) return <ProblemNotice error={query.error} retry={() => query.refetch()} />;
  const titles = Object.assign({}, ...query.data.pages.map((page) => page.titles)) as Titles;
  const entries = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ol className={classes.timeline}>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} owner={owner} fields={fields} titles={titles} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button
          className={classes.more}
          onClick={() => query.fetchNextPage()}
          disabled={query.isFetchingNextPage}
        >
          {t('timeline.more')}
        </Button>
      )}
    </>
  );
}

interface EntryProps {
  readonly entry: HistoryEntry;
  readonly owner: Owner;
  readonly fields: Fields;
  readonly titles: Titles;
}

/** Why it was opened to others is a word of the product, not of a person. */
function sharedBecause(t: ReturnType<typeof useTexts>['t'], { action, details }: HistoryEntry) {
  const reason = details?.['reason'];
  if (action !== 'audience.widen' || typeof reason !== 'string') return null;
  return reasonWords(t, reason, details ?? {});
}

function Entry({ entry, owner, fields, titles }: EntryProps) {
  return (
    <li className={classes.entry}>
      <span
        className={classes.dot}
        data-by={entry.personId === null ? 'product' : 'person'}
        aria-hidden="true"
      />
      <div className={classes.body}>
        <EntryWords entry={entry} owner={owner} titles={titles} />
        <Changes entry={entry} owner={owner} fields={fields} titles={titles} />
      </div>
    </li>
  );
}

interface EntryWordsProps extends Omit<EntryProps, 'fields'> {
  /** Null leaves out from which state to which. */
  readonly moved?: ReturnType<typeof movedOf>;
}

/** Who did what, on whose behalf, when, and what they said to it. */
export function EntryWords({ entry, owner, titles, moved = movedOf(entry) }: EntryWordsProps) {
  const { t, names } = useTexts();
  const comment = sharedBecause(t, entry) ?? commentOf(entry);
  return (
    <>
      <p className={classes.line}>
        <Person id={entry.personId} titles={titles} />
        <span className={classes.what}>{names.done(owner, actionOf(entry))}</span>
        {entry.onBehalfOf !== null && (
          <span>
            {t('timeline.on-behalf', { person: titles[entry.onBehalfOf] ?? t('person.unknown') })}
          </span>
        )}
        {(entry.via === 'link' || entry.via === 'mail') && (
          <span>{t(`timeline.via.${entry.via}`)}</span>
        )}
        {moved !== null && (
          <span className={classes.moved}>
            {names.state(owner, moved.from)} <span aria-hidden="true">→</span>{' '}
            {t('timeline.to', { state: names.state(owner, moved.to) })}
          </span>
        )}
        <span className={classes.when}>
          <Ago at={entry.at} />
        </span>
      </p>
      {comment !== null && (
        <blockquote className={classes.comment}>
          <Terms>{comment}</Terms>
        </blockquote>
      )}
    </>
  );
}
