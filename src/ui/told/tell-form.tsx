import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { showToast } from '../feedback/toast-store.ts';
import { FieldsForm } from '../form/fields-form.tsx';
import { toInput } from '../form/form-values.ts';
import { useDraftForm } from '../form/use-draft-form.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './told.module.css';

/**
 * Tells further organisations. Terms in force decide: what they forbid comes back as a problem that names the clause, what they do not cover as one
 * that says who has to decide. What is chosen survives until it is sent.
 */
export function TellForm({
  owner,
  casePath,
  to,
  more = nothing,
  onDone,
}: {
  /** What declares the label of the field `organisations`. */
  readonly owner: Owner;
  readonly casePath: string;
  /** Where it is posted. */
  readonly to: string;
  /** What is posted beside the organisations. */
  readonly more?: Readonly<Record<string, unknown>>;
  readonly onDone: () => void;
}) {
  const { t } = useTexts();
  const client = useQueryClient();
  const fields = useMemo<Fields>(
    () => ({ organisations: { kind: 'references', to: 'organisations', required: true } }),
    [],
  );
  const form = useDraftForm({ fields, form: `${casePath}/${to}/${String(more['finding'] ?? '')}` });
  const tell = useMutation({
    mutationFn: () =>
      send('POST', `/${casePath}/${to}`, { ...toInput(fields, form.values), ...more }),
    onSuccess: async () => {
      form.sent();
      showToast({ tone: 'done', text: t('told.done') });
      await changed(client, casePath);
      onDone();
    },
  });
  return (
    <div className={classes.form}>
      <FieldsForm
        owner={owner}
        fields={fields}
        form={form}
        verb={t('told.tell')}
        sending={tell.isPending}
        onSend={() => {
          if (form.check()) tell.mutate();
        }}
        onCancel={onDone}
      >
        {tell.error !== null && <ProblemNotice error={tell.error} />}
      </FieldsForm>
    </div>
  );
}

const nothing = {};
