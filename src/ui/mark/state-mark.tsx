import { VisuallyHidden } from '@mantine/core';
import type { StateKind } from '../api/definition-index.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './state-mark.module.css';

const shapes: { readonly [kind in StateKind]: React.ReactNode } = {
  initial: <circle cx="7" cy="7" r="5" strokeDasharray="2.2 1.9" />,
  active: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path className={classes.fill} d="M7 2a5 5 0 0 1 0 10z" />
    </>
  ),
  waiting: (
    <>
      <circle cx="7" cy="7" r="5" />
      <path d="M7 4.4V7l1.8 1.2" />
    </>
  ),
  achieved: (
    <>
      <circle className={classes.fill} cx="7" cy="7" r="5.4" />
      <path className={classes.inner} d="M4.6 7.2 6.4 9l3.2-3.8" />
    </>
  ),
  'not-achieved': (
    <>
      <circle className={classes.fill} cx="7" cy="7" r="5.4" />
      <path className={classes.inner} d="M5.1 5.1l3.8 3.8M8.9 5.1 5.1 8.9" />
    </>
  ),
  unknown: <circle cx="7" cy="7" r="2" />,
};

/** A state as a shape and its word; the shape differs by kind, so that no state is told by colour alone. */
export function StateMark({ owner, state }: { owner: Owner; state: string }) {
  const { names } = useTexts();
  const kind = useDefinitions().stateKind(owner, state);
  return <Mark kind={kind} word={names.state(owner, state)} />;
}

export interface MarkProps {
  readonly kind: StateKind;
  readonly word: string;
  /** A title rather than a word: takes as many lines as it needs, instead of being cut. */
  readonly wraps?: boolean;
  /** Where many stand side by side: the shape alone is seen, its word is read out and stands in the title. */
  readonly bare?: boolean;
}

export function Mark({ kind, word, wraps = false, bare = false }: MarkProps) {
  return (
    <span
      className={classes.mark}
      data-kind={kind}
      data-wraps={wraps || undefined}
      title={bare ? word : undefined}
    >
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        {shapes[kind]}
      </svg>
      {bare ? <VisuallyHidden>{word}</VisuallyHidden> : <span>{word}</span>}
    </span>
  );
}
