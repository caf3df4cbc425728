import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import { TellForm } from '#ui/told/tell-form.tsx';
import type { RecordPage, RecordView } from '#work/contract.ts';
import classes from './mission.module.css';
import { useTellsFindings } from './told-of-findings.tsx';

const owner = 'procedure.fact-finding-mission';
const register = 'register.mission-findings';
const marks = {
  'in-place': 'achieved',
  'partly-in-place': 'active',
  'not-in-place': 'not-achieved',
  'not-assessed': 'unknown',
} as const;

const evidenceOf = ({ fields }: RecordView) =>
  Array.isArray(fields['evidence'])
    ? (fields['evidence'] as readonly { kind: string; reference: string }[])
    : [];

/** What was found, a control each: how far it is in place, how grave it is, what bears it out, who sees to it. */
export function Findings() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const query = useQuery(recordsOfCaseQuery('mission-findings', detail.case.id));
  const items = [...(query.data?.items ?? [])].sort(
    (a, b) => Number(a.fields['number']) - Number(b.fields['number']),
  );
  return (
    <Section
      title={t('mission.findings')}
      action={<AddAction action="add-finding" about={`new-${items.length}`} />}
    >
      {query.isPending ? (
        <Placeholder lines={6} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('mission.findings.none')}>{t('mission.findings.none.help')}</Empty>
      ) : (
        <>
          <Summary items={items} />
          <ol className={classes.findings}>
            {items.map((item) => (
              <Finding key={item.id} finding={item} page={query.data} />
            ))}
          </ol>
        </>
      )}
    </Section>
  );
}

/** How many findings stand where. */
function Summary({ items }: { items: readonly RecordView[] }) {
  const { t, names } = useTexts();
  return (
    <p className={classes.summary}>
      {Object.entries(marks).map(([assessment, kind]) => {
        const count = items.filter(({ fields }) => fields['assessment'] === assessment).length;
        if (count === 0) return null;
        const word = t('labelled', {
          label: names.option(register, 'assessment', assessment),
          value: count,
        });
        return <Mark key={assessment} kind={kind} word={word} />;
      })}
    </p>
  );
}

function Finding({ finding, page }: { finding: RecordView; page: RecordPage }) {
  const { t, names, formats } = useTexts();
  const { fields } = finding;
  const assessment = String(fields['assessment']) as keyof typeof marks;
  const evidence = evidenceOf(finding);
  const { recommendation, note, responsible, dueOn } = fields;
  return (
    <li>
      <div className={classes.findingHead}>
        <span className={classes.number}>{String(fields['number'])}</span>
        <h3>{String(fields['title'])}</h3>
        <Mark kind={marks[assessment]} word={names.option(register, 'assessment', assessment)} />
        <span className={classes.severity} data-severity={String(fields['severity'])}>
          {t('labelled', {
            label: names.field(register, 'severity'),
            value: names.option(register, 'severity', String(fields['severity'])),
          })}
        </span>
      </div>
      <p className={classes.sub}>
        {page.titles[String(fields['control'])]} · {page.titles[String(fields['organisation'])]}
      </p>
      <p className={classes.words}>{String(fields['statement'])}</p>
      {typeof recommendation === 'string' && (
        <p className={classes.words}>
          <span className={classes.strong}>
            {t('labelled.lead', { label: names.field(register, 'recommendation') })}{' '}
          </span>
          {recommendation}
        </p>
      )}
      <p className={classes.sub}>
        {evidence.length === 0
          ? typeof note === 'string'
            ? note
            : t('mission.findings.no-evidence')
          : evidence
              .map((one) =>
                t('labelled', {
                  label: names.option(register, 'evidence.kind', one.kind),
                  value: one.reference,
                }),
              )
              .join(' · ')}
      </p>
      <p className={classes.sub}>
        {typeof responsible === 'string' && typeof dueOn === 'string'
          ? t('mission.findings.responsible', { name: responsible, date: formats.date(dueOn) })
          : fields['assessment'] !== 'in-place' && t('mission.findings.nobody')}
      </p>
      <FindingTools finding={finding} />
    </li>
  );
}

const reported: ReadonlySet<string> = new Set(['report-approved', 'csip-discussed', 'closed']);

function FindingTools({ finding: { id, fields } }: { finding: RecordView }) {
  const { t, names } = useTexts();
  const { detail, open, path } = useWorkspace();
  const [telling, setTelling] = useState(false);
  const tells = useTellsFindings() && reported.has(detail.case.state);
  const { number: _number, ...known } = fields;
  const offered = ['change-finding', 'assign-finding', 'remove-finding'].filter((name) =>
    allowedOf(detail, name),
  );
  if (telling) {
    return (
      <TellForm
        {...{ owner: 'register.finding-tellings', casePath: path, to: 'finding-tellings' }}
        more={{ finding: id }}
        onDone={() => setTelling(false)}
      />
    );
  }
  if (offered.length === 0 && !tells) return null;
  return (
    <div className={classes.buttons}>
      {tells && (
        <Button size="compact-xs" onClick={() => setTelling(true)}>
          {t('mission.told.tell')}
        </Button>
      )}
      {offered.map((name) => (
        <Button
          key={name}
          size="compact-xs"
          onClick={() => open(name, id, { ...known, finding: id })}
        >
          {names.action(owner, name)}
        </Button>
      ))}
    </div>
  );
}
