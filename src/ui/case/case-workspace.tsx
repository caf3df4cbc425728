import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, type ReactNode, useMemo, useState } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { caseQuery } from '../api/queries.ts';
import { ProblemNotice } from '../feedback/notice.tsx';
import { Placeholder } from '../feedback/placeholder.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { LabelBadge, TlpBadge } from '../mark/label-badge.tsx';
import type { Titles } from '../mark/party.tsx';
import { StateMark } from '../mark/state-mark.tsx';
import { Page, Section } from '../page/page.tsx';
import classes from './case.module.css';
import { CaseAside } from './case-aside.tsx';
import { type Many, SeveralDrawer } from './several-drawer.tsx';
import { allowedOf, useWorkspace, type Workspace, WorkspaceContext } from './workspace.ts';

/** Reads the case that the address names and shows it by `view`; `title` is the key of what stands above until it is there. */
export function CaseAtAddress({
  title,
  view: View,
}: {
  title: string;
  view: ComponentType<{ detail: CaseDetail }>;
}) {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(caseQuery(id));
  if (query.isSuccess) return <View key={id} detail={query.data} />;
  return (
    <Page title={t(title)} crumbs={[{ title: t('nav.cases'), to: '/cases' }]}>
      {query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : (
        <Placeholder lines={14} />
      )}
    </Page>
  );
}

interface Opened {
  readonly action: AllowedAction;
  readonly about?: string;
  readonly titles?: Titles;
  readonly stored: { readonly [name: string]: unknown };
}

export interface CaseWorkspaceProps {
  readonly detail: CaseDetail;
  /** What is said beside the state: the marking follows by itself. */
  readonly meta: ReactNode;
  /** Titles of what the forms refer to, beyond what the case itself names. */
  readonly titles?: Titles;
  /** What the reader is to do first, where no action moves the case on. */
  readonly first?: AllowedAction | undefined;
  readonly children: ReactNode;
}

/** The page that an area makes for cases of its procedure: head, its own parts, what hangs on the case, and the forms of the actions. */
export function CaseWorkspace({ detail, meta, titles, first, children }: CaseWorkspaceProps) {
  const { t, names } = useTexts();
  const one = detail.case;
  const owner = `procedure.${one.procedure}` as const;
  const [opened, setOpened] = useState<Opened | null>(null);
  const [many, setMany] = useState<Many | null>(null);
  const workspace = useOpening(detail, setOpened, setMany);
  const primary = detail.allowedActions.find((action) => action.primary && action.allowed) ?? first;
  return (
    <WorkspaceContext value={workspace}>
      <Page
        title={one.title}
        crumbs={[
          { title: t('nav.cases'), to: '/cases' },
          { title: one.reference, to: `/cases/${one.id}` },
        ]}
        actions={
          <>
            <Button component={Link} to={`/cases/${one.id}`}>
              {t('case.file')}
            </Button>
            {primary !== undefined && (
              <Button variant="filled" onClick={() => workspace.choose(primary)}>
                {names.action(owner, primary.action)}
              </Button>
            )}
          </>
        }
        meta={
          <>
            <StateMark owner={owner} state={one.state} />
            {meta}
            <LabelBadge label={one.label} />
            <TlpBadge tlp={one.tlp} />
          </>
        }
      >
        <div className={classes.columns}>
          <div className={classes.main}>{children}</div>
          <CaseAside detail={detail} owner={owner} />
        </div>
        <ActionDrawer
          owner={owner}
          path={workspace.path}
          action={opened?.action ?? null}
          onClose={() => setOpened(null)}
          stored={opened?.stored ?? one.fields}
          titles={{ ...detail.titles, ...titles, ...opened?.titles }}
          {...(opened?.about === undefined ? {} : { about: opened.about })}
        />
        <SeveralDrawer
          owner={owner}
          path={workspace.path}
          many={many}
          titles={{ ...detail.titles, ...titles }}
          onClose={() => setMany(null)}
        />
      </Page>
    </WorkspaceContext>
  );
}

function useOpening(
  detail: CaseDetail,
  setOpened: (opened: Opened) => void,
  setMany: (many: Many) => void,
): Workspace {
  const path = `cases/${detail.case.id}`;
  const stored = detail.case.fields;
  const choose = useChoose(path, `procedure.${detail.case.procedure}`, (action) =>
    setOpened({ action, stored }),
  );
  return useMemo(
    () => ({
      detail,
      path,
      choose: (action) => void choose(action),
      open: (name, about, known, titles = {}) => {
        const action = allowedOf(detail, name);
        if (action !== undefined) setOpened({ action, about, stored: known, titles });
      },
      openSeveral: (name, each) => {
        const action = allowedOf(detail, name);
        if (action !== undefined) setMany({ action, each });
      },
    }),
    [detail, path, choose, setOpened, setMany],
  );
}

/** What the reader can do now, without the actions that stand at what they are about. */
export function WorkspaceActions({ placed }: { placed: ReadonlySet<string> }) {
  const { t } = useTexts();
  const { detail, choose } = useWorkspace();
  return (
    <Section title={t('act.title')}>
      <ActionList
        owner={`procedure.${detail.case.procedure}`}
        actions={detail.allowedActions.filter(({ action }) => !placed.has(action))}
        onChoose={choose}
      />
    </Section>
  );
}
