import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { caseQuery } from '../api/queries.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { ExportBundle } from '../bundle/export-bundle.tsx';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Due } from '../mark/due.tsx';
import { Icon } from '../mark/icon.tsx';
import { LabelBadge, TlpBadge } from '../mark/label-badge.tsx';
import { Organisation } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { Page, Section } from '../page/page.tsx';
import { FieldList } from '../record/field-list.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import classes from './case.module.css';
import { CaseAside } from './case-aside.tsx';
import { CaseDiagram } from './case-diagram.tsx';
import { CaseEvidence } from './case-evidence.tsx';
import { CaseRecords } from './case-records.tsx';
import { CaseRequests } from './case-requests.tsx';
import { CaseTasks } from './case-tasks.tsx';

/** Where the page stands that an area made for cases of a procedure, and the key of its title. */
export type MadeFor = (procedure: string, id: string) => { title: string; to: string } | null;

/** One case: where it stands, what I can do now and why not otherwise, what was done, and what hangs on it. */
export function CasePage({ id, made }: { id: string; made?: MadeFor }) {
  const { t } = useTexts();
  const query = useQuery(caseQuery(id));
  const crumbs = [{ title: t('nav.cases'), to: '/cases' }];
  if (query.isPending) {
    return (
      <Page title={t('case')} crumbs={crumbs}>
        <Placeholder lines={12} />
      </Page>
    );
  }
  if (query.isError) {
    return (
      <Page title={t('case')} crumbs={crumbs}>
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      </Page>
    );
  }
  return <Loaded detail={query.data} made={made} />;
}

function Loaded({ detail, made }: { detail: CaseDetail; made: MadeFor | undefined }) {
  const { t, names } = useTexts();
  const one = detail.case;
  const path = `cases/${one.id}`;
  const owner = `procedure.${one.procedure}` as const;
  const definition = useDefinitions().procedure(one.procedure);
  const [action, setAction] = useState<AllowedAction | null>(null);
  const choose = useChoose(path, owner, setAction);
  const own = made?.(one.procedure, one.id) ?? null;
  const primary = detail.allowedActions.find((candidate) => candidate.primary && candidate.allowed);
  return (
    <Page
      title={one.title}
      crumbs={[
        { title: t('nav.cases'), to: '/cases' },
        { title: names.procedure(one.procedure), to: `/procedures/${one.procedure}` },
      ]}
      actions={
        <>
          <Button leftSection={<Icon name="print" size={14} />} onClick={() => window.print()}>
            {t('print')}
          </Button>
          <ExportBundle detail={detail} />
          {own !== null && (
            <Button component={Link} to={own.to}>
              {t(own.title)}
            </Button>
          )}
          {primary !== undefined && (
            <Button variant="filled" onClick={() => choose(primary)}>
              {names.action(owner, primary.action)}
            </Button>
          )}
        </>
      }
      meta={
        <>
          <span>{one.reference}</span>
          <StateMark owner={owner} state={one.state} />
          <LabelBadge label={one.label} />
          <TlpBadge tlp={one.tlp} />
          <Organisation id={one.ownerId} titles={detail.titles} link />
          {one.dueAt !== null && one.closedAt === null && <Due at={one.dueAt} />}
        </>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <CaseDiagram procedure={one.procedure} state={one.state} />
          <Section title={t('act.title')}>
            <ActionList owner={owner} actions={detail.allowedActions} onChoose={choose} />
          </Section>
          <CaseTasks detail={detail} owner={owner} tasks={definition?.tasks ?? {}} />
          <CaseRequests detail={detail} owner={owner} />
          <CaseEvidence detail={detail} />
          <CaseRecords detail={detail} />
          <Section title={t('case.fields')}>
            <FieldList
              owner={owner}
              fields={definition?.fields ?? {}}
              values={one.fields}
              titles={detail.titles}
              filled
            />
          </Section>
          <Section title={t('timeline')}>
            <Timeline path={path} owner={owner} fields={definition?.fields ?? {}} />
          </Section>
        </div>
        <CaseAside detail={detail} owner={owner} />
      </div>
      <ActionDrawer
        owner={owner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={one.fields}
        titles={detail.titles}
      />
    </Page>
  );
}
