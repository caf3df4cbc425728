import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { id } from '#work/contract.ts';
import {
  listNotifications,
  notificationPage,
  readAllNotifications,
  readNotification,
} from './notification-queries.ts';

const byId = z.object({ id });

/** What a person is told in the application. */
export function notificationRoutes(app: HttpApp, runner: Runner): void {
  const tags = ['notifications'];
  app.get(
    '/api/v1/notifications',
    {
      schema: {
        tags,
        querystring: listNotifications.input,
        response: { 200: notificationPage },
      },
    },
    (request) => runQuery(runner, listNotifications, principalOf(request), request.query),
  );
  app.post(
    '/api/v1/notifications/:id/read',
    { schema: { tags, params: byId, response: { 200: byId } } },
    (request) =>
      runCommand(runner, readNotification, principalOf(request), { id: request.params.id }),
  );
  app.post(
    '/api/v1/notifications/read-all',
    { schema: { tags, response: { 200: z.object({ read: z.number().int() }) } } },
    (request) => runCommand(runner, readAllNotifications, principalOf(request), {}),
  );
}
