import { useQueryClient } from '@tanstack/react-query';
import type { Task } from '#work/contract.ts';
import type { SendingFormProps } from '../act/sending-form.tsx';
import { changed } from '../act/use-act.ts';
import { send } from '../api/client.ts';
import { useTexts } from '../i18n/texts-provider.tsx';

type Answering = Pick<SendingFormProps<unknown>, 'done' | 'onDone' | 'onCancel'> & {
  /** Sends the answer's fields, none where the task has no form, and what was remarked on it. */
  readonly answer: (
    fields: Readonly<Record<string, unknown>> | undefined,
    comment: unknown,
    idempotencyKey: string,
  ) => Promise<unknown>;
};

/** How the form of a task is sent, acknowledged and left. */
export function useTaskAnswer(task: Task, onClose: () => void): Answering {
  const { t } = useTexts();
  const client = useQueryClient();
  return {
    answer: (fields, comment, idempotencyKey) =>
      send(
        'POST',
        `/tasks/${task.id}/complete`,
        {
          ...(fields === undefined ? {} : { fields }),
          ...(typeof comment === 'string' ? { comment } : {}),
        },
        { idempotencyKey },
      ),
    done: () => t('task.completed'),
    onDone: async () => {
      onClose();
      await changed(client, `cases/${task.caseId}`);
    },
    onCancel: onClose,
  };
}
