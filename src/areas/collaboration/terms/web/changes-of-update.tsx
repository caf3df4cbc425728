import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import { differencesOf } from './differences.ts';
import { DifferencesList } from './differences-list.tsx';
import classes from './terms.module.css';

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
  return (
    <Section title={t('terms.changes')}>
      <p className={classes.sub}>
        <Link to={`/terms/${updates}`}>{t('terms.changes.before')}</Link>
      </p>
      <DifferencesList
        differences={differencesOf(before.data.items, after.data.items)}
        none={t('terms.changes.none')}
        titles={{ ...before.data.titles, ...after.data.titles }}
      />
    </Section>
  );
}
