import { RecordsOf } from '#ui/case/case-records.tsx';
import { CaseRequests } from '#ui/case/case-requests.tsx';
import { CaseWorkspace, WorkspaceActions } from '#ui/case/case-workspace.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { CaseDetail } from '#work/contract.ts';
import { Conclusions } from './conclusions.tsx';
import { Exhibits } from './exhibits.tsx';
import { Impact } from './impact.tsx';
import classes from './incident.module.css';
import { owner, placedActions } from './incident-acts.ts';
import { Liaison } from './liaison.tsx';
import { Stamps } from './stamps.tsx';
import { Timeline } from './timeline.tsx';

/** An incident as its people work on it: its time stamps, what can be done, the decision on impact, requests, evidence, timeline, liaison. */
export function IncidentPage({ detail }: { detail: CaseDetail }) {
  return (
    <CaseWorkspace detail={detail} meta={<Meta detail={detail} />}>
      <p className={classes.summary}>{String(detail.case.fields['summary'] ?? '')}</p>
      <Stamps />
      <WorkspaceActions placed={placedActions} />
      <RecordsOf register="liso-decisions" detail={detail} />
      <Impact />
      <CaseRequests detail={detail} owner={owner} />
      <Timeline />
      <Exhibits />
      <Conclusions />
      <Liaison />
    </CaseWorkspace>
  );
}

/** What it is, whose it is, and who works on it. */
function Meta({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const { category, originAdministration, assignedTo, assignedBecause } = detail.case.fields;
  return (
    <>
      {typeof category === 'string' && <span>{names.option(owner, 'category', category)}</span>}
      {typeof originAdministration === 'string' && (
        <span>{t('incident.origin', { name: detail.titles[originAdministration] ?? '' })}</span>
      )}
      {typeof assignedTo === 'string' && (
        <span>{t('incident.assigned', { to: names.option(owner, 'assignedTo', assignedTo) })}</span>
      )}
      {typeof assignedBecause === 'string' && (
        <span>{names.option(owner, 'assignedBecause', assignedBecause)}</span>
      )}
    </>
  );
}
