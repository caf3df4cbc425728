import type { Names, Owner } from './names.ts';
import type { Translator } from './translator.ts';

/**
 * What a task is called: by its declaration, by its duty, or by what another procedure is asked for (`planned:<procedure>`,
 * `accept:<hand-off>:<procedure>`).
 */
export function taskName(owner: Owner, task: string, names: Names, t: Translator['t']): string {
  const [kind, id, receiving] = task.split(':');
  if (id === undefined) return names.task(owner, task);
  if (kind === 'planned') return t('task.planned', { procedure: names.procedure(id) });
  if (kind === 'duty') return names.duty(owner, id);
  return receiving === undefined
    ? names.task(owner, id)
    : t('task.accept', { procedure: names.procedure(receiving) });
}
