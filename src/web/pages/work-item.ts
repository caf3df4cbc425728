import { type DueGroup, dueGroup, dueGroups } from '#ui/i18n/moments.ts';
import type { CaseSummary, Task } from '#work/contract.ts';

/** Something that waits for me: a task, or a case in which I can act. */
export interface WorkItem {
  readonly id: string;
  readonly dueAt: string | null;
  /** Role in which it waits; null for a case, where the state says it. */
  readonly role: string | null;
  readonly task: Task | null;
  readonly case: CaseSummary | null;
}

/** Tasks and cases as one list; a case that I have a task in is shown by the task. */
export function workItems(tasks: readonly Task[], cases: readonly CaseSummary[]): WorkItem[] {
  const byTask = new Set(tasks.map((task) => task.caseId));
  return [
    ...tasks.map((task) => ({ id: task.id, dueAt: task.dueAt, role: task.role, task, case: null })),
    ...cases
      .filter((one) => !byTask.has(one.id) && one.closedAt === null)
      .map((one) => ({ id: one.id, dueAt: one.dueAt, role: null, task: null, case: one })),
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
