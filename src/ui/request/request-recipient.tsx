import { Button } from '@mantine/core';
import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import { isUrgent, type RequestKind } from '#engine/request.ts';
import type { AllowedAction } from '#work/contract.ts';
import type { RecipientView, RequestDetail } from '#work/requests/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { DutyNow } from '../duty/duty-now.tsx';
import { AddEvidence } from '../evidence/add-evidence.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { NobodyThere } from '../mark/absence.tsx';
import { Due, Instant } from '../mark/due.tsx';
import { Organisation, Person } from '../mark/party.tsx';
import { FieldList } from '../record/field-list.tsx';
import { AgreementActions, answersInCase } from './agreement-actions.tsx';
import classes from './request.module.css';
import { requestOwner } from './request-queries.ts';
import { RequestState } from './request-state.tsx';

export interface RequestRecipientProps {
  readonly detail: RequestDetail;
  readonly recipient: RecipientView;
  readonly kind: RequestKind | undefined;
}

/** Actions that the page performs by itself. */
const silent = ['see'];

/** What a recipient filled in: as its kind asks, why it declined, or as the action of the case asks by which it agreed or objected. */
function useAnswerFields(
  { request }: RequestDetail,
  { state }: RecipientView,
  kind: RequestKind | undefined,
): Fields | undefined {
  const actions = useDefinitions().procedure(request.procedure)?.actions;
  const declined = state === 'declined';
  const { agreement } = kind ?? {};
  if (agreement !== undefined) {
    return actions?.[declined ? agreement.object : agreement.agree]?.form;
  }
  return declined ? { alternative: { kind: 'text' } } : kind?.answer;
}

/** Whether the address names this recipient; then the page begins there, for the eye and for the keys. */
function useNamed(recipientId: string) {
  const named = useLocation({ select: ({ hash }) => hash === recipientId });
  const line = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (!named) return;
    line.current?.scrollIntoView({ block: 'center' });
    line.current?.focus({ preventScroll: true });
  }, [named]);
  return { named, line };
}

/** One recipient: where it stands, what it answered, and what the reader may do. */
export function RequestRecipient({ detail, recipient, kind }: RequestRecipientProps) {
  const { t, names } = useTexts();
  const { request, titles } = detail;
  const owner = `procedure.${request.procedure}` as const;
  const path = `requests/${request.id}/recipients/${recipient.id}`;
  const [action, setAction] = useState<AllowedAction | null>(null);
  const [adding, setAdding] = useState(false);
  const evidence = useDefinitions().procedure(request.procedure)?.evidence;
  const choose = useChoose(path, requestOwner, setAction);
  const answer = useAnswerFields(detail, recipient, kind);
  const inCase = kind?.agreement === undefined ? [] : answersInCase;
  const offered = (detail.allowedActions[recipient.id] ?? []).filter(
    (one) => ![...silent, ...inCase].includes(one.action) && one.allowed,
  );
  const owes = recipient.open && recipient.answeredAt === null;
  const isPressing = owes && kind !== undefined && isUrgent(kind, request.urgency);
  const { named, line } = useNamed(recipient.id);
  return (
    <li
      ref={line}
      id={recipient.id}
      data-named={named || undefined}
      tabIndex={named ? -1 : undefined}
    >
      <div className={classes.who}>
        <span>
          <Organisation id={recipient.organisationId} titles={titles} link />
          <span className={classes.note}>
            {recipient.personId === null ? (
              names.role(recipient.role)
            ) : (
              <Person id={recipient.personId} titles={titles} />
            )}
          </span>
        </span>
        <RequestState request={request} state={recipient.state} open={recipient.open} />
        {recipient.away != null && <NobodyThere {...recipient.away} />}
        {owes && recipient.dueAt !== null && <Due at={recipient.dueAt} />}
        {recipient.answeredAt !== null && <Instant at={recipient.answeredAt} />}
      </div>
      {isPressing && (
        <DutyNow organisation={recipient.organisationId} role={recipient.role} titled />
      )}
      {recipient.answer !== null && answer !== undefined && (
        <div className={classes.answer}>
          <FieldList
            owner={owner}
            fields={answer}
            values={recipient.answer}
            titles={titles}
            filled
          />
        </div>
      )}
      {recipient.comment !== null && <p className={classes.comment}>{recipient.comment}</p>}
      {recipient.mine && owes && evidence !== undefined && kind?.agreement === undefined && (
        <div>
          <Button onClick={() => setAdding(true)}>{names.evidence(owner, 'add')}</Button>
        </div>
      )}
      {adding && evidence !== undefined && (
        <AddEvidence
          owner={owner}
          rule={evidence}
          to={{ caseId: request.caseId, recipientId: recipient.id }}
          onClose={() => setAdding(false)}
        />
      )}
      {kind?.agreement !== undefined && (
        <AgreementActions detail={detail} recipient={recipient} agreement={kind.agreement} />
      )}
      {offered.length > 0 && (
        <ActionList owner={requestOwner} actions={offered} onChoose={choose} />
      )}
      <ActionDrawer
        caseId={request.caseId}
        owner={requestOwner}
        fieldsOwner={owner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={recipient.answer ?? {}}
        titles={{ ...titles, [recipient.id]: t('requests.request') }}
      />
    </li>
  );
}
