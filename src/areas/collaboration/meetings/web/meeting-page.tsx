import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { CaseEvidence } from '#ui/case/case-evidence.tsx';
import { CaseRequests } from '#ui/case/case-requests.tsx';
import { CaseWorkspace, WorkspaceActions } from '#ui/case/case-workspace.tsx';
import { allowedOf } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { CaseDetail } from '#work/contract.ts';
import { ConcernedByScope } from '../../web/concerned-by-scope.tsx';
import { Agenda } from './agenda.tsx';
import { Attendance } from './attendance.tsx';
import { Consultation } from './consultation.tsx';
import { InvitedPeople } from './invited-people.tsx';
import classes from './meeting.module.css';
import { placedActions } from './meeting-acts.ts';
import { Minutes } from './minutes.tsx';
import { NewPoints } from './new-points.tsx';
import { PreviousPoints } from './previous-points.tsx';

const owner = 'procedure.meeting';

const sat: ReadonlySet<string> = new Set([
  ...['in-session', 'reporting', 'report-in-approval', 'closed'],
]);

/** A meeting as its people work on it: the agenda to agree on, minutes while it sits, attendance, earlier and new action points. */
export function MeetingPage({ detail }: { detail: CaseDetail }) {
  const { id, state, fields } = detail.case;
  const items = useQuery(recordsOfCaseQuery('agenda-items', id)).data?.items ?? [];
  const topics = Object.fromEntries(items.map((item) => [item.id, String(item.fields['topic'])]));
  const held = sat.has(state);
  return (
    <CaseWorkspace
      detail={detail}
      meta={<Meta detail={detail} />}
      titles={topics}
      // Whoever is asked to agree does that first, although it does not move the meeting on by itself.
      first={allowedOf(detail, 'agree')}
    >
      <p className={classes.purpose}>{String(fields['purpose'] ?? '')}</p>
      <WorkspaceActions placed={placedActions} />
      {held && <PreviousPoints />}
      {held && <Minutes />}
      {held && <NewPoints />}
      <InvitedPeople />
      {(held || state === 'convened') && <Attendance />}
      <Agenda />
      <CaseEvidence detail={detail} />
      <Consultation />
      <CaseRequests detail={detail} owner={owner} />
      <ConcernedByScope />
      {!held && <PreviousPoints />}
    </CaseWorkspace>
  );
}

/** When and where, and by whom it is chaired. */
function Meta({ detail }: { detail: CaseDetail }) {
  const { t, names, formats } = useTexts();
  const { startsAt, place, series, chairedBy } = detail.case.fields;
  return (
    <>
      <span>{typeof startsAt === 'string' ? formats.instant(startsAt) : t('meeting.no-date')}</span>
      {typeof place === 'string' && <span>{place}</span>}
      {typeof series === 'string' && <span>{series}</span>}
      {typeof chairedBy === 'string' && (
        <span>{t('meeting.chaired', { by: names.option(owner, 'chairedBy', chairedBy) })}</span>
      )}
    </>
  );
}
