import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { RequestDetail } from '#work/requests/contract.ts';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Due, Instant } from '../mark/due.tsx';
import { LabelBadge, TlpBadge } from '../mark/label-badge.tsx';
import { Organisation, Person } from '../mark/party.tsx';
import { caseCrumb } from '../page/case-crumb.ts';
import { Page, Section } from '../page/page.tsx';
import { FieldList } from '../record/field-list.tsx';
import classes from './request.module.css';
import { countsOf } from './request-board.tsx';
import { requestOwner, requestQuery } from './request-queries.ts';
import { RequestRecipient } from './request-recipient.tsx';

/** One request to many: what is asked, the reader's own part first, and those of the others that he may see. */
export function RequestPage({ id }: { id: string }) {
  const { names } = useTexts();
  const query = useQuery(requestQuery(id));
  if (query.isSuccess) return <Loaded detail={query.data} />;
  return (
    <Page title={names.one('requests')}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={12} />
      )}
    </Page>
  );
}

/** Whoever opens what he was sent has seen it; that is told once, without asking him. */
function useSeen({ request }: RequestDetail): void {
  const client = useQueryClient();
  const told = useRef(false);
  useEffect(() => {
    const unseen = request.recipients.filter((one) => one.mine && one.state === 'sent');
    if (told.current || unseen.length === 0) return;
    told.current = true;
    Promise.all(
      unseen.map((one) =>
        send('POST', `/requests/${request.id}/recipients/${one.id}/actions/see`, {}),
      ),
    ).then(
      () => changed(client, `requests/${request.id}`),
      // That it was seen is no work of the reader's: he can go on without.
      () => undefined,
    );
  }, [client, request]);
}

function Loaded({ detail }: { detail: RequestDetail }) {
  const { t, names } = useTexts();
  const { request, titles } = detail;
  const owner = `procedure.${request.procedure}` as const;
  const kind = useDefinitions().procedure(request.procedure)?.requests?.[request.kind];
  const mine = request.recipients.filter((one) => one.mine);
  const others = request.recipients.filter((one) => !one.mine);
  useSeen(detail);
  return (
    <Page
      title={request.subject}
      crumbs={[{ title: t('nav.cases'), to: '/cases' }, ...caseCrumb(request.caseId, titles)]}
      meta={
        <>
          <span>{request.reference}</span>
          <span>{names.request(owner, request.kind)}</span>
          <span>{t('requests.urgency', { urgency: t(`urgency.${request.urgency}`) })}</span>
          <LabelBadge label={request.label} />
          <TlpBadge tlp={request.tlp} />
          <Organisation id={request.senderId} titles={titles} link />
          {request.dueAt !== null && <Due at={request.dueAt} />}
        </>
      }
    >
      <Section title={t('requests.asked')}>
        <p className={classes.text}>{request.text}</p>
        <FieldList
          owner={owner}
          fields={kind?.fields ?? {}}
          values={request.fields}
          titles={titles}
          filled
        />
      </Section>
      {mine.length > 0 && (
        <Section title={t('requests.mine')}>
          <ul className={classes.recipients}>
            {mine.map((one) => (
              <RequestRecipient key={one.id} detail={detail} recipient={one} kind={kind} />
            ))}
          </ul>
        </Section>
      )}
      {others.length > 0 && (
        <Section
          title={`${t('requests.recipients')}: ${t('requests.answered', countsOf(request))}`}
        >
          <p className={classes.note}>{t(request.hidden ? 'requests.hidden' : 'requests.open')}</p>
          <ul className={classes.recipients}>
            {others.map((one) => (
              <RequestRecipient key={one.id} detail={detail} recipient={one} kind={kind} />
            ))}
          </ul>
        </Section>
      )}
      <Steps detail={detail} />
    </Page>
  );
}

/** What was done by the recipients and for them, oldest first. */
function Steps({ detail: { request, steps, titles } }: { detail: RequestDetail }) {
  const { t, names } = useTexts();
  const organisationOf = new Map(request.recipients.map((one) => [one.id, one.organisationId]));
  return (
    <Section title={t('requests.steps')}>
      {steps.length === 0 ? (
        <p className={classes.note}>{t('requests.steps.none')}</p>
      ) : (
        <ul className={classes.steps}>
          {steps.map((step) => (
            <li key={step.recipientId + step.at + step.action}>
              <Instant at={step.at} />
              <span>
                <Person id={step.personId} titles={titles} />{' '}
                {names.done(requestOwner, step.action)} (
                {titles[organisationOf.get(step.recipientId) ?? ''] ?? ''})
                {step.comment !== null && <span className={classes.comment}> {step.comment}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
