import { CaseWorkspace, WorkspaceActions } from '#ui/case/case-workspace.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { CaseDetail } from '#work/contract.ts';
import { ConcernedByScope } from '../../web/concerned-by-scope.tsx';
import { Answers, AskedOfMe } from './answers.tsx';
import { Findings } from './findings.tsx';
import { Improvements } from './improvements.tsx';
import { Inputs } from './inputs.tsx';
import { Interviews } from './interviews.tsx';
import classes from './mission.module.css';
import { placedActions, useInTeam } from './mission-acts.ts';
import { Programme } from './programme.tsx';
import { ToldOfFindings } from './told-of-findings.tsx';
import { Workload } from './workload.tsx';

const owner = 'procedure.fact-finding-mission';

/** From here on there is something to report. */
const found: ReadonlySet<string> = new Set([
  ...['reporting', 'report-in-approval', 'report-approved', 'csip-discussed', 'closed'],
]);

/** A mission as its people work on it: what speaks for which control, the programme, who has answered, what was found. */
export function MissionPage({ detail }: { detail: CaseDetail }) {
  const { state, fields } = detail.case;
  const inTeam = useInTeam();
  return (
    <CaseWorkspace detail={detail} meta={<Meta detail={detail} />}>
      <p className={classes.purpose}>{String(fields['description'] ?? '')}</p>
      <AskedOfMe />
      <WorkspaceActions placed={placedActions} />
      {state === 'collecting' && <Answers />}
      {found.has(state) && <Findings />}
      {found.has(state) && <ToldOfFindings />}
      {found.has(state) && <Improvements />}
      {inTeam && state === 'set-up' && <Inputs />}
      {inTeam && <Programme />}
      <Workload />
      <ConcernedByScope />
      <Interviews />
      {state !== 'collecting' && <Answers />}
      {inTeam && state !== 'set-up' && <Inputs />}
    </CaseWorkspace>
  );
}

/** Kind and period, and whom it visits. */
function Meta({ detail }: { detail: CaseDetail }) {
  const { t, names, formats } = useTexts();
  const { missionKind, startsOn, endsOn, administrations } = detail.case.fields;
  const visited = Array.isArray(administrations) ? administrations.map(String) : [];
  return (
    <>
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
    </>
  );
}
