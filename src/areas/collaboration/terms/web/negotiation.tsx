import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { AddAction } from '#ui/case/add-action.tsx';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { Empty, ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordPage, RecordView } from '#work/contract.ts';
import { ClauseRow } from './clause-row.tsx';
import { Comments } from './comments.tsx';
import { ServiceLevels } from './service-levels.tsx';
import { sidesOf, statedCount } from './stated-count.ts';
import classes from './terms.module.css';
import { partsOfText } from './terms-acts.ts';

const owner = 'procedure.terms-of-collaboration';

/** The text clause by clause: what it says, which standard it enforces, what it rules, what each party said and stated of it. */
export function Negotiation() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const { id } = detail.case;
  const clauses = useQuery(recordsOfCaseQuery('terms-clauses', id));
  const comments = useQuery(recordsOfCaseQuery('clause-comments', id));
  const assessments = useQuery(recordsOfCaseQuery('clause-assessments', id));
  const titles = useMemo(
    () => ({
      ...detail.titles,
      ...clauses.data?.titles,
      ...comments.data?.titles,
      ...assessments.data?.titles,
    }),
    [detail.titles, clauses.data, comments.data, assessments.data],
  );
  const items = clauses.data?.items ?? [];
  return (
    <Section
      title={t('terms.text')}
      action={<AddAction action="draft-clause" about={`new-${items.length}`} />}
    >
      {clauses.isPending ? (
        <Placeholder lines={10} />
      ) : clauses.isError ? (
        <ProblemNotice error={clauses.error} retry={() => clauses.refetch()} />
      ) : items.length === 0 ? (
        <Empty title={t('terms.text.none')}>{t('terms.text.none.help')}</Empty>
      ) : (
        <>
          <StatedCount clauses={items} assessments={assessments.data?.items ?? []} />
          {partsOfText.map((part) => (
            <PartOfText
              key={part}
              part={part}
              clauses={items.filter(({ fields }) => fields['part'] === part)}
              said={comments.data}
              stated={assessments.data}
              titles={titles}
            />
          ))}
        </>
      )}
      <WholeText said={comments.data} titles={titles} />
    </Section>
  );
}

/** To whoever states compliance: for how much of the text it is stated as it reads now. */
function StatedCount({
  clauses,
  assessments,
}: {
  clauses: readonly RecordView[];
  assessments: readonly RecordView[];
}) {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const { organisation } = useMe();
  if (allowedOf(detail, 'assess-clause') === undefined) return null;
  const count = statedCount(clauses, assessments, organisation.id, sidesOf(organisation.kind));
  return (
    <p className={classes.sub}>{t('terms.assessment.open', { count, total: clauses.length })}</p>
  );
}

const about = (page: RecordPage | undefined, clauseId: string): readonly RecordView[] =>
  (page?.items ?? []).filter(({ fields }) => fields['termsClause'] === clauseId);

function PartOfText({
  part,
  clauses,
  said,
  stated,
  titles,
}: {
  part: string;
  clauses: readonly RecordView[];
  said: RecordPage | undefined;
  stated: RecordPage | undefined;
  titles: { readonly [id: string]: string };
}) {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const { omittedParts, omissionReason } = detail.case.fields;
  const omitted = Array.isArray(omittedParts) && omittedParts.includes(part);
  return (
    <section className={classes.part} aria-labelledby={`part-${part}`}>
      <h3 id={`part-${part}`}>{names.option(owner, 'part', part)}</h3>
      {omitted && <p className={classes.sub}>{String(omissionReason ?? '')}</p>}
      {part === 'sla' && <ServiceLevels />}
      {clauses.length === 0 && !omitted && part !== 'sla' && (
        <p className={classes.missing}>{t('terms.part.empty')}</p>
      )}
      {clauses.map((clause) => (
        <ClauseRow
          key={clause.id}
          clause={clause}
          comments={about(said, clause.id)}
          assessments={about(stated, clause.id)}
          titles={titles}
        />
      ))}
    </section>
  );
}

/** What was said of no single clause, or of one that is gone. */
function WholeText({
  said,
  titles,
}: {
  said: RecordPage | undefined;
  titles: { readonly [id: string]: string };
}) {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const general = (said?.items ?? []).filter(({ fields }) => fields['termsClause'] == null);
  const may = allowedOf(detail, 'comment') !== undefined;
  if (general.length === 0 && !may) return null;
  return (
    <section className={classes.part} aria-labelledby="part-whole">
      <h3 id="part-whole">{t('terms.whole')}</h3>
      <Comments comments={general} titles={titles} />
      {may && (
        <div>
          <Button size="compact-sm" onClick={() => open('comment', 'whole', {})}>
            {names.action(owner, 'comment')}
          </Button>
        </div>
      )}
    </section>
  );
}
