import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { CaseDetail } from '#work/contract.ts';
import type { EvidenceView } from '#work/evidence/contract.ts';
import { useDefinitions } from '../api/use-definitions.ts';
import { AddEvidence } from '../evidence/add-evidence.tsx';
import classes from '../evidence/evidence.module.css';
import { evidenceOfCaseQuery, evidenceOwner } from '../evidence/evidence-queries.ts';
import { EvidenceState } from '../evidence/evidence-state.tsx';
import { UnderWay } from '../evidence/under-way.tsx';
import { ProblemNotice } from '../feedback/notice.tsx';
import { useTexts } from '../i18n/texts-provider.tsx';
import { Instant } from '../mark/due.tsx';
import { Icon } from '../mark/icon.tsx';
import { Organisation, type Titles } from '../mark/party.tsx';
import { Section } from '../page/page.tsx';

/** Evidence of a case, where its procedure keeps any. */
export function CaseEvidence({ detail }: { detail: CaseDetail }) {
  const { t, names } = useTexts();
  const { id, procedure } = detail.case;
  const owner = `procedure.${procedure}` as const;
  const rule = useDefinitions().procedure(procedure)?.evidence;
  const keeps = rule !== undefined;
  const query = useInfiniteQuery({ ...evidenceOfCaseQuery(id), enabled: keeps });
  const [adding, setAdding] = useState(false);
  if (!keeps) return null;
  const pages = query.data?.pages ?? [];
  const items = pages.flatMap((page) => page.items);
  const titles: Titles = Object.assign({}, ...pages.map((page) => page.titles));
  const total = pages[0]?.total ?? null;
  return (
    <Section
      title={names.evidence(owner, 'title')}
      action={
        pages[0]?.mayContribute === true && (
          <Button leftSection={<Icon name="plus" size={12} />} onClick={() => setAdding(true)}>
            {names.evidence(owner, 'add')}
          </Button>
        )
      }
    >
      {query.isError && <ProblemNotice error={query.error} retry={() => query.refetch()} />}
      {query.isSuccess && items.length === 0 && (
        <p className={classes.note}>{names.evidence(owner, 'none')}</p>
      )}
      {items.length > 0 && (
        <EvidenceTable title={names.evidence(owner, 'title')} items={items} titles={titles} />
      )}
      {query.hasNextPage && (
        <p className={classes.more}>
          <Button onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {names.evidence(owner, 'more')}
          </Button>
          {total !== null && (
            <span className={classes.note} role="status">
              {t('evidence.shown', {
                shown: items.length,
                all: total.count,
                bounded: String(total.bounded),
              })}
            </span>
          )}
        </p>
      )}
      {adding && (
        <AddEvidence
          owner={owner}
          rule={rule}
          to={{ caseId: id, recipientId: null }}
          onClose={() => setAdding(false)}
        />
      )}
    </Section>
  );
}

interface EvidenceTableProps {
  readonly title: string;
  readonly items: readonly EvidenceView[];
  readonly titles: Titles;
}

function EvidenceTable({ title, items, titles }: EvidenceTableProps) {
  const { names, formats } = useTexts();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.scroll} aria-label={title} tabIndex={0}>
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
                <div className={classes.note}>
                  <UnderWay one={one} titles={titles} />
                </div>
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
