import type { AllowedAction } from '#work/contract.ts';
import type { Names, Owner } from './names.ts';
import type { Translator } from './translator.ts';

export type RefusalView = AllowedAction['refusals'][number];

/** Why an action is not possible now, as a sentence. The clause is given apart. */
export function refusalWords(
  refusal: RefusalView,
  owner: Owner,
  { t, find }: Pick<Translator, 't' | 'find'>,
  names: Names,
  list: (items: readonly string[]) => string,
): string {
  const { rule, name = '' } = refusal;
  switch (rule) {
    case 'guard':
      return names.guard(owner, name);
    case 'role': {
      const roles = strings(detailOf(refusal, 'roles'));
      return roles.length === 0
        ? t('refusal.role.none')
        : t('refusal.role', { roles: list(roles.map((role) => names.role(role))) });
    }
    case 'segregation':
      return name === 'open'
        ? t('refusal.segregation.open')
        : t('refusal.segregation', { action: names.action(owner, name) });
    case 'tasks-open': {
      const open = strings(detailOf(refusal, 'open')).length;
      return t('refusal.tasks-open', { task: names.task(owner, name), open });
    }
    case 'hand-off-open':
    case 'hand-off-missing':
      return t(`refusal.${rule}`, { handOff: names.handOff(owner, name) });
    case 'request-open':
      return t('refusal.request-open', { request: names.request(owner, name) });
    case 'comment':
      return t('refusal.comment');
    case 'form':
      return t('refusal.form', { field: name === '' ? '' : names.field(owner, name) });
    default:
      return find(`refusal.${rule}`) ?? t('refusal.other', { rule });
  }
}

function detailOf(refusal: RefusalView, name: string): unknown {
  const detail = refusal.detail;
  return typeof detail === 'object' && detail !== null
    ? (detail as Record<string, unknown>)[name]
    : undefined;
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Refusals with the same words are one, with how often it was said. */
export function saidOnce(
  refusals: readonly RefusalView[],
  wordsOf: (refusal: RefusalView) => string,
): readonly { readonly words: string; readonly refusal: RefusalView; readonly times: number }[] {
  const said = new Map<string, { words: string; refusal: RefusalView; times: number }>();
  for (const refusal of refusals) {
    const words = wordsOf(refusal);
    const known = said.get(words);
    if (known === undefined) said.set(words, { words, refusal, times: 1 });
    else known.times += 1;
  }
  return [...said.values()];
}
