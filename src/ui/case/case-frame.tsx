import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { ExportBundle } from '../bundle/export-bundle.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Due } from '../mark/due.tsx';
import { Icon } from '../mark/icon.tsx';
import { Marking } from '../mark/label-badge.tsx';
import { Organisation } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { Page } from '../page/page.tsx';
import { PageViews } from '../page/page-views.tsx';
import { WithAside } from '../page/with-aside.tsx';
import { AwayMarks } from '../presence/waits-for.tsx';
import { CaseAside } from './case-aside.tsx';
import { useCaseViews } from './case-views.ts';

export interface CaseFrameProps {
  readonly detail: CaseDetail;
  /** What the procedure's own page says beside the state. */
  readonly meta?: ReactNode;
  /** Where else the reader may go from here, before what every case offers. */
  readonly links?: ReactNode;
  readonly primary: AllowedAction | undefined;
  readonly onChoose: (action: AllowedAction) => void;
  readonly children: ReactNode;
}

/** Head and side of every page of a case, whoever made it: what it is, where it stands, its views, what can be done with the whole of it. */
export function CaseFrame({ detail, meta, links, primary, onChoose, children }: CaseFrameProps) {
  const { t, names } = useTexts();
  const one = detail.case;
  const owner = `procedure.${one.procedure}` as const;
  return (
    <Page
      title={one.title}
      crumbs={[
        { title: t('nav.cases'), to: '/cases' },
        { title: names.procedure(one.procedure), to: `/procedures/${one.procedure}` },
      ]}
      actions={
        <>
          {links}
          <Button leftSection={<Icon name="print" size={14} />} onClick={() => window.print()}>
            {t('print')}
          </Button>
          <ExportBundle detail={detail} />
          {primary !== undefined && (
            <Button variant="filled" onClick={() => onChoose(primary)}>
              {names.action(owner, primary.action)}
            </Button>
          )}
        </>
      }
      meta={
        <>
          <span>{one.reference}</span>
          <StateMark owner={owner} state={one.state} />
          {one.dueAt !== null && one.closedAt === null && <Due at={one.dueAt} />}
          <AwayMarks waitingFor={detail.waitingFor} />
          {meta}
          <Organisation id={one.ownerId} titles={detail.titles} link />
          <Marking label={one.label} tlp={one.tlp} />
        </>
      }
      views={<Views id={one.id} />}
    >
      <WithAside label={t('case.aside')} aside={<CaseAside detail={detail} owner={owner} />}>
        {children}
      </WithAside>
    </Page>
  );
}

/** The page made for cases of this procedure, and the file that every case has. */
function Views({ id }: { id: string }) {
  const { t } = useTexts();
  const { own, shown } = useCaseViews();
  if (own === null) return null;
  return (
    <PageViews
      label={t('case.views')}
      views={[
        { title: t(own), to: `/cases/${id}`, current: shown === 'own' },
        { title: t('case.file'), to: `/cases/${id}/file`, current: shown === 'file' },
      ]}
    />
  );
}
