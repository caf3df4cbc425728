import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { myCasesQuery, myTasksQuery } from '#ui/api/queries.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { TaskDrawer, useTaskName } from '#ui/case/case-tasks.tsx';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { Select } from '#ui/form/select.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Absence } from '#ui/mark/absence.tsx';
import { Due, useNow } from '#ui/mark/due.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Mark, StateMark } from '#ui/mark/state-mark.tsx';
import { Page } from '#ui/page/page.tsx';
import { myRequestsQuery } from '#ui/request/request-queries.ts';
import type { Task } from '#work/contract.ts';
import { AdminPage } from '../admin/admin-page.tsx';
import { isOperatorOnly } from '../admin/admin-places.ts';
import classes from './my-work.module.css';
import { NewCaseMenu } from './new-case-menu.tsx';
import { groupWork, rolesOf, type WorkItem, workItems } from './work-item.ts';

/** The first page: what waits for me, or for the operator, for whom nothing can wait, the administration. */
export function MyWorkPage() {
  return isOperatorOnly(useMe()) ? <AdminPage /> : <Work />;
}

/** What waits for me, by when, in which role. */
function Work() {
  const { t, names } = useTexts();
  const tasks = useQuery(myTasksQuery);
  const cases = useQuery(myCasesQuery);
  const requests = useQuery(myRequestsQuery);
  const now = useNow();
  const [role, setRole] = useState<string | null>(null);
  const [open, setOpen] = useState<Task | null>(null);
  const failed = tasks.error ?? cases.error ?? requests.error;
  const items = workItems(
    tasks.data?.items ?? [],
    cases.data?.items ?? [],
    requests.data?.items ?? [],
  );
  const titles = { ...cases.data?.titles, ...requests.data?.titles, ...tasks.data?.titles };
  const roles = rolesOf(items);
  const groups = groupWork(role === null ? items : items.filter((item) => item.role === role), now);
  return (
    <Page title={t('nav.my-work')} actions={<NewCaseMenu />}>
      {roles.length > 1 && (
        <Select
          className={classes.role}
          size="xs"
          aria-label={t('work.role')}
          placeholder={t('work.role')}
          clearable
          clearButtonProps={{ 'aria-label': t('form.clear') }}
          data={roles.map((value) => ({ value, label: names.role(value) }))}
          value={role}
          onChange={setRole}
        />
      )}
      {failed !== null ? (
        <ProblemNotice
          error={failed}
          retry={() => Promise.all([tasks.refetch(), cases.refetch(), requests.refetch()])}
        />
      ) : tasks.isPending || cases.isPending || requests.isPending ? (
        <Placeholder lines={12} />
      ) : groups.length === 0 ? (
        <Empty title={t('work.empty')}>{t('work.empty.help')}</Empty>
      ) : (
        <div className={classes.groups}>
          {groups.map(({ group, items: some }) => (
            <section key={group} className={classes.group}>
              <h2>
                {t(`work.${group}`)} <span className={classes.count}>{some.length}</span>
              </h2>
              <ul>
                {some.map((item) =>
                  item.request === null ? (
                    <Line key={item.id} item={item} titles={titles} onOpen={setOpen} />
                  ) : (
                    <RequestLine key={item.id} item={item} request={item.request} titles={titles} />
                  ),
                )}
              </ul>
            </section>
          ))}
        </div>
      )}
      <TaskDrawer
        task={open}
        owner={`procedure.${open?.procedure ?? ''}`}
        titles={titles}
        onClose={() => setOpen(null)}
      />
    </Page>
  );
}

interface LineProps {
  readonly item: WorkItem;
  readonly titles: Titles;
  readonly onOpen: (task: Task) => void;
}

function Line({ item, titles, onOpen }: LineProps) {
  const { t, names } = useTexts();
  const name = useTaskName();
  const { task, case: one } = item;
  const procedure = task?.procedure ?? one?.procedure ?? '';
  const owner = `procedure.${procedure}` as const;
  const caseId = task?.caseId ?? one?.id ?? '';
  return (
    <li className={classes.line}>
      {one === null ? (
        <Mark kind="initial" word={t('work.task')} />
      ) : (
        <StateMark owner={owner} state={one.state} />
      )}
      <span className={classes.title} data-short={task === null}>
        <Link to={`/cases/${caseId}`}>{task === null ? one?.title : name(task, owner)}</Link>
        <span className={classes.note}>
          {/* What it is about stands first: a narrow line cuts off its end. */}
          {task?.subject != null && `${titles[task.subject] ?? task.subject} · `}
          {task === null ? one?.reference : (task.caseTitle ?? '')}
        </span>
        {task?.absence != null && <Absence {...task.absence} />}
      </span>
      <span className={classes.note}>
        {procedure === '' ? '' : names.procedure(procedure)}
        {item.role !== null && ` · ${names.role(item.role)}`}
      </span>
      <span className={classes.due}>{item.dueAt !== null && <Due at={item.dueAt} short />}</span>
      <span className={classes.act}>
        {task?.may.complete === true && (
          <Button size="compact-xs" onClick={() => onOpen(task)}>
            {t('task.complete')}
          </Button>
        )}
      </span>
    </li>
  );
}

interface RequestLineProps {
  readonly item: WorkItem;
  readonly request: NonNullable<WorkItem['request']>;
  readonly titles: Titles;
}

/** Something asked of the reader's organisation: who asks, and until when. */
function RequestLine({ item, request, titles }: RequestLineProps) {
  const { t, names } = useTexts();
  return (
    <li className={classes.line}>
      <Mark kind="initial" word={t('work.request')} />
      <span className={classes.title}>
        <Link to={`/requests/${request.id}`}>{request.subject}</Link>
        <span className={classes.note}>
          {request.reference} · {t('requests.by', { organisation: titles[request.senderId] ?? '' })}
        </span>
      </span>
      <span className={classes.note}>
        {names.request(`procedure.${request.procedure}`, request.kind)}
        {item.role !== null && ` · ${names.role(item.role)}`}
      </span>
      <span className={classes.due}>{item.dueAt !== null && <Due at={item.dueAt} short />}</span>
      <span className={classes.act} />
    </li>
  );
}
