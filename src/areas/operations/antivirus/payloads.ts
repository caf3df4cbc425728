import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import type { AntivirusFacts } from './facts.ts';
import { infectedRun } from './queries/infected-run.ts';

/** Incident management gets what was found, on which host, by which scan (H36). Each scan is told of once. */
export const antivirusPayloads = {
  infection: async (
    context: WriteContext,
    { case: row, form }: ActInput<AntivirusFacts>,
  ): Promise<HandOffPayload[]> => {
    const run = await infectedRun(context, row.ownerId, String(form['scanRun']));
    if (run === null) return [];
    const names = run.infections.map(({ signature, path }) => `${signature}: ${path}`).join('\n');
    return [
      {
        title: `${run.signatures || '–'}, ${run.host}`.slice(0, 200),
        fields: {
          summary: `${run.host}: ${run.filesInfected}\n${names}`.trim().slice(0, 20_000),
          asset: run.asset,
          scanRun: run.id,
          foundAt: run.startedAt,
        },
      },
    ];
  },
};
