import { Button } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { AllowedAction } from '#work/contract.ts';
import type { DeliverableDetail } from '#work/deliverables/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { get } from '../api/client.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Marking } from '../mark/label-badge.tsx';
import { Organisation } from '../mark/party.tsx';
import { caseCrumb } from '../page/case-crumb.ts';
import { Page, Section } from '../page/page.tsx';
import { WithAside } from '../page/with-aside.tsx';
import { AwayMarks } from '../presence/waits-for.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import classes from './deliverable.module.css';
import { DeliverableAside } from './deliverable-aside.tsx';
import { DeliverableState } from './deliverable-state.tsx';
import { commentActs, DocumentComments } from './document-comments.tsx';
import { DocumentHistory } from './document-history.tsx';
import { DocumentPreview } from './document-preview.tsx';
import { Recipients } from './recipients.tsx';
import { SectionEditor } from './section-editor.tsx';

/** Texts of every deliverable stand under this name, whatever its kind. */
const owner = 'register.deliverables' as const;

const deliverableQuery = (id: string) =>
  queryOptions({
    queryKey: ['record', 'deliverables', id],
    queryFn: ({ signal }) => get<DeliverableDetail>(`/deliverables/${id}`, {}, signal),
  });

/** One document of a case: written, handed in, approved or issued, sent, and received. */
export function DeliverablePage({ id }: { id: string }) {
  const { t, names } = useTexts();
  const query = useQuery(deliverableQuery(id));
  if (query.isSuccess) return <Loaded detail={query.data} />;
  return (
    <Page
      title={names.one('deliverables')}
      crumbs={[{ title: t('nav.documents'), to: '/deliverables' }]}
    >
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={12} />
      )}
    </Page>
  );
}

function Loaded({ detail }: { detail: DeliverableDetail }) {
  const { t, names } = useTexts();
  const one = detail.deliverable;
  const path = `deliverables/${one.id}`;
  const [action, setAction] = useState<AllowedAction | null>(null);
  const choose = useChoose(path, owner, setAction);
  const primary = detail.allowedActions.find((candidate) => candidate.primary && candidate.allowed);
  return (
    <Page
      title={one.title}
      crumbs={[{ title: t('nav.cases'), to: '/cases' }, ...caseCrumb(one.caseId, detail.titles)]}
      actions={
        primary !== undefined && (
          <Button variant="filled" onClick={() => choose(primary)}>
            {names.action(owner, primary.action)}
          </Button>
        )
      }
      meta={
        <>
          <span>{one.reference}</span>
          <span>{t('deliverable.version', { version: one.version })}</span>
          <DeliverableState state={one.state} />
          <AwayMarks waitingFor={one.waitingFor} />
          <Marking label={one.label} tlp={one.tlp} />
          <Organisation id={one.ownerId} titles={detail.titles} link />
        </>
      }
    >
      <WithAside
        label={t('deliverable.control')}
        aside={<DeliverableAside detail={detail} owner={owner} />}
      >
        <Section title={t('act.title')}>
          <ActionList
            owner={owner}
            actions={detail.allowedActions.filter(({ action }) => !commentActs.includes(action))}
            onChoose={choose}
          />
        </Section>
        {detail.may.edit && (
          <Section title={t('deliverable.sections')}>
            <SectionEditor key={one.recordVersion} detail={detail} />
          </Section>
        )}
        <Section title={t('deliverable.preview')}>
          {detail.formats.length === 0 ? (
            <p className={classes.note}>{t('deliverable.preview.none')}</p>
          ) : (
            <DocumentPreview id={one.id} title={one.title} version={one.recordVersion} />
          )}
        </Section>
        <Section title={t('deliverable.comments')}>
          <DocumentComments detail={detail} />
        </Section>
        <Section title={t('deliverable.history')}>
          <DocumentHistory rows={detail.history} titles={detail.titles} />
        </Section>
        <Section title={t('deliverable.recipients')}>
          <Recipients rows={detail.recipients} titles={detail.titles} />
        </Section>
        <Section title={t('timeline')}>
          <Timeline path={path} owner={owner} fields={{}} />
        </Section>
      </WithAside>
      <ActionDrawer
        owner={owner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={{}}
        titles={detail.titles}
      />
    </Page>
  );
}
