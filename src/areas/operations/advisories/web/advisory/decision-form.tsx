import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '#ui/api/client.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { FieldsForm } from '#ui/form/fields-form.tsx';
import { toInput, withoutNulls } from '#ui/form/form-values.ts';
import { useDraftForm } from '#ui/form/use-draft-form.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { DecideDrawerProps } from './decide-drawer.tsx';
import { type DecisionKind, decisionFields } from './decision-fields.ts';

/** One decision for each of the chosen assets. */
export function DecisionForm({
  advisoryId,
  assets,
  ownerId,
  kind,
  onClose,
}: DecideDrawerProps & { readonly kind: DecisionKind }) {
  const { t, names } = useTexts();
  const client = useQueryClient();
  const fields = decisionFields[kind];
  const form = useDraftForm({ fields, form: `advisories/${advisoryId}/decision/${kind}` });
  const decide = useMutation({
    mutationFn: () =>
      send<{ changed: number }>('POST', '/findings/dispositions', {
        ...withoutNulls(toInput(fields, form.values)),
        ...(ownerId === null ? {} : { ownerId }),
        advisoryId,
        kind,
        assetIds: assets.map(([id]) => id),
      }),
    onSuccess: async ({ changed }) => {
      form.sent();
      showToast({ tone: 'done', text: t('advisory.decided', { count: changed }) });
      onClose(true);
      await client.invalidateQueries({ queryKey: ['record', 'advisories', advisoryId] });
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <FieldsForm
      owner="register.dispositions"
      fields={fields}
      form={form}
      verb={t('advisory.decide.verb', {
        kind: names.option('register.dispositions', 'kind', kind),
      })}
      sending={decide.isPending}
      onSend={() => decide.mutate()}
      onCancel={() => onClose(false)}
    >
      <p>{t(`advisory.decide.help.${kind}`)}</p>
      {decide.error !== null && form.faults.size === 0 && <ProblemNotice error={decide.error} />}
    </FieldsForm>
  );
}
