import { useMutation, useQueryClient } from '@tanstack/react-query';
import { send } from '../api/client.ts';
import { showToast } from '../feedback/toast-store.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';

export interface ActInput {
  readonly comment?: string | null;
  readonly fields?: Record<string, unknown>;
  readonly onBehalfOf?: string | null;
  /** What the form started from, for actions of cases. */
  readonly basedOn?: Record<string, unknown>;
}

/** Performs an action on a case or record; what changed is read again everywhere. */
export function useAct(path: string, owner: Owner) {
  const client = useQueryClient();
  const { t, names } = useTexts();
  return useMutation({
    mutationFn: ({ action, input }: { action: string; input: ActInput }) =>
      send('POST', `/${path}/actions/${action}`, input),
    onSuccess: async (_, { action }) => {
      showToast({ tone: 'done', text: t('act.done', { action: names.action(owner, action) }) });
      await changed(client, path);
    },
  });
}

/** Reads again what a change may have touched: the record itself, lists, work, timeline. */
export async function changed(
  client: ReturnType<typeof useQueryClient>,
  path: string,
): Promise<void> {
  const [register = '', id = ''] = path.split('/');
  const keys = [
    register === 'cases' ? ['case', id] : ['record', register, id],
    ['history', path],
    // An answer may move the case that asked.
    ...(register === 'requests' ? [['case']] : []),
    // An action of a case may answer what the case asked.
    ...(register === 'cases' ? [['record', 'requests']] : []),
    ['list'],
    ['tasks'],
    ['notifications'],
    ['me'],
  ];
  await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
}
