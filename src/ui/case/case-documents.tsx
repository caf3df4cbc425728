import { Link } from '@tanstack/react-router';
import type { CaseDetail } from '#work/contract.ts';
import { apiUrl } from '../api/client.ts';
import { DeliverableState } from '../deliverable/deliverable-state.tsx';
import { NewDeliverable } from '../deliverable/new-deliverable.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { AsideList, AsidePart } from '../page/aside-part.tsx';
import { WaitsForLine } from '../presence/waits-for.tsx';
import classes from './case.module.css';

/** The documents of a case, each with its page and its formats, and those that can be written. */
export function CaseDocuments({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  return (
    <AsidePart title={t('case.documents')}>
      <AsideList empty={t('case.documents.none')}>
        {detail.deliverables.map((document) => (
          <li key={document.id}>
            <p>
              <Link to={`/deliverables/${document.id}`}>{document.title}</Link>{' '}
              <span className={classes.note}>
                {document.reference} · {document.version}
              </span>
            </p>
            <p className={classes.formats}>
              <DeliverableState state={document.state} />
              {['pdf', 'docx', 'html'].map((format) => (
                <a
                  key={format}
                  href={apiUrl(`/deliverables/${document.id}.${format}`)}
                  aria-label={`${document.title}, ${format.toUpperCase()}`}
                >
                  {format.toUpperCase()}
                </a>
              ))}
            </p>
            <WaitsForLine waitingFor={document.waitingFor} />
          </li>
        ))}
      </AsideList>
      <div className={classes.write}>
        <NewDeliverable caseId={detail.case.id} writable={detail.writable} />
      </div>
    </AsidePart>
  );
}
