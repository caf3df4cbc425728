import type { CaseDetail } from '#work/contract.ts';
import { useMe } from '../api/use-definitions.ts';
import type { Owner } from '../i18n/names.ts';
import { type Texts, useTexts } from '../i18n/texts-provider.tsx';
import { Absence, NobodyThere } from '../mark/absence.tsx';
import { Ago } from '../mark/due.tsx';
import { Organisation, Person } from '../mark/party.tsx';
import { Mark } from '../mark/state-mark.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import { Audience } from '../record/audience.tsx';
import classes from './case.module.css';
import { CaseDeadlines } from './case-deadlines.tsx';
import { CaseDelegations } from './case-delegations.tsx';
import { CaseDocuments } from './case-documents.tsx';
import { CaseDuty } from './case-duty.tsx';
import { CaseLinks } from './case-links.tsx';

/** The role that every member of the organisation has; its people are not listed. */
const anyMember = 'any-member';

/** What hangs on a case: for whom it waits, until when, what came before and after, documents, parties, approvals, readers. */
export function CaseAside({ detail, owner }: { detail: CaseDetail; owner: Owner }) {
  const { t, names } = useTexts();
  const { titles } = detail;
  return (
    <>
      {detail.case.closedAt === null && (
        <AsidePart title={t('case.waiting-for')}>
          <AsideList empty={t('case.waiting-for.none')}>
            {detail.waitingFor.map(({ role, people, away }) => (
              <li key={role}>
                <p className={classes.key}>{names.role(role)}</p>
                {people.length === 0
                  ? role !== anyMember && <WaitedParties {...{ detail, role, away }} />
                  : people.map((person) => (
                      <p key={person.id}>
                        <Person id={person.id} titles={{ [person.id]: person.name }} />
                        {person.substitute && (
                          <span className={classes.note}>
                            {' '}
                            {standsInFor(t, person.standsFor, people)}
                          </span>
                        )}
                        {person.absentUntil !== null && (
                          <>
                            {' '}
                            <Absence until={person.absentUntil} />
                          </>
                        )}
                      </p>
                    ))}
              </li>
            ))}
          </AsideList>
        </AsidePart>
      )}
      <CaseDuty detail={detail} />
      <CaseDeadlines detail={detail} owner={owner} />
      <CaseLinks links={detail.links} owner={owner} />
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
      <AsidePart title={t('audience.title')}>
        <Audience path={`cases/${detail.case.id}`} owner={detail.case.ownerId} />
      </AsidePart>
    </>
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

/** `in place of Mia`, or that somebody is a substitute where the absent one is not among those shown. */
function standsInFor(
  t: Texts['t'],
  standsFor: string | null,
  people: CaseDetail['waitingFor'][number]['people'],
): string {
  const person = people.find(({ id }) => id === standsFor)?.name;
  return person === undefined ? t('person.substitute') : t('absence.in-place', { person });
}

interface WaitedPartiesProps {
  readonly detail: CaseDetail;
  readonly role: string;
  readonly away: CaseDetail['waitingFor'][number]['away'];
}

/** People of other organisations are theirs to name: a role that a party takes part in is told by the party. */
function WaitedParties({ detail, role, away }: WaitedPartiesProps) {
  const { t } = useTexts();
  const parties = detail.parties.filter((party) => party.role === role);
  const own = useMe().roles.some(({ organisationId }) => organisationId === detail.case.ownerId);
  if (parties.length === 0) return own && <p>{t('case.waiting-for.nobody')}</p>;
  return parties.map(({ organisationId }) => (
    <p key={organisationId}>
      <Organisation id={organisationId} titles={detail.titles} />{' '}
      {away
        .filter((one) => one.organisationId === organisationId)
        .map(({ until }) => (
          <NobodyThere key={organisationId} until={until} />
        ))}
    </p>
  ));
}
