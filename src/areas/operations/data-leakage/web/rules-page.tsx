import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { get } from '#ui/api/client.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import type { RecordPage, RecordView } from '#work/contract.ts';
import classes from './rules-page.module.css';

const owner = 'register.handling-rules';
const classifications = ['SENSITIVE', 'LIMITED', 'PUBLIC'] as const;
const operations = ['store', 'process', 'share', 'destroy'] as const;

/** A shape for each permission, so that the matrix reads without colours. */
const marks = {
  allowed: 'achieved',
  'on-conditions': 'waiting',
  forbidden: 'not-achieved',
} as const;

/** A rule for each cell: twelve at most for an organisation. */
const rulesQuery = queryOptions({
  queryKey: ['list', 'handling-rules', 'matrix'],
  queryFn: ({ signal }) => get<RecordPage>('/handling-rules', { limit: 200 }, signal),
});

/** What may be done with data of each classification: one rule a cell, with its conditions, and a place for those that are missing. */
export function RulesPage() {
  const { t } = useTexts();
  const me = useMe();
  const query = useQuery(rulesQuery);
  const own = query.data?.items.filter(({ ownerId }) => ownerId === me.organisation.id) ?? [];
  return (
    <Page title={t('rules-matrix.title')}>
      {query.isPending && <Placeholder lines={8} />}
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {query.isSuccess && (
        <Section
          title={me.organisation.name}
          action={<Link to="/registers/handling-rules">{t('rules-matrix.list')}</Link>}
        >
          <p className={classes.note}>{t('rules-matrix.help')}</p>
          <Matrix rules={own} />
        </Section>
      )}
    </Page>
  );
}

function Matrix({ rules }: { rules: readonly RecordView[] }) {
  const { t, names } = useTexts();
  const at = (classification: string, operation: string) =>
    rules.find(
      ({ fields }) =>
        fields['classification'] === classification && fields['operation'] === operation,
    );
  return (
    <ScrollTable label={t('rules-matrix.title')} cells="even">
      <thead>
        <tr>
          <th scope="col">{names.field(owner, 'classification')}</th>
          {operations.map((operation) => (
            <th key={operation} scope="col">
              {names.option(owner, 'operation', operation)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {classifications.map((classification) => (
          <tr key={classification}>
            <th scope="row">{names.option(owner, 'classification', classification)}</th>
            {operations.map((operation) => (
              <td key={operation}>
                <Cell rule={at(classification, operation)} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrollTable>
  );
}

function Cell({ rule }: { rule: RecordView | undefined }) {
  const { t, names } = useTexts();
  if (rule === undefined) {
    return (
      <div className={classes.rule}>
        <span className={classes.note}>{t('rules-matrix.none')}</span>
        <Link to="/registers/handling-rules/new">{t('rules-matrix.add')}</Link>
      </div>
    );
  }
  const permission = String(rule.fields['permission']) as keyof typeof marks;
  const { conditions } = rule.fields;
  return (
    <div className={classes.rule}>
      <Mark kind={marks[permission]} word={names.option(owner, 'permission', permission)} />
      <Link to={`/registers/handling-rules/${rule.id}`}>{String(rule.fields['rule'])}</Link>
      {typeof conditions === 'string' && <span className={classes.note}>{conditions}</span>}
    </div>
  );
}
