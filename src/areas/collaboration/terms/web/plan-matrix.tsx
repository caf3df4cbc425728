import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import { ScrollTable } from '#ui/table/scroll-table.tsx';
import type { RecordView } from '#work/contract.ts';
import { latestPlan, standingOfPlan } from './latest-plan.ts';
import classes from './terms.module.css';

const owner = 'procedure.terms-of-collaboration';
const register = 'register.terms-plans';
const kinds = ['capacity', 'continuity', 'availability', 'security'] as const;

interface Line {
  readonly key: string;
  readonly name: string;
  /** Null: the Common Domain. */
  readonly organisation: string | null;
  readonly waived: string | null;
}

/** Four plans of the Common Domain and of each administration that the reader may see: given, out of date, waived or missing. */
export function PlanMatrix() {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const { id, fields } = detail.case;
  const plans = useQuery(recordsOfCaseQuery('terms-plans', id));
  const participants = useQuery(recordsOfCaseQuery('terms-participants', id));
  const add = allowedOf(detail, 'provide-common-plan');
  const begun = participants.isSuccess && participants.data.items.length > 0;
  if (participants.isSuccess && !begun) return null;
  const lines: Line[] = [
    {
      key: 'common',
      name: names.option(register, 'domain', 'common'),
      organisation: null,
      waived: textOf(fields['commonPlansWaived']),
    },
    ...(participants.data?.items ?? []).map((one) => ({
      key: one.id,
      name: String(one.fields['name']),
      organisation: String(one.fields['organisation']),
      waived: textOf(one.fields['plansWaived']) ?? textOf(one.fields['agreementWaived']),
    })),
  ];
  return (
    <Section
      title={t('terms.plans')}
      action={
        add !== undefined && (
          <Button onClick={() => open('provide-common-plan', 'common', {})}>
            {names.action(owner, 'provide-common-plan')}
          </Button>
        )
      }
    >
      {plans.isPending ? (
        <Placeholder lines={4} />
      ) : plans.isError ? (
        <ProblemNotice error={plans.error} retry={() => plans.refetch()} />
      ) : (
        <ScrollTable label={t('terms.plans')} cells="narrow">
          <thead>
            <tr>
              <th scope="col">{t('terms.plans.domain')}</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {names.option(register, 'plan', kind)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.key}>
                <th scope="row">{line.name}</th>
                {kinds.map((kind) => (
                  <td key={kind}>
                    <PlanCell
                      plan={latestPlan(plans.data.items, line.organisation, kind)}
                      waived={line.waived}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </ScrollTable>
      )}
    </Section>
  );
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const marks = { valid: 'achieved', over: 'not-achieved', ahead: 'waiting' } as const;

function PlanCell({ plan, waived }: { plan: RecordView | null; waived: string | null }) {
  const { t, formats } = useTexts();
  if (plan === null) {
    return waived === null ? (
      <Mark kind="waiting" word={t('terms.plan.missing')} />
    ) : (
      <>
        <Mark kind="not-achieved" word={t('terms.plan.waived')} />
        <span className={classes.sub}>{waived}</span>
      </>
    );
  }
  const { title, edition, place } = plan.fields;
  const standing = standingOfPlan(plan.fields, new Date().toISOString().slice(0, 10));
  return (
    <>
      <Mark kind={marks[standing]} word={t(`terms.plan.${standing}`)} />
      <span className={classes.sub}>
        {standing === 'ahead'
          ? t('terms.plan.from', { at: formats.date(String(plan.fields['validFrom'])) })
          : t('terms.plan.until', { at: formats.date(String(plan.fields['validTo'])) })}
      </span>
      <span className={classes.sub}>
        {String(title)}, {String(edition)}
      </span>
      <span className={classes.sub}>{String(place)}</span>
    </>
  );
}
