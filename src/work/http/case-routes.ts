import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { caseFilters } from '#work/cases/case-filters.ts';
import { caseCommands } from '#work/cases/commands.ts';
import { delegateInCase, endDelegation } from '#work/cases/delegate.ts';
import { listCases } from '#work/cases/list-cases.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { readCase } from '#work/cases/read-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import {
  actOnCaseInput,
  caseDetail,
  casePage,
  caseSummary,
  completeTaskInput,
  delegateInput,
  historyPage,
  id,
  listInput,
  openCaseInput,
  problem,
  taskPage,
} from '#work/contract.ts';
import { recordAudience, recordHistory } from '#work/history.ts';
import { audienceView } from '#work/sharing/contract.ts';
import { sharingRoutes } from '#work/sharing/sharing-routes.ts';
import { completeTask } from '#work/tasks/complete-task.ts';
import { listTasks } from '#work/tasks/task-queries.ts';
import { basedOnHeader, versionOf } from './if-match.ts';

const byId = z.object({ id });
const changedCase = z.object({
  case: caseSummary.extend({ fields: z.record(z.string(), z.unknown()) }),
});

/** Cases, their actions, tasks, trail and audience: the same routes for every procedure. */
export function caseRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const commands = caseCommands(catalogue);
  const read = readCase(catalogue);
  const list = listCases(catalogue);
  app.get(
    '/api/v1/cases',
    { schema: { tags: ['cases'], querystring: caseFilters, response: { 200: casePage } } },
    (request) => runQuery(runner, list, principalOf(request), request.query),
  );
  app.post(
    '/api/v1/cases',
    { schema: { tags: ['cases'], body: openCaseInput, response: { 201: changedCase } } },
    async (request, reply) => {
      const opened = await runCommand(runner, commands.open, principalOf(request), request.body);
      return reply.code(201).header('location', `/api/v1/cases/${opened.id}`).send(shown(opened));
    },
  );
  app.get(
    '/api/v1/cases/:id',
    { schema: { tags: ['cases'], params: byId, response: { 200: caseDetail } } },
    async (request, reply) => {
      const detail = await runQuery(runner, read, principalOf(request), {
        caseId: request.params.id,
      });
      reply.header('etag', `"${detail.case.version}"`);
      return detail;
    },
  );
  app.post(
    '/api/v1/cases/:id/actions/:action',
    {
      schema: {
        tags: ['cases'],
        params: byId.extend({ action: z.string().max(60) }),
        headers: basedOnHeader,
        body: actOnCaseInput,
        response: { 200: changedCase, 412: problem },
      },
    },
    async (request) =>
      shown(
        await runCommand(runner, commands.act, principalOf(request), {
          ...request.body,
          caseId: request.params.id,
          action: request.params.action,
          revision: versionOf(request.headers['if-match']),
        }),
      ),
  );
  delegationRoutes(app, runner);
  historyRoutes(app, runner, catalogue);
  sharingRoutes(app, runner, catalogue);
  taskRoutes(app, runner, catalogue);
}

function shown(row: object): z.infer<typeof changedCase> {
  const { ownerId, ...rest } = row as z.infer<typeof changedCase>['case'];
  return { case: { ownerId, ...rest } };
}

function delegationRoutes(app: HttpApp, runner: Runner): void {
  app.post(
    '/api/v1/cases/:id/delegations',
    { schema: { tags: ['cases'], params: byId, body: delegateInput, response: { 201: byId } } },
    async (request, reply) => {
      const input = { ...request.body, caseId: request.params.id };
      return reply
        .code(201)
        .send(await runCommand(runner, delegateInCase, principalOf(request), input));
    },
  );
  app.delete(
    '/api/v1/cases/:id/delegations/:delegation',
    {
      schema: {
        tags: ['cases'],
        params: byId.extend({ delegation: id }),
        response: { 200: byId },
      },
    },
    (request) =>
      runCommand(runner, endDelegation, principalOf(request), {
        caseId: request.params.id,
        delegationId: request.params.delegation,
      }),
  );
}

function historyRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const audience = recordAudience(catalogue, 'case');
  const history = recordHistory('case', (context, caseId) =>
    loadCase(context, caseId, { lock: false }),
  );
  app.get(
    '/api/v1/cases/:id/history',
    {
      schema: {
        tags: ['cases'],
        params: byId,
        querystring: listInput,
        response: { 200: historyPage },
      },
    },
    (request) =>
      runQuery(runner, history, principalOf(request), {
        ...request.query,
        recordId: request.params.id,
      }),
  );
  app.get(
    '/api/v1/cases/:id/audience',
    {
      schema: {
        tags: ['cases'],
        params: byId,
        querystring: z.object({ owner: id }),
        response: { 200: audienceView },
      },
    },
    (request) =>
      runQuery(runner, audience, principalOf(request), {
        recordId: request.params.id,
        ownerId: request.query.owner,
      }),
  );
}

function taskRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const complete = completeTask(catalogue);
  app.get(
    '/api/v1/tasks',
    { schema: { tags: ['tasks'], querystring: listTasks.input, response: { 200: taskPage } } },
    (request) => runQuery(runner, listTasks, principalOf(request), request.query),
  );
  app.post(
    '/api/v1/tasks/:id/complete',
    {
      schema: {
        tags: ['tasks'],
        params: byId,
        body: completeTaskInput,
        response: { 200: z.object({ id, state: z.literal('done') }) },
      },
    },
    (request) =>
      runCommand(runner, complete, principalOf(request), {
        ...request.body,
        taskId: request.params.id,
      }),
  );
}
