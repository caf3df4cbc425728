import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import { changed } from '#ui/act/use-act.ts';
import { send } from '#ui/api/client.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { FieldsForm } from '#ui/form/fields-form.tsx';
import { toInput, withoutNulls } from '#ui/form/form-values.ts';
import { useDraftForm } from '#ui/form/use-draft-form.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { LiaisonPartners } from '../contract.ts';
import classes from './incident.module.css';

/** Logs what was agreed with another NISO. What is typed survives until it is sent. */
export function LiaisonForm({
  partners,
  onDone,
}: {
  readonly partners: LiaisonPartners['items'];
  readonly onDone: () => void;
}) {
  const { t } = useTexts();
  const { path } = useWorkspace();
  const client = useQueryClient();
  const fields = useMemo<Fields>(
    () => ({
      with: {
        kind: 'choice',
        required: true,
        options: partners.map(({ organisationId }) => organisationId),
      },
      subject: { kind: 'text', required: true, max: 300 },
      text: { kind: 'text', required: true, multiline: true },
      agreed: { kind: 'text', multiline: true },
    }),
    [partners],
  );
  const titles = useMemo(
    () => Object.fromEntries(partners.map((one) => [one.organisationId, one.name])),
    [partners],
  );
  // With whom is sent also where there is only one: it is chosen already, not left out.
  const stored = useMemo(
    () => (partners.length === 1 ? { with: partners[0]?.organisationId } : {}),
    [partners],
  );
  const form = useDraftForm({ fields, form: `${path}/liaison`, stored });
  const log = useMutation({
    mutationFn: () => send('POST', `/${path}/liaison`, withoutNulls(toInput(fields, form.values))),
    onSuccess: async () => {
      form.sent();
      showToast({ tone: 'done', text: t('incident.liaison.logged') });
      await changed(client, path);
      onDone();
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <div className={classes.liaisonForm}>
      <FieldsForm
        owner="register.incident-liaison"
        fields={fields}
        form={form}
        titles={titles}
        verb={t('incident.liaison.log')}
        sending={log.isPending}
        onSend={() => {
          if (form.check()) log.mutate();
        }}
        onCancel={onDone}
      >
        {log.error !== null && <ProblemNotice error={log.error} />}
      </FieldsForm>
    </div>
  );
}
