import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { DeliverableDetail } from '#work/deliverables/contract.ts';
import { send } from '../api/client.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { showToast } from '../feedback/toast-store.ts';
import { useTexts } from '../i18n/texts-provider.tsx';

/** Opens a document that cases of the procedure leave; the server says who may. */
export function NewDeliverable({ caseId, procedure }: { caseId: string; procedure: string }) {
  const { t } = useTexts();
  const client = useQueryClient();
  const navigate = useNavigate();
  const types = useDefinitions().procedure(procedure)?.deliverables ?? [];
  const create = useMutation({
    mutationFn: (type: string) =>
      send<DeliverableDetail>('POST', `/cases/${caseId}/deliverables`, { type }),
    onSuccess: async ({ deliverable }) => {
      await client.invalidateQueries({ queryKey: ['case', caseId] });
      await navigate({ to: `/deliverables/${deliverable.id}` });
    },
    onError: (error) => showToast({ tone: 'problem', text: error.message }),
  });
  return types.map((type) => (
    <Button
      key={type}
      size="compact-sm"
      loading={create.isPending}
      onClick={() => create.mutate(type)}
    >
      {t('deliverable.open', { title: t(`deliverable.${type}.title`) })}
    </Button>
  ));
}
