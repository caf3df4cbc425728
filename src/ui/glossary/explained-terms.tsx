import { Link } from '@tanstack/react-router';
import { Fragment, type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTexts } from '../i18n/texts-provider.tsx';
import classes from './explained-terms.module.css';
import { type Explanation, useGlossary } from './use-glossary.ts';

/** The text with its terms as buttons that explain them. */
export function ExplainedTerms({ children }: { children: string }) {
  const { split, explain } = useGlossary();
  return split(children).map(({ text, term }, index) => {
    const explanation = term === null ? undefined : explain(term);
    // Pieces of one text have no identity but their place.
    const key = index;
    return explanation === undefined ? (
      <Fragment key={key}>{text}</Fragment>
    ) : (
      <Term key={key} word={text} explanation={explanation} />
    );
  });
}

/**
 * A term as a button: hovering or focusing it shows what it means, tapping keeps it open, Escape closes it. A screen reader hears the meaning
 * as its description.
 */
function Term({ word, explanation }: { word: string; explanation: Explanation }) {
  const { t } = useTexts();
  const id = useId();
  const [shown, setShown] = useState<'no' | 'hover' | 'kept'>('no');
  const around = useRef<HTMLSpanElement>(null);
  const leave = () => setShown((now) => (now === 'kept' ? now : 'no'));
  const close = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || shown === 'no') return;
    event.stopPropagation();
    setShown('no');
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is inside is a button; the frame only knows whether it was left
    <span
      ref={around}
      className={classes.around}
      onMouseEnter={() => setShown((now) => (now === 'no' ? 'hover' : now))}
      onMouseLeave={leave}
      onKeyDown={close}
      onBlur={(event) => {
        if (!around.current?.contains(event.relatedTarget)) setShown('no');
      }}
    >
      <button
        type="button"
        className={classes.term}
        aria-describedby={id}
        aria-expanded={shown !== 'no'}
        onFocus={() => setShown((now) => (now === 'no' ? 'hover' : now))}
        onClick={() => setShown((now) => (now === 'kept' ? 'no' : 'kept'))}
      >
        {word}
      </button>
      <span id={id} role="tooltip" className={classes.meaning} data-shown={shown !== 'no'}>
        <span lang={explanation.lang}>{explanation.meaning}</span>
        {shown !== 'no' && (
          <Link to={`/registers/${explanation.register}/${explanation.id}`}>
            {t(`glossary.more.${explanation.register}`)}
          </Link>
        )}
      </span>
    </span>
  );
}
