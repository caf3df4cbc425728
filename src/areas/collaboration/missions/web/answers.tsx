import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due } from '#ui/mark/due.tsx';
import { Section } from '#ui/page/page.tsx';
import { RequestBoard } from '#ui/request/request-board.tsx';
import { requestsOfCaseQuery } from '#ui/request/request-queries.ts';
import { RequestState } from '#ui/request/request-state.tsx';
import type { RequestView } from '#work/requests/contract.ts';
import classes from './mission.module.css';
import { useMission } from './mission-acts.ts';

function useRequests() {
  const { detail } = useMission();
  const query = useQuery(requestsOfCaseQuery(detail.case.id));
  return { requests: query.data?.items ?? [], titles: query.data?.titles ?? {} };
}

/** What the reader himself is asked. */
export function AskedOfMe() {
  const { t } = useTexts();
  const mine = useRequests().requests.filter(({ recipients }) =>
    recipients.some((one) => one.mine),
  );
  if (mine.length === 0) return null;
  return (
    <Section title={t('mission.asked')}>
      <ul className={classes.asked}>
        {mine.map((request) => (
          <MyPart key={request.id} request={request} />
        ))}
      </ul>
    </Section>
  );
}

/** Who has answered what, for whoever asked. */
export function Answers() {
  const { t } = useTexts();
  const { requests, titles } = useRequests();
  const { inTeam } = useMission();
  if (!inTeam || requests.length === 0) return null;
  return (
    <Section title={t('mission.answers')}>
      <RequestBoard requests={requests} titles={titles} />
    </Section>
  );
}

function MyPart({ request }: { request: RequestView }) {
  const { t, names } = useTexts();
  const mine = request.recipients.find((one) => one.mine);
  if (mine === undefined) return null;
  const owes = mine.open && mine.answeredAt === null;
  const questionnaire = request.kind === 'questionnaire';
  return (
    <li>
      <span>
        <span className={classes.strong}>{request.subject}</span>
        <span className={classes.sub}>
          {names.request('procedure.fact-finding-mission', request.kind)} · {request.reference}
        </span>
      </span>
      <RequestState state={mine.state} open={mine.open} />
      {owes && mine.dueAt !== null ? <Due at={mine.dueAt} short /> : <span />}
      <Button
        component={Link}
        to={questionnaire ? `/questionnaires/${request.id}` : `/requests/${request.id}`}
        variant={owes ? 'filled' : 'default'}
      >
        {t(owes ? (questionnaire ? 'mission.fill-in' : 'mission.reply') : 'mission.look')}
      </Button>
    </li>
  );
}
