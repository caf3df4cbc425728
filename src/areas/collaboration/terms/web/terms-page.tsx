import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { CaseRequests } from '#ui/case/case-requests.tsx';
import { CaseWorkspace, WorkspaceActions } from '#ui/case/case-workspace.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { CaseDetail } from '#work/contract.ts';
import { ConcernedByScope } from '../../web/concerned-by-scope.tsx';
import { Agreements } from './agreements.tsx';
import { ChangesOfUpdate } from './changes-of-update.tsx';
import { Negotiation } from './negotiation.tsx';
import { PlanMatrix } from './plan-matrix.tsx';
import { RevisionsCompared } from './revisions-compared.tsx';
import { ScopeOfTerms } from './scope-of-terms.tsx';
import { placedActions } from './terms-acts.ts';

const owner = 'procedure.terms-of-collaboration';

/** Terms as their parties negotiate them: scope, who agreed, the clauses with what was said of each, the plans. */
export function TermsPage({ detail }: { detail: CaseDetail }) {
  const clauses = useQuery(recordsOfCaseQuery('terms-clauses', detail.case.id)).data;
  // Forms name clauses by number and title.
  const numbered = Object.fromEntries(
    (clauses?.items ?? []).map(({ id, fields }) => [
      id,
      `${String(fields['number'])} ${String(fields['title'])}`,
    ]),
  );
  return (
    <CaseWorkspace
      detail={detail}
      meta={<Revision detail={detail} />}
      titles={{ ...clauses?.titles, ...numbered }}
    >
      <ScopeOfTerms />
      <WorkspaceActions placed={placedActions} />
      <CaseRequests detail={detail} owner={owner} />
      <ConcernedByScope />
      <Agreements />
      <ChangesOfUpdate />
      <RevisionsCompared />
      <Negotiation />
      <PlanMatrix />
    </CaseWorkspace>
  );
}

/** Which revision of the text it is, and from when it is in force. */
function Revision({ detail }: { detail: CaseDetail }) {
  const { t, formats } = useTexts();
  const { textRevision, effectiveFrom } = detail.case.fields;
  return (
    <>
      {typeof textRevision === 'number' && textRevision > 0 && (
        <span>{t('terms.revision', { count: textRevision })}</span>
      )}
      {typeof effectiveFrom === 'string' && (
        <span>{t('terms.from', { at: formats.instant(effectiveFrom) })}</span>
      )}
    </>
  );
}
