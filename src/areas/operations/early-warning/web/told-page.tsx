import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { CaseAtAddress, CaseWorkspace, WorkspaceActions } from '#ui/case/case-workspace.tsx';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import { TellForm } from '#ui/told/tell-form.tsx';
import { Told } from '#ui/told/told.tsx';
import type { CaseDetail, RecordPage } from '#work/contract.ts';
import classes from './told-page.module.css';

const register = 'warning-answers';
const owner = 'register.warning-answers';

/** Who was told of an early warning, who was not, and why: between parties that terms bind, the clause in force decides. */
export function ToldPage() {
  return <CaseAtAddress title="warning.told" view={Warning} />;
}

function Warning({ detail }: { detail: CaseDetail }) {
  const { summary } = detail.case.fields;
  return (
    <CaseWorkspace detail={detail} meta={<span>{detail.titles[detail.case.ownerId]}</span>}>
      {typeof summary === 'string' && summary !== detail.case.title && (
        <p className={classes.summary}>{summary}</p>
      )}
      <Parties detail={detail} />
      <WorkspaceActions placed={nowhere} />
    </CaseWorkspace>
  );
}

const nowhere: ReadonlySet<string> = new Set();

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
