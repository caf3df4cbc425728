import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Instant } from '#ui/mark/due.tsx';
import { Person } from '#ui/mark/party.tsx';
import { Section } from '#ui/page/page.tsx';
import { changeLogQuery } from './queries.ts';
import classes from './records.module.css';

interface Change {
  readonly field: string;
  readonly before?: string | null;
  readonly after?: string | null;
}

const owner = 'register.own-changes';

/** Which values changed, from what to what, by whom and when. */
export function ChangeLog({ kind, record }: { kind: 'services' | 'contracts'; record: string }) {
  const { t, names } = useTexts();
  const query = useQuery(changeLogQuery(record));
  return (
    <Section title={t('change-log.title')}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : query.isPending ? (
        <Placeholder lines={4} />
      ) : query.data.items.length === 0 ? (
        <p className={classes.note}>{t('change-log.none')}</p>
      ) : (
        <ol className={classes.log}>
          {query.data.items.map(({ id, fields }) => (
            <li key={id}>
              <p>
                <strong>{names.option(owner, 'act', String(fields['act']))}</strong>{' '}
                <span className={classes.note}>
                  <Instant at={String(fields['at'])} />
                  {' · '}
                  <Person id={(fields['by'] as string | null) ?? null} titles={query.data.titles} />
                </span>
              </p>
              {fields['act'] !== 'entered' && (
                <ul>
                  {((fields['changes'] ?? []) as Change[]).map(({ field, before, after }) => (
                    <li key={field}>
                      {t('labelled.lead', { label: names.field(`register.${kind}`, field) })}{' '}
                      <del>{before ?? t('value.none')}</del> <span aria-hidden="true">→</span>{' '}
                      <ins>{after ?? t('value.none')}</ins>
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
