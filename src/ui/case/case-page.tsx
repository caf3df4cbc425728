import { useState } from 'react';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { ActionDrawer } from '../act/action-drawer.tsx';
import { ActionList } from '../act/action-list.tsx';
import { useChoose } from '../act/use-choose.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Section } from '../page/page.tsx';
import { FieldList } from '../record/field-list.tsx';
import { Timeline } from '../timeline/timeline.tsx';
import { CaseDiagram } from './case-diagram.tsx';
import { CaseEvidence } from './case-evidence.tsx';
import { CaseFrame } from './case-frame.tsx';
import { CaseRecords } from './case-records.tsx';
import { CaseRequests } from './case-requests.tsx';
import { CaseTasks } from './case-tasks.tsx';
import { LastStep } from './last-step.tsx';

/** The file of a case, the same for every procedure: where it stands, what I can do now and why not otherwise, what was done, and what hangs on it. */
export function CasePage({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const one = detail.case;
  const path = `cases/${one.id}`;
  const owner = `procedure.${one.procedure}` as const;
  const definition = useDefinitions().procedure(one.procedure, one.definitionVersion);
  const [action, setAction] = useState<AllowedAction | null>(null);
  const choose = useChoose(path, owner, setAction);
  return (
    <CaseFrame
      detail={detail}
      primary={detail.allowedActions.find((candidate) => candidate.primary && candidate.allowed)}
      onChoose={choose}
    >
      <CaseDiagram procedure={one.procedure} version={one.definitionVersion} state={one.state} />
      <Section title={t('act.title')}>
        <LastStep detail={detail} />
        <ActionList owner={owner} actions={detail.allowedActions} onChoose={choose} />
      </Section>
      <CaseTasks detail={detail} owner={owner} />
      <CaseRequests detail={detail} owner={owner} />
      <CaseEvidence detail={detail} />
      <CaseRecords detail={detail} />
      <Section title={t('case.fields')}>
        <FieldList
          owner={owner}
          fields={definition?.fields ?? {}}
          values={one.fields}
          titles={detail.titles}
          filled
        />
      </Section>
      <Section title={t('timeline')}>
        <Timeline path={path} owner={owner} fields={definition?.fields ?? {}} />
      </Section>
      <ActionDrawer
        owner={owner}
        path={path}
        action={action}
        onClose={() => setAction(null)}
        stored={one.fields}
        titles={detail.titles}
      />
    </CaseFrame>
  );
}
