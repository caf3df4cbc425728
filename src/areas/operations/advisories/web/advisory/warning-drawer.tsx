import { Drawer } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Fields } from '#engine/fields.ts';
import { ActProblem } from '#ui/act/action-drawer.tsx';
import { send } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { showToast } from '#ui/feedback/toast-store.ts';
import { FieldsForm } from '#ui/form/fields-form.tsx';
import { useDraftForm } from '#ui/form/use-draft-form.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { CaseDetail } from '#work/contract.ts';

const fields: Fields = {
  $title: { kind: 'text', required: true, max: 300 },
  summary: { kind: 'text', required: true, multiline: true },
};

export interface WarningDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

/** Opens an early warning about this advisory by hand, for what matching did not raise. */
export function WarningDrawer({ opened, onClose, ...about }: WarningDrawerProps) {
  const { t } = useTexts();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      size="34rem"
      title={t('advisory.open-warning')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {opened && <WarningForm {...about} onClose={onClose} />}
    </Drawer>
  );
}

function WarningForm({ id, title, summary, onClose }: Omit<WarningDrawerProps, 'opened'>) {
  const { t } = useTexts();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const stored = useMemo(() => ({ $title: title.slice(0, 300), summary }), [title, summary]);
  const form = useDraftForm({ fields, form: `advisories/${id}/warning`, stored });
  const open = useMutation({
    mutationFn: () => {
      const { $title, summary: told } = form.values;
      const input = {
        procedure: 'early-warning',
        organisation: me.organisation.id,
        title: $title,
        fields: { source: 'vendor', summary: told, advisory: id },
      };
      return send<CaseDetail>('POST', '/cases', input, { idempotencyKey });
    },
    onSuccess: async (detail) => {
      form.sent();
      showToast({ tone: 'done', text: t('case.opened', { reference: detail.case.reference }) });
      await client.invalidateQueries({ queryKey: ['record', 'advisories', id] });
      await navigate({ to: `/cases/${detail.case.id}` });
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <FieldsForm
      owner="procedure.early-warning"
      fields={fields}
      form={form}
      verb={t('advisory.open-warning')}
      sending={open.isPending}
      onSend={() => open.mutate()}
      onCancel={onClose}
    >
      <p>{t('advisory.open-warning.help')}</p>
      {open.error !== null && form.faults.size === 0 && (
        <ActProblem error={open.error} owner="procedure.early-warning" />
      )}
    </FieldsForm>
  );
}
