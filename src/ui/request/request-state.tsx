import type { RequestView } from '#work/requests/contract.ts';
import type { StateKind } from '../api/definition-index.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Mark } from '../mark/state-mark.tsx';
import { requestOwner } from './request-queries.ts';

const kinds: { readonly [state: string]: StateKind } = {
  sent: 'initial',
  seen: 'initial',
  done: 'waiting',
  declined: 'waiting',
  verified: 'achieved',
  released: 'not-achieved',
  void: 'unknown',
  withdrawn: 'unknown',
};

type Asked = Pick<RequestView, 'procedure' | 'kind'>;

/** What the states of a request's recipients are called: who is asked for agreement agrees or objects. */
export function useStateWords(): (request: Asked | undefined, state: string) => string {
  const { t, names } = useTexts();
  const { procedure } = useDefinitions();
  return (request, state) => {
    const agreement = request && procedure(request.procedure)?.requests?.[request.kind]?.agreement;
    if (agreement !== undefined && state === 'done') return t('requests.agreed');
    if (agreement !== undefined && state === 'declined') return t('requests.objected');
    return names.state(requestOwner, state);
  };
}

/**
 * Where a recipient stands; an answer that nobody has to verify is the end.
 * @param request without it, the words are those of every request
 */
export function RequestState({
  request,
  state,
  open,
  bare = false,
}: {
  request?: Asked;
  state: string;
  open: boolean;
  bare?: boolean;
}) {
  const wordOf = useStateWords();
  const over: StateKind = state === 'done' ? 'achieved' : 'not-achieved';
  const kind = kinds[state] ?? 'active';
  return (
    <Mark
      kind={!open && kind === 'waiting' ? over : kind}
      word={wordOf(request, state)}
      bare={bare}
    />
  );
}
