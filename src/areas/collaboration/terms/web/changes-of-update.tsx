import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import { type Difference, differencesOf } from './differences.ts';
import classes from './terms.module.css';

const register = 'register.terms-clauses';
const marks = { added: 'achieved', changed: 'active', removed: 'not-achieved' } as const;

/** What an update changes in the terms in force; whoever was no party of those does not see it. */
export function ChangesOfUpdate() {
  const { detail } = useWorkspace();
  const { updates } = detail.case.fields;
  return typeof updates === 'string' ? <Changes updates={updates} /> : null;
}

function Changes({ updates }: { updates: string }) {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const before = useQuery(recordsOfCaseQuery('terms-rules', updates));
  const after = useQuery(recordsOfCaseQuery('terms-clauses', detail.case.id));
  const hasBefore = before.isSuccess && before.data.items.length > 0;
  if (!hasBefore || !after.isSuccess || after.data.items.length === 0) return null;
  const differences = differencesOf(before.data.items, after.data.items);
  return (
    <Section title={t('terms.changes')}>
      <p className={classes.sub}>
        <Link to={`/terms/${updates}`}>{t('terms.changes.before')}</Link>
      </p>
      {differences.length === 0 ? (
        <p className={classes.words}>{t('terms.changes.none')}</p>
      ) : (
        <ul className={classes.changes}>
          {differences.map((one) => (
            <Change key={`${one.kind}-${one.number}-${one.title}`} one={one} />
          ))}
        </ul>
      )}
    </Section>
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
        {one.before !== null && one.before !== one.after && (
          <del className={classes.before}>{one.before}</del>
        )}
        {one.after !== null && one.before !== one.after && (
          <ins className={classes.after}>{one.after}</ins>
        )}
      </div>
    </li>
  );
}
