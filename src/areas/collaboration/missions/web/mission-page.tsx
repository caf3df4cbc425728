import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ActionDrawer } from '#ui/act/action-drawer.tsx';
import { ActionList } from '#ui/act/action-list.tsx';
import { useChoose } from '#ui/act/use-choose.ts';
import { caseQuery } from '#ui/api/queries.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { CaseAside } from '#ui/case/case-aside.tsx';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { LabelBadge, TlpBadge } from '#ui/mark/label-badge.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { Answers, AskedOfMe } from './answers.tsx';
import { Findings } from './findings.tsx';
import { Improvements } from './improvements.tsx';
import { Inputs } from './inputs.tsx';
import { Interviews } from './interviews.tsx';
import classes from './mission.module.css';
import { allowedOf, MissionContext, placedActions, teamRoles } from './mission-acts.ts';
import { Programme } from './programme.tsx';
import { Workload } from './workload.tsx';

const owner = 'procedure.fact-finding-mission';

/** A mission as its people work on it: what speaks for which control, the programme, who has answered, what was found. */
export function MissionPage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(caseQuery(id));
  if (query.isSuccess) return <Loaded key={id} detail={query.data} />;
  return (
    <Page title={t('mission.title')} crumbs={[{ title: t('nav.cases'), to: '/cases' }]}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={14} />
      )}
    </Page>
  );
}

interface Opened {
  readonly action: AllowedAction;
  readonly about?: string;
  readonly stored: { readonly [name: string]: unknown };
}

/** From here on there is something to report. */
const found: ReadonlySet<string> = new Set([
  ...['reporting', 'report-in-approval', 'report-approved', 'csip-discussed', 'closed'],
]);

function Loaded({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const one = detail.case;
  const path = `cases/${one.id}`;
  const [opened, setOpened] = useState<Opened | null>(null);
  const choose = useChoose(path, owner, (action) => setOpened({ action, stored: one.fields }));
  const inTeam = useMe().roles.some(({ role }) => teamRoles.has(role));
  const acts = useMemo(
    () => ({
      detail,
      inTeam,
      open: (name: string, about: string, stored: Opened['stored']) => {
        const action = allowedOf(detail, name);
        if (action !== undefined) setOpened({ action, about, stored });
      },
    }),
    [detail, inTeam],
  );
  const primary = detail.allowedActions.find((action) => action.primary && action.allowed);
  return (
    <MissionContext value={acts}>
      <Page
        title={one.title}
        crumbs={[
          { title: t('nav.cases'), to: '/cases' },
          { title: one.reference, to: `/cases/${one.id}` },
        ]}
        actions={
          <>
            <Button component={Link} to={`/cases/${one.id}`}>
              {t('mission.case')}
            </Button>
            {primary !== undefined && (
              <Button variant="filled" onClick={() => choose(primary)}>
                {names.action(owner, primary.action)}
              </Button>
            )}
          </>
        }
        meta={<Meta detail={detail} />}
      >
        <div className={classes.columns}>
          <div className={classes.main}>
            <p className={classes.purpose}>{String(one.fields['description'] ?? '')}</p>
            <AskedOfMe />
            <Section title={t('act.title')}>
              <ActionList
                owner={owner}
                actions={detail.allowedActions.filter(({ action }) => !placedActions.has(action))}
                onChoose={choose}
              />
            </Section>
            {one.state === 'collecting' && <Answers />}
            {found.has(one.state) && <Findings />}
            {found.has(one.state) && <Improvements />}
            {inTeam && one.state === 'set-up' && <Inputs />}
            {inTeam && <Programme />}
            <Workload />
            <Interviews />
            {one.state !== 'collecting' && <Answers />}
            {inTeam && one.state !== 'set-up' && <Inputs />}
          </div>
          <CaseAside detail={detail} owner={owner} />
        </div>
        <ActionDrawer
          owner={owner}
          path={path}
          action={opened?.action ?? null}
          onClose={() => setOpened(null)}
          stored={opened?.stored ?? one.fields}
          titles={detail.titles}
          {...(opened?.about === undefined ? {} : { about: opened.about })}
        />
      </Page>
    </MissionContext>
  );
}

/** Kind and period, whom it visits, and how it is marked. */
function Meta({ detail }: { detail: CaseDetail }) {
  const { t, names, formats } = useTexts();
  const { state, fields, label, tlp } = detail.case;
  const { missionKind, startsOn, endsOn, administrations } = fields;
  const visited = Array.isArray(administrations) ? administrations.map(String) : [];
  return (
    <>
      <StateMark owner={owner} state={state} />
      {typeof missionKind === 'string' && (
        <span>{names.option(owner, 'missionKind', missionKind)}</span>
      )}
      {typeof startsOn === 'string' && typeof endsOn === 'string' && (
        <span>
          {formats.date(startsOn)} – {formats.date(endsOn)}
        </span>
      )}
      <span>
        {visited.length === 0
          ? t('mission.no-scope')
          : visited.map((id) => detail.titles[id] ?? id).join(', ')}
      </span>
      <LabelBadge label={label} />
      <TlpBadge tlp={tlp} />
    </>
  );
}
