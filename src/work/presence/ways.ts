import type { RecordView } from '#engine/decision.ts';
import type { Action, LifeCycle } from '#engine/life-cycle.ts';
import type { LoadedCase } from '#work/cases/load-case.ts';
import type { Waiting, Way } from './waited-for.ts';

/** Who did what on a record, as far as the segregation of duties looks at it. */
type Done = Pick<RecordView, 'openedBy'> & {
  readonly performed: readonly { action: string; person: string; onBehalfOf: string | null }[];
};

/** The ways on from a state that people take, among the actions that count: each with the roles, and the persons who may not take it themselves. */
export function waysOn(
  { actions }: Pick<LifeCycle, 'actions'>,
  state: string,
  done: Done,
  counts: (action: Action) => boolean,
): Way[] {
  return Object.values(actions).flatMap((action) => {
    const { from, by } = action;
    if (from === 'any-open' || !from.includes(state) || typeof by === 'string') return [];
    return counts(action) ? [{ roles: by, except: exceptOf(action, done) }] : [];
  });
}

function exceptOf({ notBy = [] }: Action, { openedBy, performed }: Done): string[] {
  const opened = notBy.includes('open') && openedBy !== null ? [openedBy] : [];
  const acted = performed
    .filter(({ action }) => notBy.includes(action))
    .flatMap(({ person, onBehalfOf }) => (onBehalfOf === null ? [person] : [person, onBehalfOf]));
  return [...new Set([...opened, ...acted])];
}

/** Whoever may only cancel or reject a case keeps nobody waiting. */
export function waysOfCase(lifeCycle: Pick<LifeCycle, 'actions'>, { view }: LoadedCase): Way[] {
  return waysOn(lifeCycle, view.state, view, ({ destructive }) => destructive !== true);
}

/** What of a case says where the roles that its records wait for are held. */
export function placeOf({ row, parties }: Pick<LoadedCase, 'row' | 'parties'>) {
  const system = row.fields['system'];
  return {
    ...{ ownerId: row.ownerId, caseId: row.id, parties },
    systemId: typeof system === 'string' ? system : null,
  } satisfies Partial<Waiting>;
}
