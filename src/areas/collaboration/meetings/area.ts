import { replyReader } from '#work/calendar/reply-reader.ts';
import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { actionPointsModule } from './action-points.ts';
import { asks } from './asking.ts';
import { meetingReport } from './documents/meeting-report.ts';
import { setUpOfMeeting } from './documents/set-up-of-meeting.ts';
import { actionPointEffects } from './effects/action-points.ts';
import { agendaEffects } from './effects/agenda.ts';
import { invitationEffects, meetingDates, meetingEvent } from './effects/invitations.ts';
import { minutesEffects } from './effects/minutes.ts';
import { sessionEffects } from './effects/session.ts';
import { type MeetingFacts, meetingFacts } from './facts.ts';
import { meetingFunctions } from './functions.ts';
import { meetingRoutes } from './http.ts';
import { enterParticipants, participantsModule } from './participants.ts';
import { inviteParties } from './parties.ts';
import { meetingPayloads } from './payloads.ts';
import { meeting } from './procedure.ts';
import { raiseRequest } from './reactions/raise-request.ts';
import {
  actionPointReviews,
  agendaItems,
  agendaObjections,
  attendances,
  meetingMinutes,
} from './registers.ts';

const meetingModule: ProcedureModule<MeetingFacts> = {
  procedure: meeting,
  functions: meetingFunctions,
  facts: meetingFacts,
  dates: meetingDates,
  event: { readers: ['itsm-security-manager'], of: meetingEvent },
  effects: {
    'invite-parties': inviteParties,
    'enter-participants': enterParticipants,
    ...agendaEffects,
    ...minutesEffects,
    ...sessionEffects,
    ...invitationEffects,
    ...actionPointEffects,
  },
  payloads: meetingPayloads,
  asks,
};

/** Facilitate meeting (Security Plan §5, SEC.9), and the action points that meetings leave. */
export const meetingsArea: AreaModule = {
  procedures: [meetingModule],
  registers: [
    { register: agendaItems },
    { register: agendaObjections },
    { register: attendances },
    { register: meetingMinutes },
    { register: actionPointReviews },
    participantsModule,
    actionPointsModule,
  ],
  deliverables: [setUpOfMeeting, meetingReport],
  reactions: [raiseRequest],
  routes: meetingRoutes,
  mailReaders: [replyReader],
};
