import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import type { TermsAgreement } from '../contract.ts';
import { agreementsQuery } from './queries.ts';
import classes from './terms.module.css';

const marks = {
  agreed: 'achieved',
  awaited: 'waiting',
  objected: 'not-achieved',
  void: 'initial',
  waived: 'not-achieved',
} as const satisfies Record<TermsAgreement['standing'], string>;

/** Which administrations agreed to the text as it stands, who objects, who is waited for. */
export function Agreements() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const agreements = useQuery(agreementsQuery(detail.case.id));
  const participants = useQuery(recordsOfCaseQuery('terms-participants', detail.case.id));
  if (agreements.isSuccess && agreements.data.items.length === 0) return null;
  // What is waived is for the LISO to decide: his page of it is one step away.
  const waives = allowedOf(detail, 'waive-common-plans') !== undefined;
  const recordOf = (organisationId: string) =>
    participants.data?.items.find((one) => one.fields['organisation'] === organisationId);
  return (
    <Section title={t('terms.agreements')}>
      {agreements.isPending ? (
        <Placeholder lines={3} />
      ) : agreements.isError ? (
        <ProblemNotice error={agreements.error} retry={() => agreements.refetch()} />
      ) : (
        <ul className={classes.agreements}>
          {agreements.data.items.map((one) => (
            <Agreement
              key={one.organisationId}
              one={one}
              record={waives ? (recordOf(one.organisationId)?.id ?? null) : null}
              reason={recordOf(one.organisationId)?.fields['agreementWaived']}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Agreement({
  one,
  record,
  reason,
}: {
  one: TermsAgreement;
  record: string | null;
  reason: unknown;
}) {
  const { t } = useTexts();
  const who =
    one.person === null || one.standing !== 'agreed'
      ? null
      : one.onBehalfOf === null
        ? one.person
        : t('terms.on-behalf', { person: one.person, of: one.onBehalfOf });
  return (
    <li>
      <span className={classes.party}>{one.name}</span>
      <span>
        <Mark kind={marks[one.standing]} word={t(`terms.agreement.${one.standing}`)} />
        {who !== null && one.at !== null && (
          <span className={classes.sub}>
            {who} · <Ago at={one.at} />
          </span>
        )}
        {typeof reason === 'string' && <span className={classes.sub}>{reason}</span>}
      </span>
      {record !== null && (
        <Button
          component={Link}
          to={`/registers/terms-participants/${record}`}
          size="compact-sm"
          variant="subtle"
          aria-label={t('labelled', { label: t('terms.participant'), value: one.name })}
        >
          {t('terms.participant')}
        </Button>
      )}
    </li>
  );
}
