import { useDefinitions } from '#ui/api/use-definitions.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { FieldValue } from '#ui/record/field-value.tsx';
import type { Difference } from './differences.ts';
import classes from './terms.module.css';
import { type Run, wordsOfChange } from './words-of-change.ts';

const registerId = 'terms-clauses';
const owner = `register.${registerId}` as const;
const marks = { added: 'achieved', changed: 'active', removed: 'not-achieved' } as const;

/** How two texts differ, clause by clause; `none` where they do not. */
export function DifferencesList({
  differences,
  none,
  titles,
}: {
  differences: readonly Difference[];
  none: string;
  titles: Titles;
}) {
  if (differences.length === 0) return <p className={classes.words}>{none}</p>;
  return (
    <ul className={classes.changes}>
      {differences.map((one) => (
        <Change key={`${one.kind}-${one.number}-${one.title}`} one={one} titles={titles} />
      ))}
    </ul>
  );
}

function Change({ one, titles }: { one: Difference; titles: Titles }) {
  const { t } = useTexts();
  return (
    <li>
      <Mark kind={marks[one.kind]} word={t(`terms.changes.${one.kind}`)} />
      <div>
        <p className={classes.party}>
          <span className={classes.number}>{one.number}</span>
          {one.title}
        </p>
        {one.fields.length > 0 && (
          <dl className={classes.turned}>
            {one.fields.map((field) => (
              <ChangedField key={field.name} change={field} titles={titles} />
            ))}
          </dl>
        )}
        {one.before !== one.after && <Words before={one.before} after={one.after} />}
      </div>
    </li>
  );
}

/** What a field of a clause was, and what it is. */
function ChangedField({
  change: { name, before, after },
  titles,
}: {
  change: Difference['fields'][number];
  titles: Titles;
}) {
  const { t, names } = useTexts();
  const field = useDefinitions().register(registerId)?.fields[name];
  if (field === undefined) return null;
  const shown = (value: unknown) =>
    value === null || (Array.isArray(value) && value.length === 0) ? (
      t('terms.changes.nothing')
    ) : (
      <FieldValue short {...{ owner, name, field, value, titles }} />
    );
  return (
    <div>
      <dt>{names.field(owner, name)}</dt>
      <dd>
        <del>{shown(before)}</del> <span aria-hidden="true">→</span> <ins>{shown(after)}</ins>
      </dd>
    </div>
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
