import type { CaseDetail } from '#work/contract.ts';
import { useDefinitions, useMe } from '../api/use-definitions.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Ago } from '../mark/due.tsx';
import { Organisation, Person } from '../mark/party.tsx';
import { Mark } from '../mark/state-mark.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import { WaitsForList } from '../presence/waits-for.tsx';
import { Audience } from '../record/audience.tsx';
import { Basis } from './basis.tsx';
import classes from './case.module.css';
import { CaseDeadlines } from './case-deadlines.tsx';
import { CaseDelegations } from './case-delegations.tsx';
import { CaseDocuments } from './case-documents.tsx';
import { CaseDuty } from './case-duty.tsx';
import { CaseLinks } from './case-links.tsx';

/** What hangs on a case: for whom it waits, until when, what came before and after, documents, parties, approvals, readers. */
export function CaseAside({ detail, owner }: { detail: CaseDetail; owner: Owner }) {
  const { t, names } = useTexts();
  const { titles } = detail;
  const own = useMe().roles.some(({ organisationId }) => organisationId === detail.case.ownerId);
  return (
    <>
      {detail.case.closedAt === null && (
        <AsidePart title={t('case.waiting-for')}>
          <WaitsForList waitingFor={detail.waitingFor} titles={titles} own={own} />
        </AsidePart>
      )}
      <CaseDuty detail={detail} />
      <CaseDeadlines detail={detail} owner={owner} />
      <CaseLinks links={detail.links} owner={owner} own={own} />
      <CaseDocuments detail={detail} />
      {detail.approvals.length > 0 && (
        <AsidePart title={t('case.approvals')}>
          <AsideList>
            {detail.approvals.map((approval) => (
              <li key={approval.personId + approval.at}>
                <Mark
                  kind={approval.voided ? 'not-achieved' : 'achieved'}
                  word={`${names.action(owner, approval.action)}${approval.voided ? ` (${t('case.approval.voided')})` : ''}`}
                />
                <p>
                  <Person id={approval.personId} titles={titles} />{' '}
                  <span className={classes.note}>
                    <Ago at={approval.at} />
                  </span>
                </p>
                <p className={classes.hash} title={approval.hash}>
                  {t('case.approval.bound', { hash: approval.hash.slice(0, 12) })}
                </p>
              </li>
            ))}
          </AsideList>
        </AsidePart>
      )}
      {detail.parties.length > 0 && (
        <AsidePart title={t('case.parties')}>
          <AsideList>
            {[...rolesByParty(detail)].map(([organisationId, roles]) => (
              <li key={organisationId}>
                <p>
                  <Organisation id={organisationId} titles={titles} link />
                </p>
                <p className={classes.note}>
                  {roles.map((role) => t([`party.${role}`, `role.${role}`])).join(', ')}
                </p>
              </li>
            ))}
          </AsideList>
        </AsidePart>
      )}
      <CaseDelegations detail={detail} />
      <CaseBasis detail={detail} />
      <AsidePart title={t('audience.title')}>
        <Audience path={`cases/${detail.case.id}`} owner={detail.case.ownerId} />
      </AsidePart>
    </>
  );
}

/** The version of the procedure that the case runs by, and what it cites. */
function CaseBasis({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const { procedure, definitionVersion } = detail.case;
  const definition = useDefinitions().procedure(procedure, definitionVersion);
  if (definition === undefined) return null;
  return (
    <AsidePart title={t('case.basis')}>
      <Basis definition={definition} />
    </AsidePart>
  );
}

/** Each organisation once, with the roles in which it takes part. */
function rolesByParty({ parties }: CaseDetail): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, string[]>();
  for (const { organisationId, role } of parties) {
    roles.set(organisationId, [...(roles.get(organisationId) ?? []), role]);
  }
  return roles;
}
