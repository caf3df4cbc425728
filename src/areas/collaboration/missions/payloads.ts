import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';

/** The meeting that the mission includes, or that is its outcome (R-FFM-13, H12), with the same administrations. */
async function meeting(
  _context: WriteContext,
  { case: row, form }: ActInput,
): Promise<HandOffPayload[]> {
  const { administrations } = row.fields;
  const invites = Array.isArray(administrations) && administrations.length > 0;
  return [
    {
      title: row.title,
      fields: {
        purpose: form['purpose'],
        mission: row.id,
        partOfMission: form['part'],
        ...(invites ? { administrations } : {}),
      },
    },
  ];
}

export const missionPayloads = { meeting };
