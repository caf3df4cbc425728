import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { type Runner, runCommand } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import { caseCommands } from '#work/cases/commands.ts';
import type { Catalogue, RegisterModule } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { rowsInput, rowsOutcome } from './contract.ts';
import { runRows } from './run-rows.ts';

const action = z.string().max(60);
const body = rowsInput;
const response = { 200: rowsOutcome };

/** Many rows in one request: an action of a case once for each row; records of a register, and actions on them. */
export function rowsRoutes(app: HttpApp, runner: Runner, catalogue: Catalogue): void {
  const { act } = caseCommands(catalogue);
  app.post(
    '/api/v1/cases/:id/actions/:action/rows',
    { schema: { tags: ['cases'], params: z.object({ id, action }), body, response } },
    (request) => {
      const { id: caseId, action: name } = request.params;
      authorise(principalOf(request), { permission: 'cases:act', roles: [anyMember] });
      return runRows(request, request.body.rows, (row) =>
        runCommand(runner, act, principalOf(request), { ...row, caseId, action: name }),
      );
    },
  );
  for (const module of catalogue.registers.values()) {
    rowsOfRegister(app, runner, catalogue, module);
  }
}

function rowsOfRegister(
  app: HttpApp,
  runner: Runner,
  catalogue: Catalogue,
  module: RegisterModule,
): void {
  const { create, act } = registerOperations(catalogue, module);
  const path = `/api/v1/${module.register.id}/rows`;
  const tags = [module.register.id];
  const { id: register, access } = module.register;
  app.post(path, { schema: { tags, body, response } }, (request) => {
    // Who may with no row at all, by role or token, is told so once.
    authorise(principalOf(request), { permission: `${register}:create`, roles: access.create });
    return runRows(request, request.body.rows, (row) =>
      runCommand(runner, create, principalOf(request), row),
    );
  });
  if (module.register.lifeCycle === undefined) return;
  app.post(
    `${path}/actions/:action`,
    { schema: { tags, params: z.object({ action }), body, response } },
    (request) => {
      authorise(principalOf(request), { permission: `${register}:act`, roles: access.read });
      return runRows(request, request.body.rows, (row) =>
        runCommand(runner, act, principalOf(request), { ...row, action: request.params.action }),
      );
    },
  );
}
