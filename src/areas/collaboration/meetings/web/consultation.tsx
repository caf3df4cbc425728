import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { recordsOfCaseQuery } from '#ui/api/queries.ts';
import { useMe } from '#ui/api/use-definitions.ts';
import { allowedOf, useWorkspace } from '#ui/case/workspace.ts';
import { ProblemNotice } from '#ui/feedback/notice.tsx';
import { Placeholder } from '#ui/feedback/placeholder.tsx';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Ago } from '#ui/mark/due.tsx';
import type { Titles } from '#ui/mark/party.tsx';
import { Mark } from '#ui/mark/state-mark.tsx';
import { Section } from '#ui/page/page.tsx';
import type { RecordView } from '#work/contract.ts';
import type { AgreementView } from '../contract.ts';
import classes from './meeting.module.css';
import { agreementsQuery } from './queries.ts';

const marks = {
  agreed: 'achieved',
  awaited: 'waiting',
  waived: 'not-achieved',
  void: 'initial',
} as const satisfies Record<AgreementView['standing'], string>;

/** Who agreed to the agenda, who is waited for, and what was objected and answered. */
export function Consultation() {
  const { t } = useTexts();
  const { detail } = useWorkspace();
  const agreements = useQuery(agreementsQuery(detail.case.id));
  const objections = useQuery(recordsOfCaseQuery('agenda-objections', detail.case.id));
  const participants = useQuery(recordsOfCaseQuery('meeting-participants', detail.case.id));
  const recordOf = (organisationId: string) =>
    participants.data?.items.find((one) => one.fields['organisation'] === organisationId);
  if (detail.case.state === 'requested') return null;
  return (
    <>
      <Section title={t('meeting.agreements')}>
        {agreements.isPending ? (
          <Placeholder lines={3} />
        ) : agreements.isError ? (
          <ProblemNotice error={agreements.error} retry={() => agreements.refetch()} />
        ) : (
          <ul className={classes.agreements}>
            {agreements.data.items.map((one) => (
              <Agreement
                key={`${one.organisationId}-${one.role}`}
                one={one}
                record={one.role === 'npm' ? recordOf(one.organisationId) : undefined}
              />
            ))}
          </ul>
        )}
      </Section>
      {objections.isSuccess && objections.data.items.length > 0 && (
        <Section title={t('meeting.objections')}>
          <ul className={classes.objections}>
            {objections.data.items.map((one) => (
              <Objection key={one.id} one={one} titles={objections.data.titles} />
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Agreement({ one, record }: { one: AgreementView; record: RecordView | undefined }) {
  const { t, names } = useTexts();
  const { detail } = useWorkspace();
  const me = useMe();
  // What is waived is for the LISO to decide, on the record that the administration and he alone read.
  const waives =
    detail.case.state === 'agenda-consultation' &&
    (one.standing === 'awaited' || one.standing === 'void') &&
    me.roles.some((held) => held.role === 'liso' && held.organisationId === detail.case.ownerId);
  const reason = record?.fields['agreementWaived'];
  const who =
    one.person === null
      ? null
      : one.onBehalfOf === null
        ? one.person
        : t('meeting.on-behalf', { person: one.person, of: one.onBehalfOf });
  return (
    <li>
      <span>
        {one.name}
        <span className={classes.sub}>{names.role(one.role)}</span>
      </span>
      <span>
        <Mark kind={marks[one.standing]} word={t(`meeting.agreement.${one.standing}`)} />
        {who !== null && one.at !== null && (
          <span className={classes.sub}>
            {who} · <Ago at={one.at} />
          </span>
        )}
        {typeof reason === 'string' && <span className={classes.sub}>{reason}</span>}
        {waives && record !== undefined && (
          <Button
            component={Link}
            to={`/registers/meeting-participants/${record.id}`}
            size="compact-xs"
            variant="subtle"
            aria-label={t('labelled', {
              label: names.action('register.meeting-participants', 'waive-agreement'),
              value: one.name,
            })}
          >
            {names.action('register.meeting-participants', 'waive-agreement')}
          </Button>
        )}
      </span>
    </li>
  );
}

function Objection({ one, titles }: { one: RecordView; titles: Titles }) {
  const { t, names } = useTexts();
  const { detail, open } = useWorkspace();
  const { fields } = one;
  const answered = typeof fields['answer'] === 'string';
  const from = titles[String(fields['organisation'])] ?? t('organisation.unknown');
  return (
    <li>
      <p className={classes.sub}>
        {from} · <Ago at={String(fields['raisedAt'])} />
      </p>
      <p className={classes.words}>{String(fields['objection'])}</p>
      {answered ? (
        <div className={classes.answer}>
          <p className={classes.sub}>
            {t(fields['toAll'] === true ? 'meeting.answered-to-all' : 'meeting.answered')}
          </p>
          <p className={classes.words}>{String(fields['answer'])}</p>
        </div>
      ) : allowedOf(detail, 'answer-objection') === undefined ? (
        <p className={classes.sub}>{t('meeting.unanswered')}</p>
      ) : (
        <Button
          onClick={() =>
            open(
              'answer-objection',
              one.id,
              { objection: one.id },
              { [one.id]: String(fields['objection']) },
            )
          }
        >
          {names.action('procedure.meeting', 'answer-objection')}
        </Button>
      )}
    </li>
  );
}
