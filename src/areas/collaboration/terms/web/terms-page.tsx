import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { ActionDrawer } from '#ui/act/action-drawer.tsx';
import { ActionList } from '#ui/act/action-list.tsx';
import { useChoose } from '#ui/act/use-choose.ts';
import { caseQuery, recordsOfCaseQuery } from '#ui/api/queries.ts';
import { CaseAside } from '#ui/case/case-aside.tsx';
import { CaseRequests } from '#ui/case/case-requests.tsx';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { LabelBadge, TlpBadge } from '#ui/mark/label-badge.tsx';
import { StateMark } from '#ui/mark/state-mark.tsx';
import { Page, Section } from '#ui/page/page.tsx';
import type { AllowedAction, CaseDetail } from '#work/contract.ts';
import { Agreements } from './agreements.tsx';
import { ChangesOfUpdate } from './changes-of-update.tsx';
import { Negotiation } from './negotiation.tsx';
import { PlanMatrix } from './plan-matrix.tsx';
import { ScopeOfTerms } from './scope-of-terms.tsx';
import classes from './terms.module.css';
import { allowedOf, placedActions, TermsContext } from './terms-acts.ts';

const owner = 'procedure.terms-of-collaboration';

/** Terms as their parties negotiate them: scope, who agreed, the clauses with what was said of each, the plans. */
export function TermsPage() {
  const { t } = useTexts();
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const query = useQuery(caseQuery(id));
  if (query.isSuccess) return <Loaded key={id} detail={query.data} />;
  return (
    <Page title={t('terms.title')} crumbs={[{ title: t('nav.cases'), to: '/cases' }]}>
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
  readonly stored: { readonly [name: string]: unknown };
}

function Loaded({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const one = detail.case;
  const path = `cases/${one.id}`;
  const [opened, setOpened] = useState<Opened | null>(null);
  const choose = useChoose(path, owner, (action) => setOpened({ action, stored: one.fields }));
  const clauses = useQuery(recordsOfCaseQuery('terms-clauses', one.id));
  const titles = useMemo(() => titlesWith(detail, clauses.data), [detail, clauses.data]);
  const acts = useMemo(
    () => ({
      detail,
      open: (name: string, about: string, stored: Opened['stored']) => {
        const action = allowedOf(detail, name);
        if (action !== undefined) setOpened({ action, about, stored });
      },
    }),
    [detail],
  );
  const primary = detail.allowedActions.find((action) => action.primary && action.allowed);
  return (
    <TermsContext value={acts}>
      <Page
        title={one.title}
        crumbs={[
          { title: t('nav.cases'), to: '/cases' },
          { title: one.reference, to: `/cases/${one.id}` },
        ]}
        actions={
          <>
            <Button component={Link} to={`/cases/${one.id}`}>
              {t('terms.case')}
            </Button>
            {primary !== undefined && (
              <Button variant="filled" onClick={() => choose(primary)}>
                {names.action(owner, primary.action)}
              </Button>
            )}
          </>
        }
        meta={
          <>
            <StateMark owner={owner} state={one.state} />
            <Revision detail={detail} />
            <LabelBadge label={one.label} />
            <TlpBadge tlp={one.tlp} />
          </>
        }
      >
        <div className={classes.columns}>
          <div className={classes.main}>
            <ScopeOfTerms />
            <Section title={t('act.title')}>
              <ActionList
                owner={owner}
                actions={detail.allowedActions.filter(({ action }) => !placedActions.has(action))}
                onChoose={choose}
              />
            </Section>
            <CaseRequests detail={detail} owner={owner} />
            <Agreements />
            <ChangesOfUpdate />
            <Negotiation />
            <PlanMatrix />
          </div>
          <CaseAside detail={detail} owner={owner} />
        </div>
        <ActionDrawer
          owner={owner}
          path={path}
          action={opened?.action ?? null}
          onClose={() => setOpened(null)}
          stored={opened?.stored ?? one.fields}
          titles={titles}
          {...(opened?.about === undefined ? {} : { about: opened.about })}
        />
      </Page>
    </TermsContext>
  );
}

/** Forms name clauses by number and title. */
function titlesWith(
  detail: CaseDetail,
  clauses:
    | {
        readonly items: readonly { readonly id: string; readonly fields: Opened['stored'] }[];
        readonly titles: { readonly [id: string]: string };
      }
    | undefined,
) {
  return {
    ...detail.titles,
    ...clauses?.titles,
    ...Object.fromEntries(
      (clauses?.items ?? []).map(({ id, fields }) => [
        id,
        `${String(fields['number'])} ${String(fields['title'])}`,
      ]),
    ),
  };
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
