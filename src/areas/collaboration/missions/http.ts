import { z } from 'zod';
import { type Runner, runCommand, runQuery } from '#kernel/command/command.ts';
import { type HttpApp, principalOf } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { questionnaireDraft, saveDraftInput, tellOfFindingInput } from './contract.ts';
import { readDraft, saveDraft } from './questionnaire/drafts.ts';
import { tellOfFinding } from './tell-of-finding.ts';

/** What is typed into a questionnaire before it is handed in, and who else is told of a finding. */
export function missionRoutes(app: HttpApp, runner: Runner, _catalogue: Catalogue): void {
  const path = '/api/v1/questionnaires/:recipient/draft';
  const schema = {
    tags: ['requests'],
    params: z.object({ recipient: id }),
    response: { 200: questionnaireDraft },
  };
  app.get(path, { schema }, (request) =>
    runQuery(runner, readDraft, principalOf(request), { recipientId: request.params.recipient }),
  );
  app.put(path, { schema: { ...schema, body: saveDraftInput } }, (request) =>
    runCommand(runner, saveDraft, principalOf(request), {
      ...request.body,
      recipientId: request.params.recipient,
    }),
  );
  app.post(
    '/api/v1/cases/:id/finding-tellings',
    {
      schema: {
        ...{ tags: ['fact-finding-mission'], params: z.object({ id }), body: tellOfFindingInput },
        response: { 200: z.object({ id }) },
      },
    },
    (request) =>
      runCommand(runner, tellOfFinding, principalOf(request), {
        ...request.body,
        caseId: request.params.id,
      }),
  );
}
