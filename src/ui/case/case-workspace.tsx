import { type ReactNode, useMemo, useState } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import type { Titles } from '../mark/party.tsx';
import { Section } from '../page/page.tsx';
import { CaseFrame } from './case-frame.tsx';
import { CaseTasks } from './case-tasks.tsx';
import { LastStep } from './last-step.tsx';
import { type Many, SeveralDrawer } from './several-drawer.tsx';
import { allowedOf, useWorkspace, type Workspace, WorkspaceContext } from './workspace.ts';

interface Opened {
  readonly action: AllowedAction;
  readonly about?: string;
  readonly titles?: Titles;
  readonly stored: { readonly [name: string]: unknown };
}

export interface CaseWorkspaceProps {
  readonly detail: CaseDetail;
  /** What is said beside the state: owner and marking follow by themselves. */
  readonly meta?: ReactNode;
  /** Where else the reader may go from here. */
  readonly links?: ReactNode;
  /** Titles of what the forms refer to, beyond what the case itself names. */
  readonly titles?: Titles;
  /** What the reader is to do first, where no action moves the case on. */
  readonly first?: AllowedAction | undefined;
  readonly children: ReactNode;
}

/** The page that an area makes for cases of its procedure: head, its own parts, what hangs on the case, and the forms of the actions. */
export function CaseWorkspace(props: CaseWorkspaceProps) {
  const { detail, meta, links, titles, first, children } = props;
  const one = detail.case;
  const owner = `procedure.${one.procedure}` as const;
  const [opened, setOpened] = useState<Opened | null>(null);
  const [many, setMany] = useState<Many | null>(null);
  const workspace = useOpening(detail, setOpened, setMany);
  const primary = detail.allowedActions.find((action) => action.primary && action.allowed) ?? first;
  return (
    <WorkspaceContext value={workspace}>
      <CaseFrame {...{ detail, meta, links, primary }} onChoose={workspace.choose}>
        {children}
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
      </CaseFrame>
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

/** The tasks that wait for the reader, and what can be done now, without the actions that stand at what they are about. */
export function WorkspaceActions({ placed }: { placed?: ReadonlySet<string> }) {
  const { t } = useTexts();
  const { detail, choose } = useWorkspace();
  const owner = `procedure.${detail.case.procedure}` as const;
  return (
    <>
      <CaseTasks detail={detail} owner={owner} mine />
      <Section title={t('act.title')}>
        <LastStep detail={detail} />
        <ActionList
          owner={owner}
          actions={detail.allowedActions.filter(({ action }) => placed?.has(action) !== true)}
          onChoose={choose}
        />
      </Section>
    </>
  );
}
