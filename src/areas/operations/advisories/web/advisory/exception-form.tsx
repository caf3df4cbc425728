import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { send } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { FieldsForm } from '#ui/form/fields-form.tsx';
import { toInput, withoutNulls } from '#ui/form/form-values.ts';
import { useDraftForm } from '#ui/form/use-draft-form.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { DecideDrawerProps } from './decide-drawer.tsx';
import { exceptionFields } from './decision-fields.ts';

/** Asks for an exception for the chosen assets; another person decides. */
export function ExceptionForm({ advisoryId, title, assets, ownerId, onClose }: DecideDrawerProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const stored = useMemo(() => ({ title }), [title]);
  const form = useDraftForm({
    fields: exceptionFields,
    form: `advisories/${advisoryId}/exception`,
    stored,
  });
  const ask = useMutation({
    mutationFn: () =>
      send(
        'POST',
        '/exceptions',
        {
          ...(ownerId === null ? {} : { ownerId }),
          fields: {
            ...withoutNulls(toInput(exceptionFields, form.values)),
            advisoryId,
            assets: assets.map(([id]) => id),
          },
        },
        { idempotencyKey },
      ),
    onSuccess: async () => {
      form.sent();
      showToast({ tone: 'done', text: t('advisory.excepted') });
      onClose(true);
      await client.invalidateQueries({ queryKey: ['record', 'advisories', advisoryId] });
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <FieldsForm
      owner="register.exceptions"
      fields={exceptionFields}
      form={form}
      verb={t('advisory.except')}
      sending={ask.isPending}
      onSend={() => ask.mutate()}
      onCancel={() => onClose(false)}
    >
      <p>{t('advisory.except.help')}</p>
      {ask.error !== null && form.faults.size === 0 && <ProblemNotice error={ask.error} />}
    </FieldsForm>
  );
}
