import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import { Affected } from './affected.tsx';
import { DecisionTable } from './decision-table.tsx';
import { Decisions } from './decisions.tsx';
import classes from './incident.module.css';
import { owner } from './incident-acts.ts';
import { useMayRead } from './use-may-read.ts';

const assessments = ['assess-system', 'assess-information'] as const;
const overrides = ['raise-impact', 'lower-impact'] as const;

/** The high-impact test: what is affected, the table with the row that decides lit up, and every decision before this one. */
export function Impact() {
  const { t, names } = useTexts();
  const { detail, choose, open } = useWorkspace();
  const mayRead = useMayRead('impact-decisions');
  const decisions = useQuery({
    ...recordsOfCaseQuery('impact-decisions', detail.case.id),
    enabled: mayRead,
  });
  // Administrations learn the outcome in the report, not how it came about.
  if (!mayRead) return null;
  const latest = decisions.data?.items[0] ?? null;
  const may = assessments.filter((name) => allowedOf(detail, name) !== undefined);
  const changes = overrides.flatMap((name) => allowedOf(detail, name) ?? []);
  return (
    <Section
      title={t('incident.impact')}
      action={
        may.length > 0 && (
          <span className={classes.buttons}>
            {may.map((name) => (
              <Button
                key={name}
                leftSection={<Icon name="plus" size={12} />}
                onClick={() => open(name, 'new', {})}
              >
                {names.action(owner, name)}
              </Button>
            ))}
          </span>
        )
      }
    >
      {decisions.isPending ? (
        <Placeholder lines={6} />
      ) : decisions.isError ? (
        <ProblemNotice error={decisions.error} retry={() => decisions.refetch()} />
      ) : latest === null ? (
        <Empty title={t('incident.impact.none')}>{t('incident.impact.none.help')}</Empty>
      ) : (
        <div className={classes.impact}>
          <Affected />
          <DecisionTable decision={latest.fields} />
          <div className={classes.buttons}>
            {changes.map((action) => (
              <Button key={action.action} size="compact-sm" onClick={() => choose(action)}>
                {names.action(owner, action.action)}
              </Button>
            ))}
          </div>
          <Decisions decisions={decisions.data.items} titles={decisions.data.titles} />
        </div>
      )}
    </Section>
  );
}
