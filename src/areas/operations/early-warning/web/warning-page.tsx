import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useDefinitions, useMe } from '#ui/api/use-definitions.ts';
import { CaseRecords } from '#ui/case/case-records.tsx';
import { CaseWorkspace, WorkspaceActions } from '#ui/case/case-workspace.tsx';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import { FieldList } from '#ui/record/field-list.tsx';
import { TellForm } from '#ui/told/tell-form.tsx';
import { Told } from '#ui/told/told.tsx';
import type { CaseDetail, RecordPage } from '#work/contract.ts';
import classes from './warning.module.css';

const register = 'warning-answers';
const owner = 'register.warning-answers';
const procedure = 'procedure.early-warning';

/** What is known of it and decided on it at a glance; the rest is in the file. */
const known = ['advisory', 'priority', 'affectedCount', 'knownExploited', 'epss', 'kevDueDate'];

/** An early warning as those work on it who give it: what is known, what can be done, what is recommended, who was told and what they answered. */
export function WarningPage({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const { summary, advisory } = detail.case.fields;
  const declared = useDefinitions().procedure('early-warning')?.fields ?? {};
  const fields = Object.fromEntries(
    known.flatMap((name) => (declared[name] === undefined ? [] : [[name, declared[name]]])),
  );
  return (
    <CaseWorkspace
      detail={detail}
      links={
        typeof advisory === 'string' && (
          <Button component={Link} to={`/advisories/${advisory}/loop`}>
            {t('warning.loop')}
          </Button>
        )
      }
    >
      {typeof summary === 'string' && summary.replace(/\.$/, '') !== detail.case.title && (
        <p className={classes.summary}>{summary}</p>
      )}
      <FieldList
        owner={procedure}
        fields={fields}
        values={detail.case.fields}
        titles={detail.titles}
        filled
      />
      <WorkspaceActions />
      <CaseRecords detail={detail} />
      <Parties detail={detail} />
    </CaseWorkspace>
  );
}

function Parties({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const [telling, setTelling] = useState(false);
  const me = useMe();
  const { id, ownerId, closedAt } = detail.case;
  const holds = (...roles: string[]) =>
    me.roles.some(({ role, organisationId }) => organisationId === ownerId && roles.includes(role));
  const reads = holds('isirt', 'isirt-lead', 'early-warning-reviewer');
  const query = useQuery({ ...recordsOfCaseQuery(register, id), enabled: reads });
  const leads = holds('isirt-lead');
  // An informed party reads its own part in its tasks; the list is for who gives the warning.
  if (!reads) return null;
  return (
    <Section
      title={t('warning.told')}
      action={
        leads &&
        closedAt === null &&
        !telling && (
          <Button leftSection={<Icon name="plus" size={12} />} onClick={() => setTelling(true)}>
            {t('told.others')}
          </Button>
        )
      }
    >
      {telling && (
        <TellForm
          {...{ owner, casePath: `cases/${id}`, to: 'tellings' }}
          onDone={() => setTelling(false)}
        />
      )}
      {query.isPending ? (
        <Placeholder lines={3} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Listed page={query.data} mayWithdraw={leads} />
      )}
    </Section>
  );
}

function Listed({ page, mayWithdraw }: { page: RecordPage; mayWithdraw: boolean }) {
  return (
    <Told {...{ register, items: page.items, titles: page.titles, mayWithdraw }} at="informedAt" />
  );
}
