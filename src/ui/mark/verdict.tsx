import classes from './verdict.module.css';

const shapes: Readonly<Record<string, string>> = {
  affected: 'M7 1.8 13 12.4H1zM7 5.6v3.2M7 10.6v.2',
  'no-fix': 'M4.6 1.5h4.8l3.1 3.1v4.8l-3.1 3.1H4.6L1.5 9.4V4.6zM4.8 4.8l4.4 4.4M9.2 4.8 4.8 9.2',
  unknown:
    'M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM5.4 5.5a1.7 1.7 0 1 1 1.6 2.1v.7M7 10.1v.1',
  'not-affected': 'M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM4.6 7.2 6.4 9l3.2-3.8',
};

/** Affected, affected without a fix, not known, not affected: four things that are never mixed up, each a shape beside its word. */
export function Verdict({ of, word }: { of: string; word: string }) {
  return (
    <span className={classes.verdict} data-verdict={of}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        <path d={shapes[of] ?? shapes['unknown']} />
      </svg>
      <span>{word}</span>
    </span>
  );
}
