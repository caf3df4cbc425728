import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Icon } from '#ui/mark/icon.tsx';
import { Section } from '#ui/page/page.tsx';
import classes from './incident.module.css';
import { LiaisonForm } from './liaison-form.tsx';
import { liaisonPartnersQuery } from './queries.ts';
import { useMayRead } from './use-may-read.ts';

/** What NISOs agree directly between each other; not there for whoever may not read it. */
export function Liaison() {
  const { t, formats } = useTexts();
  const { detail } = useWorkspace();
  const { id, closedAt } = detail.case;
  const mayRead = useMayRead('incident-liaison');
  const entries = useQuery({ ...recordsOfCaseQuery('incident-liaison', id), enabled: mayRead });
  const partners = useQuery({ ...liaisonPartnersQuery(id), enabled: mayRead });
  const [writing, setWriting] = useState(false);
  if (!mayRead) return null;
  const items = entries.data?.items ?? [];
  const titles = entries.data?.titles ?? {};
  const whom = partners.data?.items ?? [];
  const may = whom.length > 0 && closedAt === null;
  return (
    <Section
      title={t('incident.liaison')}
      action={
        may &&
        !writing && (
          <Button leftSection={<Icon name="plus" size={12} />} onClick={() => setWriting(true)}>
            {t('incident.liaison.log')}
          </Button>
        )
      }
    >
      {writing && <LiaisonForm partners={whom} onDone={() => setWriting(false)} />}
      {entries.isPending ? (
        <Placeholder lines={3} />
      ) : entries.isError ? (
        <ProblemNotice error={entries.error} retry={() => entries.refetch()} />
      ) : items.length === 0 && !writing ? (
        <Empty title={t('incident.liaison.none')}>{t('incident.liaison.none.help')}</Empty>
      ) : (
        <ol className={classes.liaison}>
          {items.map(({ id: entry, fields }) => (
            <li key={entry}>
              <p className={classes.between}>
                <strong>{titles[String(fields['from'])]}</strong>
                <Icon name="right" size={12} />
                <strong>{titles[String(fields['with'])]}</strong>
                <span className={classes.time}>{formats.instant(String(fields['at']))}</span>
              </p>
              <p className={classes.subjectLine}>{String(fields['subject'])}</p>
              <p className={classes.words}>{String(fields['text'])}</p>
              {typeof fields['agreed'] === 'string' && (
                <p className={classes.agreed}>
                  <span className={classes.sub}>{t('incident.liaison.agreed')}</span>
                  {fields['agreed']}
                </p>
              )}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
