import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordView } from '#work/contract.ts';
import { CitedEvidence } from './cited-evidence.tsx';
import classes from './incident.module.css';
import { owner } from './incident-acts.ts';
import { useMayRead } from './use-may-read.ts';

/** E-mails, log extracts and other evidence, each with what it shows; an administration sees what it gave itself. */
export function Exhibits() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const mayRead = useMayRead('incident-exhibits');
  const query = useQuery({
    ...recordsOfCaseQuery('incident-exhibits', detail.case.id),
    enabled: mayRead,
  });
  const items = query.data?.items ?? [];
  if (!mayRead) return null;
  return (
    <Section
      title={t('incident.evidence')}
      action={<AddAction action="give-evidence" about={`new-${items.length}`} />}
    >
      {query.isPending ? (
        <Placeholder lines={4} />
      ) : query.isError ? (
        <ProblemNotice error={query.error} retry={() => query.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('incident.evidence.none')}>{t('incident.evidence.none.help')}</Empty>
      ) : (
        <ul className={classes.exhibits}>
          {items.map((item) => (
            <Exhibit key={item.id} item={item} titles={query.data.titles} />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** What is known of the file already: the form starts with it. */
function citationOf({ file, rangeUnit, rangeFrom, rangeTo }: RecordView['fields']) {
  return { file, rangeUnit, rangeFrom, rangeTo };
}

function Exhibit({ item, titles }: { item: RecordView; titles: Titles }) {
  const { t, names, formats } = useTexts();
  const { detail, open } = useWorkspace();
  const { id, fields } = item;
  const { analysis, contributedBy } = fields;
  const analysed = typeof analysis === 'string';
  return (
    <li>
      <details>
        <summary>
          <span className={classes.kind}>
            {names.option(owner, 'kind', String(fields['kind']))}
          </span>
          <span className={classes.subject}>{String(fields['subject'])}</span>
          <span className={classes.from}>{String(fields['from'])}</span>
          <span className={classes.time}>{formats.instant(String(fields['at']))}</span>
          <span className={classes.analysed} data-done={analysed || undefined}>
            {t(analysed ? 'incident.analysed' : 'incident.not-analysed')}
          </span>
        </summary>
        <pre className={classes.excerpt}>{String(fields['excerpt'])}</pre>
        <CitedEvidence fields={fields} />
        {analysed && <p className={classes.words}>{analysis}</p>}
        <p className={classes.sub}>
          {typeof contributedBy === 'string' &&
            t('incident.given-by', { name: titles[contributedBy] ?? '' })}
        </p>
        {allowedOf(detail, 'analyse-exhibit') !== undefined && (
          <Button
            size="compact-sm"
            onClick={() =>
              open(
                'analyse-exhibit',
                id,
                { ...citationOf(fields), exhibit: id, analysis },
                { [id]: String(fields['subject']) },
              )
            }
          >
            {names.action(owner, 'analyse-exhibit')}
          </Button>
        )}
      </details>
    </li>
  );
}
