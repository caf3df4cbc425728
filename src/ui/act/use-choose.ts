import type { AllowedAction } from '#work/contract.ts';
import { ApiError } from '../api/client.ts';
import { useConfirm } from '../feedback/confirm.tsx';
import { showToast } from '../feedback/toast-store.ts';
import type { Owner } from '../i18n/names.ts';
import { refusalWords } from '../i18n/refusals.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { startStanding } from './on-behalf.ts';
import { useAct } from './use-act.ts';
import { useStanding } from './use-standing.ts';

/** What choosing an action does: a form opens when there is something to fill in, a destructive act is confirmed, anything else happens. */
export function useChoose(path: string, owner: Owner, openForm: (action: AllowedAction) => void) {
  const act = useAct(path, owner);
  const standingOf = useStanding(path);
  const confirm = useConfirm();
  const texts = useTexts();
  const { t, names } = texts;
  return async (action: AllowedAction): Promise<void> => {
    const standing = standingOf(action);
    const several = standing.others.length + (standing.self ? 1 : 0) > 1;
    if (Object.keys(action.form).length > 0 || action.comment === 'required' || several) {
      openForm(action);
      return;
    }
    const consequence = names.consequence(owner, action.action);
    if (action.destructive || consequence !== null) {
      const yes = await confirm({
        title: names.action(owner, action.action),
        consequence: consequence ?? t('act.destructive'),
        verb: names.action(owner, action.action),
      });
      if (!yes) return;
    } else if (action.comment === 'optional') {
      openForm(action);
      return;
    }
    const onBehalfOf = startStanding(standing);
    act.mutate(
      { action: action.action, input: onBehalfOf === null ? {} : { onBehalfOf } },
      {
        onError: (error) => {
          const refusals = error instanceof ApiError ? (error.problem.refusals ?? []) : [];
          const why = refusals.map((refusal) =>
            refusalWords(refusal, owner, texts, names, texts.formats.list),
          );
          showToast({ tone: 'problem', text: [t('act.refused'), ...why].join(' ') });
        },
      },
    );
  };
}
