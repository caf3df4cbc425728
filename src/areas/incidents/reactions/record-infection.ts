import { z } from 'zod';
import type { Reaction } from '#work/catalogue.ts';
import { notify } from '#work/notifications/notify.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { eventHandlers, securityEvents } from '../registers.ts';

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

/**
 * Malicious code in evidence is a security event of the case's owner: recorded, and told to whoever handles events there, to the custodians and
 * to who gave it (X.1052 §13.1).
 */
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
    const title = `${found.signature ?? 'ClamAV'}: ${found.reference} ${found.title}, ${ofCase.reference}`;
    const record = await insertRecord(
      context,
      { register: securityEvents },
      {
        ...{ ownerId: event.ownerId, label, tlp, computed: true },
        fields: {
          ...{ title: title.slice(0, 400), kind: 'malicious-code', at: found.at, case: caseId },
          ...{ broughtInBy: found.contributorId, sha256: found.sha256 },
          ...(found.engine === null ? {} : { detectedBy: found.engine }),
          ...(found.signature === null ? {} : { signature: found.signature }),
        },
      },
    );
    const about = { ownerId: event.ownerId, title, label, tlp, kind: 'security' } as const;
    notify(context, {
      ...{ ...about, about: 'malicious-code', roles: [...eventHandlers] },
      ...{ recordKind: securityEvents.id, recordId: record.id },
    });
    const rule = catalogue.procedures.get(ofCase.procedure)?.procedure.evidence;
    notify(context, {
      ...{ ...about, about: 'malicious-code', roles: [...(rule?.custodians ?? [])] },
      people: ofCase.giver === null ? [] : [ofCase.giver],
      ...{ recordKind: 'case', recordId: caseId, caseId, procedure: ofCase.procedure },
    });
  },
};
