import { infectedRun } from '#areas/operations/antivirus/queries/infected-run.ts';
import type { Reaction } from '#work/catalogue.ts';
import { recordMalware } from './record-malware.ts';

/** Malicious code that a scan found on a host is a security event of whose host it is (X.1052 §12.2.7 c, §13.1). */
export const recordInfectedScan: Reaction = {
  id: 'record-infected-scan',
  on: 'scan-runs.create',
  run: async (context, event) => {
    const run = await infectedRun(context, event.ownerId, event.recordId);
    if (run === null) return;
    await recordMalware(context, event, {
      where: run.host,
      at: run.startedAt,
      sha256: null,
      signature: run.signatures === '' ? null : run.signatures.slice(0, 300),
      engine: run.engineVersion === null ? null : `ClamAV ${run.engineVersion}`,
      label: run.label,
      tlp: run.tlp,
      fields: {
        ...(run.caseId === null ? {} : { case: run.caseId }),
        description: run.infections
          .map(({ signature, path }) => `${signature}: ${path}`)
          .join('\n')
          .slice(0, 20_000),
      },
    });
  },
};
