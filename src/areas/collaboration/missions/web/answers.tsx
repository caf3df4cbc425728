import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '#ui/case/workspace.ts';
import { useTexts } from '#ui/i18n/texts-provider.tsx';
import { Due } from '#ui/mark/due.tsx';
import { Section } from '#ui/page/page.tsx';
import { RequestBoard } from '#ui/request/request-board.tsx';
import { requestsOfCaseQuery } from '#ui/request/request-queries.ts';
import { RequestState } from '#ui/request/request-state.tsx';
import type { RequestView } from '#work/requests/contract.ts';
import classes from './mission.module.css';
import { useInTeam } from './mission-acts.ts';

function useRequests() {
  const { detail } = useWorkspace();
  const query = useQuery(requestsOfCaseQuery(detail.case.id));
  return { requests: query.data?.items ?? [], titles: query.data?.titles ?? {} };
}

const owes = (request: RequestView) =>
  request.recipients.some((one) => one.mine && one.open && one.answeredAt === null);
const isQuestionnaire = ({ kind }: RequestView) => kind === 'questionnaire';

/** What is owed before what is done, questionnaires before what takes a word, then in the order of asking. */
function longestFirst(a: RequestView, b: RequestView): number {
  return (
    Number(owes(b)) - Number(owes(a)) ||
    Number(isQuestionnaire(b)) - Number(isQuestionnaire(a)) ||
    a.reference.localeCompare(b.reference, undefined, { numeric: true })
  );
}

/** What the reader himself is asked. */
export function AskedOfMe() {
  const { t } = useTexts();
  const mine = useRequests().requests.filter(({ recipients }) =>
    recipients.some((one) => one.mine),
  );
  mine.sort(longestFirst);
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
  const inTeam = useInTeam();
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
  const waits = owes(request);
  const questionnaire = isQuestionnaire(request);
  return (
    <li>
      <span>
        <span className={classes.strong}>{request.subject}</span>
        <span className={classes.sub}>
          {names.request('procedure.fact-finding-mission', request.kind)} · {request.reference}
        </span>
      </span>
      <RequestState state={mine.state} open={mine.open} />
      {waits && mine.dueAt !== null ? <Due at={mine.dueAt} short /> : <span />}
      <Button
        component={Link}
        to={questionnaire ? `/questionnaires/${request.id}` : `/requests/${request.id}`}
        variant={waits && questionnaire ? 'filled' : 'default'}
      >
        {t(waits ? (questionnaire ? 'mission.fill-in' : 'mission.reply') : 'mission.look')}
      </Button>
    </li>
  );
}
