import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CaseDetail } from '#work/contract.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { AddEvidence } from '../evidence/add-evidence.tsx';
import classes from '../evidence/evidence.module.css';
import { evidenceOfCaseQuery, evidenceOwner } from '../evidence/evidence-queries.ts';
import { EvidenceState } from '../evidence/evidence-state.tsx';
import { ProblemNotice } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Instant } from '../mark/due.tsx';
import { Icon } from '../mark/icon.tsx';
import { Organisation } from '../mark/party.tsx';
import { Section } from '../page/page.tsx';

/** Evidence of a case, where its procedure keeps any. */
export function CaseEvidence({ detail }: { detail: CaseDetail }) {
  const { t } = useTexts();
  const { id, procedure } = detail.case;
  const keeps = useDefinitions().procedure(procedure)?.evidence !== undefined;
  const query = useQuery({ ...evidenceOfCaseQuery(id), enabled: keeps });
  const [adding, setAdding] = useState(false);
  if (!keeps) return null;
  const items = query.data?.items ?? [];
  return (
    <Section
      title={t('evidence.title')}
      action={
        query.data?.mayContribute === true && (
          <Button leftSection={<Icon name="plus" size={12} />} onClick={() => setAdding(true)}>
            {t('evidence.add')}
          </Button>
        )
      }
    >
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <p className={classes.note}>{t('evidence.none')}</p>
      )}
      {items.length > 0 && <EvidenceTable items={items} titles={query.data?.titles ?? {}} />}
      {adding && (
        <AddEvidence to={{ caseId: id, recipientId: null }} onClose={() => setAdding(false)} />
      )}
    </Section>
  );
}

interface EvidenceTableProps {
  readonly items: NonNullable<
    Awaited<ReturnType<NonNullable<ReturnType<typeof evidenceOfCaseQuery>['queryFn']>>>
  >['items'];
  readonly titles: { readonly [id: string]: string };
}

function EvidenceTable({ items, titles }: EvidenceTableProps) {
  const { t, names, formats } = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={t('evidence.title')} tabIndex={0}>
      <table className={classes.table}>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <td className={classes.reference}>{one.reference}</td>
              <td>
                <Link to={`/evidence/${one.id}`}>{one.title}</Link>
                <div className={classes.note}>
                  {names.option(evidenceOwner, '$kind', one.kind)} · {formats.bytes(one.bytes)}
                </div>
              </td>
              <td>
                <EvidenceState one={one} />
              </td>
              <td>
                <Organisation id={one.contributorId} titles={titles} />
              </td>
              <td>
                <Instant at={one.collectedAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
