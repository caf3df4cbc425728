import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import type { Difference } from './differences.ts';
import classes from './terms.module.css';
import { type Run, wordsOfChange } from './words-of-change.ts';

const register = 'register.terms-clauses';
const marks = { added: 'achieved', changed: 'active', removed: 'not-achieved' } as const;

/** How two texts differ, clause by clause; `none` where they do not. */
export function DifferencesList({
  differences,
  none,
}: {
  differences: readonly Difference[];
  none: string;
}) {
  if (differences.length === 0) return <p className={classes.words}>{none}</p>;
  return (
    <ul className={classes.changes}>
      {differences.map((one) => (
        <Change key={`${one.kind}-${one.number}-${one.title}`} one={one} />
      ))}
    </ul>
  );
}

function Change({ one }: { one: Difference }) {
  const { t, names, formats } = useTexts();
  return (
    <li>
      <Mark kind={marks[one.kind]} word={t(`terms.changes.${one.kind}`)} />
      <div>
        <p className={classes.party}>
          <span className={classes.number}>{one.number}</span>
          {one.title}
        </p>
        {one.fields.length > 0 && (
          <p className={classes.sub}>
            {formats.list(one.fields.map((name) => names.field(register, name)))}
          </p>
        )}
        {one.before !== one.after && <Words before={one.before} after={one.after} />}
      </div>
    </li>
  );
}

/** What a clause said and what it says, the words that differ marked. */
function Words({ before, after }: { before: string | null; after: string | null }) {
  const words = wordsOfChange(before ?? '', after ?? '');
  return (
    <>
      {before !== null && (
        <del className={classes.before}>
          <Runs runs={words.before} />
        </del>
      )}
      {after !== null && (
        <ins className={classes.after}>
          <Runs runs={words.after} />
        </ins>
      )}
    </>
  );
}

function Runs({ runs }: { runs: readonly Run[] }) {
  let at = 0;
  return runs.map(({ text, changed }) => {
    at += text.length;
    return changed ? (
      <span key={at} className={classes.word}>
        {text}
      </span>
    ) : (
      text
    );
  });
}
