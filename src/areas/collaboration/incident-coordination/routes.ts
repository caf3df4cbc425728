import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery, type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { logLiaison, readLiaisonPartners } from './commands/log-liaison.ts';
import { reportIncident } from './commands/report-incident.ts';
import {
  type HighImpactTableView,
  highImpactTableView,
  incidentReportInput,
  liaisonInput,
  liaisonPartners,
  reportedIncident,
} from './contract.ts';
import { highImpactTable } from './decision/high-impact.ts';

const tags = ['incident-coordination'];
const byId = z.object({ id });

const readTable = defineQuery({
  id: 'incident-coordination.high-impact-table',
  input: z.strictObject({}),
  authorise: (principal) =>
    authorise(principal, { permission: 'definitions:read', roles: [anyMember] }),
  run: async (): Promise<HighImpactTableView> => {
    const { rules, ...head } = highImpactTable;
    const copied = ({ level, label, impact, ...rest }: (typeof rules)[number]) => ({
      ...rest,
      level: [...level],
      label: [...label],
      impact: [...impact],
    });
    return { ...head, rules: rules.map(copied) };
  },
});

/** What stands beside the routes of cases and registers: the intake, the direct line between NISOs, and the decision table. */
export function incidentRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const report = reportIncident(catalogue);
  app.post(
    '/api/v1/incident-reports',
    { schema: { tags, body: incidentReportInput, response: { 201: reportedIncident } } },
    async (request, reply) => {
      const reported = await runCommand(runner, report, principalOf(request), request.body);
      return reply.code(201).header('location', `/api/v1/cases/${reported.id}`).send(reported);
    },
  );
  app.get(
    '/api/v1/cases/:id/liaison-partners',
    { schema: { tags, params: byId, response: { 200: liaisonPartners } } },
    (request) =>
      runQuery(runner, readLiaisonPartners, principalOf(request), { caseId: request.params.id }),
  );
  app.post(
    '/api/v1/cases/:id/liaison',
    { schema: { tags, params: byId, body: liaisonInput, response: { 201: byId } } },
    async (request, reply) => {
      const input = { ...request.body, caseId: request.params.id };
      return reply
        .code(201)
        .send(await runCommand(runner, logLiaison, principalOf(request), input));
    },
  );
  app.get(
    '/api/v1/decision-tables/high-impact',
    { schema: { tags, response: { 200: highImpactTableView } } },
    (request) => runQuery(runner, readTable, principalOf(request), {}),
  );
}
