import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '#ui/api/client.ts';
import { type Question, useConfirm } from '#ui/feedback/confirm.tsx';
import { showToast } from '#ui/feedback/toast-store.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';

export interface AdminAct {
  readonly run: () => Promise<unknown>;
  /** Text that says it is done. */
  readonly done: string;
  /** Asked before, for what cannot be taken back. */
  readonly ask?: Question;
}

/** Does something on an administration page: asks first where it must, says the outcome, and reads the page again. */
export function useAdminAct() {
  const { t, find } = useTexts();
  const client = useQueryClient();
  const confirm = useConfirm();
  const act = useMutation({
    mutationFn: ({ run }: AdminAct) => run(),
    onSuccess: (_, { done }) => {
      showToast({ tone: 'done', text: done });
      return client.invalidateQueries({ queryKey: ['admin'] });
    },
    onError: (error) => {
      const code = error instanceof ApiError ? error.problem.code : 'offline';
      const detail = error instanceof ApiError ? error.problem.detail : undefined;
      showToast({
        tone: 'problem',
        text: find(`problem.${code}`) ?? detail ?? t('problem.other'),
      });
    },
  });
  return {
    busy: act.isPending,
    act: async (wanted: AdminAct): Promise<void> => {
      if (wanted.ask === undefined || (await confirm(wanted.ask))) act.mutate(wanted);
    },
  };
}
