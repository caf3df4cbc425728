import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Agreement, RequestKind } from '#engine/request.ts';
import type { RequestDetail } from '#work/requests/contract.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Due, Instant } from '../mark/due.tsx';
import { Marking } from '../mark/label-badge.tsx';
import { Organisation, Person } from '../mark/party.tsx';
import { caseCrumb } from '../page/case-crumb.ts';
import { Page, Section } from '../page/page.tsx';
import { Audience } from '../record/audience.tsx';
import { FieldList } from '../record/field-list.tsx';
import classes from './request.module.css';
import { countsOf } from './request-board.tsx';
import { requestOwner, requestQuery } from './request-queries.ts';
import { RequestRecipient } from './request-recipient.tsx';
import { useSeen } from './use-seen.ts';

/** The page that an area made for requests of a kind, and the key of its title. */
export type MadeForRequest = (
  procedure: string,
  kind: string,
  id: string,
) => { title: string; to: string } | null;

/** One request to many: what is asked, the reader's own part first, and those of the others that he may see. */
export function RequestPage({ id, made }: { id: string; made?: MadeForRequest }) {
  const { names } = useTexts();
  const query = useQuery(requestQuery(id));
  if (query.isSuccess) return <Loaded detail={query.data} made={made} />;
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

function Loaded({ detail, made }: { detail: RequestDetail; made: MadeForRequest | undefined }) {
  const { t, names } = useTexts();
  const { request, titles } = detail;
  const owner = `procedure.${request.procedure}` as const;
  const kind = useDefinitions().procedure(request.procedure)?.requests?.[request.kind];
  const mine = request.recipients.filter((one) => one.mine);
  const others = request.recipients.filter((one) => !one.mine);
  const own = made?.(request.procedure, request.kind, request.id) ?? null;
  const whoSees = useWhoSees();
  useSeen(detail);
  return (
    <Page
      title={request.subject}
      actions={
        own !== null && (
          <Button component={Link} to={own.to} variant="filled">
            {t(own.title)}
          </Button>
        )
      }
      crumbs={[{ title: t('nav.cases'), to: '/cases' }, ...caseCrumb(request.caseId, titles)]}
      meta={
        <>
          <span>{request.reference}</span>
          <span>{names.request(owner, request.kind)}</span>
          <span>{t('requests.urgency', { urgency: t(`urgency.${request.urgency}`) })}</span>
          <Marking label={request.label} tlp={request.tlp} />
          <Organisation id={request.senderId} titles={titles} link />
          {request.dueAt !== null && <Due at={request.dueAt} />}
        </>
      }
    >
      <Section title={t('requests.asked')}>
        <p className={classes.text}>{request.text}</p>
        {own === null && (
          <FieldList
            owner={owner}
            fields={kind?.fields ?? {}}
            values={request.fields}
            titles={titles}
            filled
          />
        )}
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
          title={t('labelled', {
            label: t('requests.recipients'),
            value: t('requests.answered', countsOf(request)),
          })}
        >
          <p className={classes.note}>{whoSees(request, kind)}</p>
          <ul className={classes.recipients}>
            {others.map((one) => (
              <RequestRecipient key={one.id} detail={detail} recipient={one} kind={kind} />
            ))}
          </ul>
        </Section>
      )}
      <Steps detail={detail} agreement={kind?.agreement} />
      <Section title={t('audience.title')}>
        <Audience path={`requests/${request.id}`} owner={request.ownerId} />
      </Section>
    </Page>
  );
}

/** Who sees which answers, in words. */
function useWhoSees(): (
  request: RequestDetail['request'],
  kind: RequestKind | undefined,
) => string {
  const { t, names, formats } = useTexts();
  return ({ hidden }, kind) => {
    const { shown = [] } = kind ?? {};
    if (!hidden) return t('requests.open');
    if (shown.length === 0) return t('requests.hidden');
    const roles = formats.list(shown.map((role) => names.role(role)));
    return t('requests.hidden.but', { roles });
  };
}

/** What was done by the recipients and for them, oldest first. */
function Steps({
  detail: { request, steps, titles },
  agreement,
}: {
  detail: RequestDetail;
  agreement: Agreement | undefined;
}) {
  const { t, names } = useTexts();
  // Whoever agrees or objects acts in the case, whose words say what he did.
  const inCase: { readonly [action: string]: string | undefined } =
    agreement === undefined ? {} : { answer: agreement.agree, decline: agreement.object };
  const doneOf = (action: string) => {
    const ofCase = inCase[action];
    if (ofCase === undefined) return names.done(requestOwner, action);
    return names.done(`procedure.${request.procedure}`, ofCase);
  };
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
                <Person id={step.personId} titles={titles} /> {doneOf(step.action)} (
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
