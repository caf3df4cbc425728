import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { eventFile } from './calendar-file.ts';
import { answerInput, answers, calendarInput, calendarPage, invitations } from './contract.ts';
import { answerInvitation, readInvitations } from './invitations.ts';
import { listCalendar } from './list-calendar.ts';

const byId = z.object({ id });

/** What has a date for the reader; who is invited to the event of a case, and one's own answer. */
export function calendarRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const list = listCalendar(catalogue);
  const invited = readInvitations(catalogue);
  app.get(
    '/api/v1/calendar',
    {
      schema: { tags: ['calendar'], querystring: calendarInput, response: { 200: calendarPage } },
    },
    (request) => runQuery(runner, list, principalOf(request), request.query),
  );
  app.get(
    '/api/v1/cases/:id/invitations',
    { schema: { tags: ['calendar'], params: byId, response: { 200: invitations } } },
    (request) => runQuery(runner, invited, principalOf(request), { caseId: request.params.id }),
  );
  app.get(
    '/api/v1/cases/:id/event.ics',
    { schema: { tags: ['calendar'], params: byId } },
    async (request, reply) => {
      const input = { caseId: request.params.id };
      const text = await runQuery(runner, eventFile, principalOf(request), input);
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'attachment; filename="event.ics"')
        .send(text);
    },
  );
  app.post(
    '/api/v1/cases/:id/invitations/answer',
    {
      schema: {
        tags: ['calendar'],
        params: byId,
        body: answerInput,
        response: { 200: z.object({ answer: z.enum(answers) }) },
      },
    },
    (request) =>
      runCommand(runner, answerInvitation, principalOf(request), {
        ...request.body,
        caseId: request.params.id,
      }),
  );
}
