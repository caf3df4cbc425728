import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CaseDetail } from '#work/contract.ts';
import type { DeliverableDetail } from '#work/deliverables/contract.ts';
import { send } from '../api/client.ts';
import { showToast } from '../feedback/toast-store.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './deliverable.module.css';

interface NewDeliverableProps {
  readonly caseId: string;
  readonly writable: CaseDetail['writable'];
}

/** Opens a document that the case can leave; whoever may not write it reads who does. */
export function NewDeliverable({ caseId, writable }: NewDeliverableProps) {
  const { t, names, formats } = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = useMutation({
    mutationFn: (type: string) =>
      send<DeliverableDetail>('POST', `/cases/${caseId}/deliverables`, { type }),
    onSuccess: async ({ deliverable }) => {
      await client.invalidateQueries({ queryKey: ['case', caseId] });
      await navigate({ to: `/deliverables/${deliverable.id}` });
    },
    onError: (error) => showToast({ tone: 'problem', text: error.message }),
  });
  return writable.map(({ type, isLeft, allowed, roles }) => {
    const title = t(`deliverable.${type}.title`);
    if (!isLeft) {
      return (
        <p key={type} className={classes.note}>
          {t('labelled', { label: title, value: t(`deliverable.${type}.only-when`) })}
        </p>
      );
    }
    return allowed ? (
      <Button
        key={type}
        size="compact-sm"
        loading={create.isPending}
        onClick={() => create.mutate(type)}
      >
        {t('deliverable.open', { title })}
      </Button>
    ) : (
      <p key={type} className={classes.note}>
        {t('deliverable.written-by', { title, roles: formats.list(roles.map(names.role)) })}
      </p>
    );
  });
}
