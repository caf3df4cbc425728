import { z } from 'zod';
import type { Reaction } from '#work/catalogue.ts';
import { notify } from '#work/notifications/notify.ts';
import { recordMalware } from './record-malware.ts';

const infected = z.object({
  caseId: z.string(),
  reference: z.string(),
  title: z.string(),
  sha256: z.string(),
  contributorId: z.string(),
  label: z.string(),
  tlp: z.string(),
  signature: z.string().nullable(),
  engine: z.string().nullable(),
  at: z.string(),
});

/** Malicious code in evidence is a security event of the case's owner, told to the custodians and to who gave it, too. */
export const recordInfection: Reaction = {
  id: 'record-infected-evidence',
  on: 'evidence.infected',
  run: async (context, event, catalogue) => {
    const found = infected.parse(event.payload);
    const { caseId, label, tlp } = found;
    const { rows } = await context.client.query<{
      reference: string;
      procedure: string;
      giver: string | null;
    }>({
      name: 'case-of-infected-evidence',
      text: `select c.reference, c.procedure, e.received_by as giver from procedure_case c
        join evidence e on e.owner_id = c.owner_id and e.case_id = c.id where c.owner_id = $1 and c.id = $2 and e.id = $3`,
      values: [event.ownerId, caseId, event.recordId],
    });
    const [ofCase] = rows;
    if (ofCase === undefined) return;
    const about = await recordMalware(context, event, {
      ...{ where: `${found.reference} ${found.title}, ${ofCase.reference}`, at: found.at },
      ...{ signature: found.signature, engine: found.engine, sha256: found.sha256, label, tlp },
      fields: { case: caseId, broughtInBy: found.contributorId },
    });
    const rule = catalogue.procedures.get(ofCase.procedure)?.procedure.evidence;
    notify(context, {
      ...{ ...about, roles: [...(rule?.custodians ?? [])] },
      people: ofCase.giver === null ? [] : [ofCase.giver],
      ...{ recordKind: 'case', recordId: caseId, caseId, procedure: ofCase.procedure },
    });
  },
};
