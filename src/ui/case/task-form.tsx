import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { Task } from '#work/contract.ts';
import { SendingForm } from '../act/sending-form.tsx';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
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
  return (
    <SendingForm
      owner={owner}
      fields={fields}
      name={`tasks/${task.id}`}
      {...(task.answer === null ? {} : { stored: task.answer })}
      titles={titles}
      verb={t('task.complete')}
      send={({ $comment: comment, ...values }, idempotencyKey) =>
        send(
          'POST',
          `/tasks/${task.id}/complete`,
          {
            ...(Object.keys(task.form).length > 0 ? { fields: values } : {}),
            ...(typeof comment === 'string' ? { comment } : {}),
          },
          { idempotencyKey },
        )
      }
      done={() => t('task.completed')}
      onDone={async () => {
        onClose();
        await changed(client, `cases/${task.caseId}`);
      }}
      onCancel={onClose}
    />
  );
}
