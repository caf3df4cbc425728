import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ActionDrawer } from '#ui/act/action-drawer.tsx';
import { ActionList } from '#ui/act/action-list.tsx';
import { useChoose } from '#ui/act/use-choose.ts';
import { caseQuery } from '#ui/api/queries.ts';
import { CaseAside } from '#ui/case/case-aside.tsx';
import { CaseRequests } from '#ui/case/case-requests.tsx';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { LabelBadge, TlpBadge } from '#ui/mark/label-badge.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { Exhibits } from './exhibits.tsx';
import { Impact } from './impact.tsx';
import classes from './incident.module.css';
import { allowedOf, IncidentContext, owner, placedActions } from './incident-acts.ts';
import { Liaison } from './liaison.tsx';
import { Stamps } from './stamps.tsx';
import { Timeline } from './timeline.tsx';

/** An incident as its people work on it: its time stamps, what can be done, the decision on impact, requests, evidence, timeline, liaison. */
export function IncidentPage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(caseQuery(id));
  if (query.isSuccess) return <Loaded key={id} detail={query.data} />;
  return (
    <Page title={t('incident.title')} crumbs={[{ title: t('nav.cases'), to: '/cases' }]}>
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

function Loaded({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const one = detail.case;
  const path = `cases/${one.id}`;
  const [opened, setOpened] = useState<Opened | null>(null);
  const choose = useChoose(path, owner, (action) => setOpened({ action, stored: one.fields }));
  const acts = useMemo(
    () => ({
      detail,
      path,
      open: (name: string, about: string, stored: Opened['stored']) => {
        const action = allowedOf(detail, name);
        if (action !== undefined) setOpened({ action, about, stored });
      },
    }),
    [detail, path],
  );
  const primary = detail.allowedActions.find((action) => action.primary && action.allowed);
  return (
    <IncidentContext value={acts}>
      <Page
        title={one.title}
        crumbs={[
          { title: t('nav.cases'), to: '/cases' },
          { title: one.reference, to: `/cases/${one.id}` },
        ]}
        actions={
          <>
            <Button component={Link} to={`/cases/${one.id}`}>
              {t('incident.case')}
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
            <p className={classes.summary}>{String(one.fields['summary'] ?? '')}</p>
            <Stamps />
            <Section title={t('act.title')}>
              <ActionList
                owner={owner}
                actions={detail.allowedActions.filter(({ action }) => !placedActions.has(action))}
                onChoose={choose}
              />
            </Section>
            <Impact onChoose={choose} />
            <CaseRequests detail={detail} owner={owner} />
            <Timeline />
            <Exhibits />
            <Liaison />
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
    </IncidentContext>
  );
}

/** Where it stands, whose it is, who works on it, and how it is marked. */
function Meta({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const { state, fields, label, tlp } = detail.case;
  const { category, originAdministration, assignedTo } = fields;
  return (
    <>
      <StateMark owner={owner} state={state} />
      {typeof category === 'string' && <span>{names.option(owner, 'category', category)}</span>}
      {typeof originAdministration === 'string' && (
        <span>{t('incident.origin', { name: detail.titles[originAdministration] ?? '' })}</span>
      )}
      {typeof assignedTo === 'string' && (
        <span>{t('incident.assigned', { to: names.option(owner, 'assignedTo', assignedTo) })}</span>
      )}
      <LabelBadge label={label} />
      <TlpBadge tlp={tlp} />
    </>
  );
}
