import { z } from 'zod';
import type { Reaction } from '#work/catalogue.ts';
import { recordMalware } from './record-malware.ts';

const infected = z.object({
  sha256: z.string(),
  path: z.string(),
  reference: z.string(),
  sender: z.string(),
  label: z.string(),
  tlp: z.string(),
  signature: z.string().nullable(),
  engine: z.string().nullable(),
  at: z.string(),
});

/** Malicious code in a bundle of another installation, which was refused for it. */
export const recordInfectedBundle: Reaction = {
  id: 'record-infected-bundle',
  on: 'bundle.infected',
  run: async (context, event) => {
    const { reference, sender, path, ...found } = infected.parse(event.payload);
    await recordMalware(context, event, {
      ...found,
      where: `${reference}, ${sender}`,
      fields: { description: path },
    });
  },
};
