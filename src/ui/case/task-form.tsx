import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { Task } from '#work/contract.ts';
import { ActProblem } from '../act/action-drawer.tsx';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import { showToast } from '../feedback/toast-store.ts';
import { FieldsForm } from '../form/fields-form.tsx';
import { toInput, withoutNulls } from '../form/form-values.ts';
import { useDraftForm } from '../form/use-draft-form.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';

export interface TaskFormProps {
  readonly task: Task;
  readonly owner: Owner;
  readonly titles: Titles;
  readonly onClose: () => void;
}

/** Answers a task: its declared fields and a comment. */
export function TaskForm({ task, owner, titles, onClose }: TaskFormProps) {
  const { t } = useTexts();
  const client = useQueryClient();
  const fields = useMemo<Fields>(
    () => ({ ...(task.form as Fields), $comment: { kind: 'text', multiline: true } }),
    [task.form],
  );
  const form = useDraftForm({
    fields,
    form: `tasks/${task.id}`,
    ...(task.answer === null ? {} : { stored: task.answer }),
  });
  const complete = useMutation({
    mutationFn: () => {
      const { $comment: comment, ...values } = withoutNulls(toInput(fields, form.values));
      return send('POST', `/tasks/${task.id}/complete`, {
        ...(Object.keys(task.form).length > 0 ? { fields: values } : {}),
        ...(typeof comment === 'string' ? { comment } : {}),
      });
    },
    onSuccess: async () => {
      form.sent();
      showToast({ tone: 'done', text: t('task.completed') });
      onClose();
      await changed(client, `cases/${task.caseId}`);
    },
    onError: (error) => form.refuse(error),
  });
  return (
    <FieldsForm
      owner={owner}
      fields={fields}
      form={form}
      titles={titles}
      verb={t('task.complete')}
      sending={complete.isPending}
      onSend={() => complete.mutate()}
      onCancel={onClose}
    >
      {complete.error !== null && form.faults.size === 0 && (
        <ActProblem error={complete.error} owner={owner} />
      )}
    </FieldsForm>
  );
}
