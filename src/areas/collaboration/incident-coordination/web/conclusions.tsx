import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordView } from '#work/contract.ts';
import classes from './incident.module.css';
import { useMayRead } from './use-may-read.ts';

const kinds = ['root-cause', 'related-issue', 'action-taken', 'lesson'] as const;

/** What the incident taught: causes, issues, actions and lessons, deviations from policy, and what is recommended. */
export function Conclusions() {
  const { names } = useTexts();
  return (
    <>
      <List
        register="incident-findings"
        action="record-finding"
        none="incident.findings.none"
        draw={(items) =>
          kinds.map((kind) => {
            const ofKind = items.filter(({ fields }) => fields['kind'] === kind);
            if (ofKind.length === 0) return null;
            return (
              <div key={kind} className={classes.conclusions}>
                <h3>{names.option('register.incident-findings', 'kind', kind)}</h3>
                <ul>
                  {ofKind.map(({ id, fields }) => (
                    <li key={id} className={classes.words}>
                      {String(fields['text'])}
                    </li>
                  ))}
                </ul>
              </div>
            );
          })
        }
      />
      <List
        register="incident-gaps"
        action="record-gap"
        none="incident.gaps.none"
        draw={(items) => (
          <Lines>
            {items.map(({ id, fields }) => (
              <Line
                key={id}
                title={String(fields['policy'])}
                words={[fields['deviation'], fields['consequence']]}
                outcome={String(fields['requirement'])}
              />
            ))}
          </Lines>
        )}
      />
      <List
        register="incident-recommendations"
        action="recommend"
        none="incident.recommendations.none"
        draw={(items) => (
          <Lines>
            {items.map(({ id, fields }) => (
              <Line
                key={id}
                title={String(fields['title'])}
                words={[fields['text']]}
                outcome={['goesTo', 'urgency']
                  .map((name) =>
                    names.option('register.incident-recommendations', name, String(fields[name])),
                  )
                  .join(' · ')}
              />
            ))}
          </Lines>
        )}
      />
    </>
  );
}

function Lines({ children }: { children: ReactNode }) {
  return (
    <div className={classes.conclusions}>
      <ul>{children}</ul>
    </div>
  );
}

function Line({
  title,
  words,
  outcome,
}: {
  title: string;
  words: readonly unknown[];
  outcome: string;
}) {
  return (
    <li>
      <p className={classes.subjectLine}>{title}</p>
      {words.map(
        (one) =>
          typeof one === 'string' && (
            <p key={one} className={classes.words}>
              {one}
            </p>
          ),
      )}
      <p className={classes.sub}>{outcome}</p>
    </li>
  );
}

function List({
  register,
  action,
  none,
  draw,
}: {
  register: string;
  action: string;
  none: string;
  draw: (items: readonly RecordView[]) => ReactNode;
}) {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const mayRead = useMayRead(register);
  const query = useQuery({
    ...recordsOfCaseQuery(register, detail.case.id),
    enabled: mayRead,
  });
  const items = query.data?.items ?? [];
  if (!mayRead) return null;
  return (
    <Section
      title={names.register(register)}
      action={<AddAction action={action} about={`new-${items.length}`} />}
    >
      {query.isPending ? (
        <Placeholder lines={3} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t(none)}>{t(`${none}.help`)}</Empty>
      ) : (
        draw(items)
      )}
    </Section>
  );
}
