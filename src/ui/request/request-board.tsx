import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { RequestView } from '#work/requests/contract.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { NobodyThere } from '../mark/absence.tsx';
import { Due, useNow } from '../mark/due.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './request.module.css';
import { RequestState, useStateWords } from './request-state.tsx';
import { type BoardKeys, useBoardKeys } from './use-board-keys.ts';

export interface RequestBoardProps {
  readonly requests: readonly RequestView[];
  readonly titles: Titles;
}

/** From this many organisations on their columns are as narrow as a mark, so that all of them are seen at once. */
const many = 9;

/** Requests of a case against those who were asked: one column for each organisation, so that it is seen at once who still owes what. */
export function RequestBoard({ requests, titles }: RequestBoardProps) {
  const { t, names } = useTexts();
  const organisations = [
    ...new Set(requests.flatMap(({ recipients }) => recipients.map((one) => one.organisationId))),
  ].sort((a, b) => (titles[a] ?? a).localeCompare(titles[b] ?? b));
  const narrow = organisations.length >= many;
  const { table, onKeyDown, ...keys } = useBoardKeys(requests, organisations);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={t('requests.board')} tabIndex={0}>
      <table
        ref={table}
        className={classes.board}
        data-narrow={narrow || undefined}
        onKeyDown={onKeyDown}
      >
        <caption className={classes.keys}>{t('requests.board.keys')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('requests.request')}</th>
            {organisations.map((id) => (
              <th key={id} scope="col">
                <span>{titles[id] ?? id}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {requests.map((request) => (
            <tr key={request.id}>
              <th scope="row">
                <Link to={`/requests/${request.id}`}>{request.subject}</Link>
                <span className={classes.note}>
                  {names.request(`procedure.${request.procedure}`, request.kind)} ·{' '}
                  {t('requests.answered', countsOf(request))}
                </span>
                {narrow && <Standing request={request} />}
              </th>
              {organisations.map((id) => (
                <td key={id}>
                  <Cell
                    {...{ request, narrow, ...keys }}
                    organisation={id}
                    name={titles[id] ?? id}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How many of those asked have answered what is asked still. */
export function countsOf({ recipients }: RequestView): { done: number; all: number } {
  const done = recipients.filter(
    ({ answeredAt, state }) => answeredAt !== null && state !== 'sent' && state !== 'void',
  );
  return { done: done.length, all: recipients.length };
}

/** How many stand where, in words: the narrow columns show marks alone. */
function Standing({ request }: { request: RequestView }) {
  const { t } = useTexts();
  const wordOf = useStateWords();
  const now = useNow();
  const states = Map.groupBy(request.recipients, ({ state }) => state);
  const late = request.recipients.filter((one) => isOwed(one) && Date.parse(one.dueAt ?? '') < now);
  const counts = [...states].map(([state, found]) =>
    t('requests.standing', { state: wordOf(request, state), count: found.length }),
  );
  if (late.length > 0) counts.push(t('requests.late', { count: late.length }));
  return <span className={classes.note}>{counts.join(' · ')}</span>;
}

function isOwed({ open, dueAt, state }: RequestView['recipients'][number]): boolean {
  return open && dueAt !== null && !['done', 'declined'].includes(state);
}

interface CellProps extends Pick<BoardKeys, 'reached' | 'onReach'> {
  readonly request: RequestView;
  readonly organisation: string;
  /** Of the organisation. */
  readonly name: string;
  readonly narrow: boolean;
}

/** Where an organisation stands with a request; it leads to what it answered. */
function Cell({ request, organisation, name, narrow, reached, onReach }: CellProps) {
  const { t } = useTexts();
  const asked = request.recipients.filter((one) => one.organisationId === organisation);
  if (asked.length === 0) {
    return (
      <span className={classes.nothing} title={t('requests.not-asked')}>
        <span aria-hidden="true">–</span>
        <VisuallyHidden>{t('requests.not-asked')}</VisuallyHidden>
      </span>
    );
  }
  return asked.map((one) => (
    <Link
      key={one.id}
      to={`/requests/${request.id}`}
      hash={one.id}
      className={classes.cell}
      tabIndex={one.id === reached ? 0 : -1}
      onFocus={() => onReach(one.id)}
    >
      <VisuallyHidden>{t('labelled.lead', { label: name })} </VisuallyHidden>
      <RequestState request={request} state={one.state} open={one.open} bare={narrow} />
      {isOwed(one) && one.dueAt !== null && <Due at={one.dueAt} short bare={narrow} />}
      {one.away != null && <NobodyThere {...one.away} bare={narrow} />}
    </Link>
  ));
}
