import type { StateKind } from '../api/definition-index.ts';
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
  withdrawn: 'not-achieved',
};

/** Where a recipient stands; an answer that nobody has to verify is the end. */
export function RequestState({
  state,
  open,
  bare = false,
}: {
  state: string;
  open: boolean;
  bare?: boolean;
}) {
  const { names } = useTexts();
  const over: StateKind = state === 'done' ? 'achieved' : 'not-achieved';
  const kind = kinds[state] ?? 'active';
  return (
    <Mark
      kind={!open && kind === 'waiting' ? over : kind}
      word={names.state(requestOwner, state)}
      bare={bare}
    />
  );
}
