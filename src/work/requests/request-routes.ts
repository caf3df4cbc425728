import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { actInput, historyPage, id, listInput } from '#work/contract.ts';
import { recordHistory } from '#work/history.ts';
import { listRequestsInput, requestDetail, requestPage, sendRequestInput } from './contract.ts';
import { loadRecipient } from './load-recipient.ts';
import { listRequests, readRequest } from './read-requests.ts';
import { actOnRecipientCommand, sendRequestCommand } from './request-commands.ts';

const base = '/api/v1/requests';
const tags = ['requests'];
const byId = z.object({ id });
const ofRecipient = byId.extend({ recipient: id });

/** Requests to many: send, list, read, and what each recipient does (DESIGN §4). */
export function requestRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const read = readRequest(catalogue);
  const send = sendRequestCommand(catalogue);
  const act = actOnRecipientCommand(catalogue);
  const history = recordHistory('request-recipient', (context, recipientId) =>
    loadRecipient(context, recipientId, { lock: false }),
  );
  app.get(
    base,
    { schema: { tags, querystring: listRequestsInput, response: { 200: requestPage } } },
    (request) => runQuery(runner, listRequests, principalOf(request), request.query),
  );
  app.post(
    base,
    {
      schema: {
        ...{ tags, body: sendRequestInput },
        response: { 201: z.object({ id, reference: z.string() }) },
      },
    },
    async (request, reply) => {
      const sent = await runCommand(runner, send, principalOf(request), request.body);
      return reply.code(201).header('location', `${base}/${sent.id}`).send(sent);
    },
  );
  app.get(
    `${base}/:id`,
    { schema: { tags, params: byId, response: { 200: requestDetail } } },
    (request) => runQuery(runner, read, principalOf(request), { requestId: request.params.id }),
  );
  app.post(
    `${base}/:id/recipients/:recipient/actions/:action`,
    {
      schema: {
        ...{ tags, params: ofRecipient.extend({ action: z.string().max(60) }) },
        ...{ body: actInput, response: { 200: byId } },
      },
    },
    (request) => {
      const { id: requestId, recipient: recipientId, action } = request.params;
      const input = { ...request.body, requestId, recipientId, action };
      return runCommand(runner, act, principalOf(request), input);
    },
  );
  app.get(
    `${base}/:id/recipients/:recipient/history`,
    {
      schema: { tags, params: ofRecipient, querystring: listInput, response: { 200: historyPage } },
    },
    (request) =>
      runQuery(runner, history, principalOf(request), {
        ...request.query,
        recordId: request.params.recipient,
      }),
  );
}
