import { useState } from 'react';
import type { Agreement } from '#engine/request.ts';
import type { AllowedAction } from '#work/contract.ts';
import type { RecipientView, RequestDetail } from '#work/requests/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';

/** Actions of a recipient that are actions of the case where agreement is asked for. */
export const answersInCase: readonly string[] = ['answer', 'decline'];

export interface AgreementActionsProps {
  readonly detail: RequestDetail;
  readonly recipient: RecipientView;
  readonly agreement: Agreement;
}

/** Agreeing and objecting as the case has them: its words, its forms, on behalf of whom somebody stands in for. */
export function AgreementActions({ detail, recipient, agreement }: AgreementActionsProps) {
  const { request, titles } = detail;
  const owner = `procedure.${request.procedure}` as const;
  const path = `cases/${request.caseId}`;
  const [action, setAction] = useState<AllowedAction | null>(null);
  const choose = useChoose(path, owner, setAction);
  const offered = (detail.allowedActions[recipient.id] ?? [])
    .filter((one) => one.allowed && answersInCase.includes(one.action))
    .map((one) => ({
      ...one,
      action: one.action === 'answer' ? agreement.agree : agreement.object,
    }));
  if (offered.length === 0) return null;
  return (
    <>
      <ActionList owner={owner} actions={offered} onChoose={choose} />
      <ActionDrawer
        owner={owner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={{}}
        titles={titles}
      />
    </>
  );
}
