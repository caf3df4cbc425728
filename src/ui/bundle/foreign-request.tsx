import type { RequestItem } from '#work/bundle/items/contract.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { FieldList } from '../record/field-list.tsx';
import { RequestState } from '../request/request-state.tsx';
import classes from './bundle.module.css';

/** What was asked in a foreign case, of whom, and the answers that were given along. */
export function ForeignRequest({
  item,
  procedure,
  titles,
}: {
  item: Readonly<Record<string, unknown>>;
  procedure: string;
  titles: Titles;
}) {
  const { t, formats } = useTexts();
  const definition = useDefinitions().procedure(procedure);
  const request = item as unknown as RequestItem;
  const kind = definition?.requests?.[request.kind];
  const owner = `procedure.${procedure}` as const;
  return (
    <details className={classes.item}>
      <summary>
        <span className={classes.title}>{request.subject}</span>
        <span className={classes.note}>
          {request.reference} · {formats.instant(request.sentAt)}
        </span>
      </summary>
      <p className={classes.prose}>{request.text}</p>
      {request.recipients.map((one) => (
        <div key={one.id}>
          <p>
            <span className={classes.title}>{titles[one.organisationId] ?? ''}</span>{' '}
            <RequestState
              request={{ procedure, kind: request.kind }}
              state={one.state}
              open={false}
            />
            {one.answeredAt !== null && (
              <span className={classes.note}> {formats.instant(one.answeredAt)}</span>
            )}
          </p>
          {one.comment !== null && <p className={classes.prose}>{one.comment}</p>}
          {one.answer !== null && (
            <FieldList
              owner={owner}
              fields={kind?.answer ?? {}}
              values={one.answer}
              titles={titles}
              filled
              unlinked
            />
          )}
        </div>
      ))}
      {request.recipients.length === 0 && (
        <p className={classes.note}>{t('foreign.recipients.none')}</p>
      )}
    </details>
  );
}
