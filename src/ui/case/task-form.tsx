import { Stack } from '@mantine/core';
import { useMemo } from 'react';
import type { Fields } from '#engine/fields.ts';
import type { Task } from '#work/contract.ts';
import { SendingForm } from '../act/sending-form.tsx';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import classes from './case.module.css';
import { useTaskAnswer } from './use-task-answer.ts';

export interface TaskFormProps {
  readonly task: Task;
  readonly owner: Owner;
  readonly titles: Titles;
  readonly onClose: () => void;
}

/** What another procedure is asked for is answered in its words, not in those of the case that asks. */
function answerer({ task }: Task, owner: Owner): Owner {
  const [kind, id] = task.split(':');
  return kind === 'planned' && id !== undefined ? `procedure.${id}` : owner;
}

/** Answers a task: what it asks in words, its declared fields and a comment. */
export function TaskForm({ task, owner, titles, onClose }: TaskFormProps) {
  const { t } = useTexts();
  const { answer, ...sending } = useTaskAnswer(task, onClose);
  const fields = useMemo<Fields>(
    () => ({ ...(task.form as Fields), $comment: { kind: 'text', multiline: true } }),
    [task.form],
  );
  return (
    <Stack gap="md" align="stretch">
      {task.asked.length > 0 && (
        <section aria-label={t('task.asked')}>
          <h3 className={classes.key}>{t('task.asked')}</h3>
          {task.asked.map((words) => (
            <p key={words} className={classes.asked}>
              {words}
            </p>
          ))}
        </section>
      )}
      <SendingForm
        owner={answerer(task, owner)}
        fields={fields}
        name={`tasks/${task.id}`}
        {...(task.answer === null ? {} : { stored: task.answer })}
        titles={titles}
        verb={t('task.complete')}
        send={({ $comment: comment, ...values }, idempotencyKey) =>
          answer(Object.keys(task.form).length > 0 ? values : undefined, comment, idempotencyKey)
        }
        {...sending}
      />
    </Stack>
  );
}
