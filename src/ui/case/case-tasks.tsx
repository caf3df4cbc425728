import { Button, Drawer } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { CaseDetail, Task } from '#work/contract.ts';
import type { Owner } from '../i18n/names.ts';
import { taskName } from '../i18n/task-name.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Absence } from '../mark/absence.tsx';
import { Due, Instant } from '../mark/due.tsx';
import { Organisation, type Titles } from '../mark/party.tsx';
import { Mark } from '../mark/state-mark.tsx';
import { Section } from '../page/page.tsx';
import classes from './case.module.css';

/** Brings all inputs of forms along, which the list of tasks does without. */
const AcceptanceForm = lazy(() =>
  import('./acceptance-form.tsx').then((module) => ({ default: module.AcceptanceForm })),
);
const TaskForm = lazy(() =>
  import('./task-form.tsx').then((module) => ({ default: module.TaskForm })),
);

export interface CaseTasksProps {
  readonly detail: CaseDetail;
  readonly owner: Owner;
  /** Only those that the reader can complete now, where the page shows the others elsewhere. */
  readonly mine?: boolean;
}

/** Tasks of a case, open ones first, each with its party, role and due date. */
export function CaseTasks({ detail, owner, mine = false }: CaseTasksProps) {
  const { t } = useTexts();
  const [open, setOpen] = useState<Task | null>(null);
  const { titles } = detail;
  const shown = mine
    ? detail.tasks.filter((task) => task.may.complete && task.state === 'open')
    : detail.tasks;
  if (shown.length === 0) return null;
  const order = [...shown].sort((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open'));
  const done = detail.tasks.filter((task) => task.state === 'done').length;
  return (
    <Section title={mine ? t('tasks.mine') : t('tasks.title', { done, all: detail.tasks.length })}>
      <ul className={classes.tasks}>
        {order.map((task) => (
          <TaskLine
            key={task.id}
            task={task}
            owner={owner}
            titles={titles}
            onOpen={() => setOpen(task)}
          />
        ))}
      </ul>
      <TaskDrawer task={open} owner={owner} titles={titles} onClose={() => setOpen(null)} />
    </Section>
  );
}

export interface TaskLineProps {
  readonly task: Task;
  readonly owner: Owner;
  readonly titles: Titles;
  readonly onOpen: () => void;
}

export function useTaskName(): (task: Task, owner: Owner) => string {
  const { t, names } = useTexts();
  return (task, owner) => taskName(owner, task.task, names, t);
}

function TaskLine({ task, owner, titles, onOpen }: TaskLineProps) {
  const { t, names } = useTexts();
  const name = useTaskName();
  const kind =
    task.state === 'open' ? 'initial' : task.state === 'done' ? 'achieved' : 'not-achieved';
  return (
    <li>
      <Mark kind={kind} word={t(`task-state.${task.state}`)} />
      <span className={classes.taskName}>
        <span>
          {task.subject === null
            ? name(task, owner)
            : t('labelled', {
                label: name(task, owner),
                value: titles[task.subject] ?? task.subject,
              })}
        </span>
        <span className={classes.note}>
          {task.assigneeId === null ? names.role(task.role) : titles[task.assigneeId]} ·{' '}
          <Organisation id={task.ownerId} titles={titles} />
        </span>
        {task.absence !== null && <Absence {...task.absence} />}
      </span>
      <span className={classes.taskDue}>
        {task.state === 'open'
          ? task.dueAt !== null && <Due at={task.dueAt} short />
          : task.doneAt !== null && <Instant at={task.doneAt} />}
      </span>
      {task.may.complete && task.state === 'open' && (
        <Button onClick={onOpen}>{t('task.complete')}</Button>
      )}
    </li>
  );
}

export interface TaskDrawerProps {
  readonly task: Task | null;
  readonly owner: Owner;
  readonly titles: Titles;
  readonly onClose: () => void;
}

/** The procedure that a task asks to take something on, or null. */
function receivingOf(task: Task | null): string | null {
  const [kind, , receiving] = task?.task.split(':') ?? [];
  return kind === 'accept' && receiving !== undefined ? receiving : null;
}

/** The form of a task beside the page. */
export function TaskDrawer({ task, owner, titles, onClose }: TaskDrawerProps) {
  const { t } = useTexts();
  const name = useTaskName();
  const receiving = receivingOf(task);
  return (
    <Drawer
      opened={task !== null}
      onClose={onClose}
      size="34rem"
      title={task === null ? '' : name(task, owner)}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {task !== null && (
        <Suspense>
          {receiving === null ? (
            <TaskForm key={task.id} task={task} owner={owner} titles={titles} onClose={onClose} />
          ) : (
            <AcceptanceForm key={task.id} {...{ task, receiving, titles, onClose }} />
          )}
        </Suspense>
      )}
    </Drawer>
  );
}
