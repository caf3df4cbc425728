import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ActionDrawer } from '#ui/act/action-drawer.tsx';
import { ActionList } from '#ui/act/action-list.tsx';
import { useChoose } from '#ui/act/use-choose.ts';
import { caseQuery, recordsOfCaseQuery } from '#ui/api/queries.ts';
import { CaseAside } from '#ui/case/case-aside.tsx';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { LabelBadge, TlpBadge } from '#ui/mark/label-badge.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { Agenda } from './agenda.tsx';
import { Attendance } from './attendance.tsx';
import { Consultation } from './consultation.tsx';
import classes from './meeting.module.css';
import { allowedOf, MeetingContext, placedActions } from './meeting-acts.ts';
import { Minutes } from './minutes.tsx';
import { NewPoints } from './new-points.tsx';
import { PreviousPoints } from './previous-points.tsx';

const owner = 'procedure.meeting';

/** A meeting as its people work on it: the agenda to agree on, minutes while it sits, attendance, earlier and new action points. */
export function MeetingPage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(caseQuery(id));
  if (query.isSuccess) return <Loaded key={id} detail={query.data} />;
  return (
    <Page title={t('meeting.title')} crumbs={[{ title: t('nav.cases'), to: '/cases' }]}>
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
  readonly titles?: Titles;
  readonly stored: { readonly [name: string]: unknown };
}

const sat: ReadonlySet<string> = new Set([
  'in-session',
  'reporting',
  'report-in-approval',
  'closed',
]);

function Loaded({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const one = detail.case;
  const path = `cases/${one.id}`;
  const [opened, setOpened] = useState<Opened | null>(null);
  const choose = useChoose(path, owner, (action) => setOpened({ action, stored: one.fields }));
  const items = useQuery(recordsOfCaseQuery('agenda-items', one.id));
  const titles = useMemo(
    () => ({
      ...detail.titles,
      ...Object.fromEntries(
        (items.data?.items ?? []).map((item) => [item.id, String(item.fields['topic'])]),
      ),
    }),
    [detail.titles, items.data],
  );
  const acts = useMemo(
    () => ({
      detail,
      path,
      open: (name: string, about: string, stored: Opened['stored'], more: Titles = {}) => {
        const action = allowedOf(detail, name);
        if (action !== undefined) setOpened({ action, about, stored, titles: more });
      },
    }),
    [detail, path],
  );
  // Whoever is asked to agree does that first, although it does not move the meeting on by itself.
  const primary =
    detail.allowedActions.find((action) => action.primary && action.allowed) ??
    allowedOf(detail, 'agree');
  const held = sat.has(one.state);
  return (
    <MeetingContext value={acts}>
      <Page
        title={one.title}
        crumbs={[
          { title: t('nav.cases'), to: '/cases' },
          { title: one.reference, to: `/cases/${one.id}` },
        ]}
        actions={
          <>
            <Button component={Link} to={`/cases/${one.id}`}>
              {t('meeting.case')}
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
            <p className={classes.purpose}>{String(one.fields['purpose'] ?? '')}</p>
            <Section title={t('act.title')}>
              <ActionList
                owner={owner}
                actions={detail.allowedActions.filter(({ action }) => !placedActions.has(action))}
                onChoose={choose}
              />
            </Section>
            {held && <PreviousPoints />}
            {held && <Minutes />}
            {held && <NewPoints />}
            {(held || one.state === 'convened') && <Attendance />}
            <Agenda />
            <Consultation />
            {!held && <PreviousPoints />}
          </div>
          <CaseAside detail={detail} owner={owner} />
        </div>
        <ActionDrawer
          owner={owner}
          path={path}
          action={opened?.action ?? null}
          onClose={() => setOpened(null)}
          stored={opened?.stored ?? one.fields}
          titles={opened?.titles === undefined ? titles : { ...titles, ...opened.titles }}
          {...(opened?.about === undefined ? {} : { about: opened.about })}
        />
      </Page>
    </MeetingContext>
  );
}

/** When and where, by whom it is chaired, and how it is marked. */
function Meta({ detail }: { detail: CaseDetail }) {
  const { t, names, formats } = useTexts();
  const { state, fields, label, tlp } = detail.case;
  const { startsAt, place, series, chairedBy } = fields;
  return (
    <>
      <StateMark owner={owner} state={state} />
      <span>{typeof startsAt === 'string' ? formats.instant(startsAt) : t('meeting.no-date')}</span>
      {typeof place === 'string' && <span>{place}</span>}
      {typeof series === 'string' && <span>{series}</span>}
      {typeof chairedBy === 'string' && (
        <span>{t('meeting.chaired', { by: names.option(owner, 'chairedBy', chairedBy) })}</span>
      )}
      <LabelBadge label={label} />
      <TlpBadge tlp={tlp} />
    </>
  );
}
