import { type DueGroup, dueGroup, dueGroups } from '#ui/i18n/moments.ts';
import type { CaseSummary, Task } from '#work/contract.ts';
import type { RequestView } from '#work/requests/contract.ts';

/** Something that waits for me: a task, something asked of me, or a case in which I can act. */
export interface WorkItem {
  readonly id: string;
  readonly dueAt: string | null;
  /** Role in which it waits; null for a case, where the state says it. */
  readonly role: string | null;
  readonly task: Task | null;
  readonly case: CaseSummary | null;
  readonly request: RequestView | null;
}

/** Tasks and cases as one list; a case that I have a task in is shown by the task. */
export function workItems(
  tasks: readonly Task[],
  cases: readonly CaseSummary[],
  requests: readonly RequestView[] = [],
): WorkItem[] {
  const byTask = new Set(tasks.map((task) => task.caseId));
  const nothing = { task: null, case: null, request: null };
  return [
    ...tasks.map((task) => {
      return { ...nothing, id: task.id, dueAt: task.dueAt, role: task.role, task };
    }),
    ...requests.map((request) => {
      const mine = request.recipients.find((one) => one.mine && one.answeredAt === null);
      const role = mine?.role ?? null;
      return { ...nothing, id: request.id, dueAt: mine?.dueAt ?? null, role, request };
    }),
    ...cases
      .filter((one) => !byTask.has(one.id) && one.closedAt === null)
      .map((one) => ({ ...nothing, id: one.id, dueAt: one.dueAt, role: null, case: one })),
  ];
}

/** Work by due date, most urgent first; groups without work are left out. */
export function groupWork(
  items: readonly WorkItem[],
  now: number,
): { group: DueGroup; items: WorkItem[] }[] {
  const sorted = [...items].sort((a, b) => (a.dueAt ?? '9999').localeCompare(b.dueAt ?? '9999'));
  return dueGroups
    .map((group) => ({
      group,
      items: sorted.filter((item) => dueGroup(item.dueAt, now) === group),
    }))
    .filter((entry) => entry.items.length > 0);
}

/** Roles in which work waits, for the filter above the list. */
export function rolesOf(items: readonly WorkItem[]): string[] {
  return [...new Set(items.flatMap(({ role }) => (role === null ? [] : [role])))].sort();
}
