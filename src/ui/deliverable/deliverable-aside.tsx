import type { DeliverableDetail } from '#work/deliverables/contract.ts';
import { apiUrl } from '../api/client.ts';
import { useMe } from '../api/use-definitions.ts';
import type { Owner } from '../i18n/names.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Instant } from '../mark/due.tsx';
import { Organisation, Person } from '../mark/party.tsx';
import { Mark } from '../mark/state-mark.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import { WaitsForList } from '../presence/waits-for.tsx';
import { Audience } from '../record/audience.tsx';
import classes from './deliverable.module.css';

/** Document control, the document in each format, its sections and the approvals bound to its frozen copy. */
export function DeliverableAside({ detail, owner }: { detail: DeliverableDetail; owner: Owner }) {
  const { t, formats, names } = useTexts();
  const { cover, deliverable } = detail;
  const control: [string, string | null][] = [
    [t('deliverable.owner'), cover.owner],
    [t('deliverable.issue-date'), formats.date(cover.issueDate)],
    [t('deliverable.subject'), cover.subject],
    [t('deliverable.programme'), cover.programme],
    [t('deliverable.framework-contract'), cover.frameworkContract],
    [t('deliverable.specific-contract'), cover.specificContract],
    [t('deliverable.contract-line'), cover.contractLine],
  ];
  const own = useMe().roles.some(({ organisationId }) => organisationId === deliverable.ownerId);
  return (
    <>
      {deliverable.waitingFor.length > 0 && (
        <AsidePart title={t('case.waiting-for')}>
          <WaitsForList waitingFor={deliverable.waitingFor} titles={detail.titles} own={own} />
        </AsidePart>
      )}
      {detail.formats.length > 0 && (
        <AsidePart title={t('deliverable.download')}>
          <ul className={classes.formats}>
            {detail.formats.map((format) => (
              <li key={format}>
                <a href={apiUrl(`/deliverables/${deliverable.id}.${format}`)}>
                  {format.toUpperCase()}
                </a>
              </li>
            ))}
          </ul>
          {deliverable.issuedAt === null && (
            <p className={classes.note}>{t('deliverable.draft-note')}</p>
          )}
        </AsidePart>
      )}
      <AsidePart title={t('deliverable.control')}>
        <dl className={classes.control}>
          {control
            .filter(([, value]) => value !== null && value !== '')
            .map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </AsidePart>
      <AsidePart title={t('deliverable.sections')}>
        <ol className={classes.list}>
          {detail.sections.map((section) => (
            <li key={section.id}>
              <Mark
                kind={section.filled ? 'achieved' : section.mandatory ? 'not-achieved' : 'waiting'}
                word={section.title}
                wraps
              />
              {!section.filled && (
                <p className={classes.note}>
                  {t(
                    section.mandatory ? 'deliverable.section.missing' : 'deliverable.section.empty',
                  )}
                </p>
              )}
            </li>
          ))}
        </ol>
      </AsidePart>
      {detail.readers.length > 0 && (
        <AsidePart title={t('deliverable.readers')}>
          <AsideList>
            {detail.readers.map((reader) => (
              <li key={reader.organisationId}>
                <Organisation id={reader.organisationId} titles={detail.titles} link />
                <p className={classes.note}>{reader.reason}</p>
              </li>
            ))}
          </AsideList>
        </AsidePart>
      )}
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
                  <Person id={approval.personId} titles={detail.titles} />{' '}
                  <span className={classes.note}>
                    <Instant at={approval.at} />
                  </span>
                </p>
                <p className={classes.note} title={approval.frozenHash}>
                  {t('case.approval.bound', { hash: approval.frozenHash.slice(0, 12) })}
                </p>
              </li>
            ))}
          </AsideList>
        </AsidePart>
      )}
      <AsidePart title={t('audience.title')}>
        <Audience path={`deliverables/${deliverable.id}`} owner={deliverable.ownerId} />
      </AsidePart>
    </>
  );
}
