import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, HandOffPayload } from '#work/catalogue.ts';
import { partsOfScope } from '../scope.ts';

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

/** What the mission leads to beside a meeting: terms to be updated, or another mission, in the same scope. */
const followUp =
  (chosen: string) =>
  async (_context: WriteContext, { case: row, form }: ActInput): Promise<HandOffPayload[]> => {
    const { followUps, followUpNote } = form;
    if (!Array.isArray(followUps) || !followUps.includes(chosen)) return [];
    const because = typeof followUpNote === 'string' ? `${followUpNote}\n\n` : '';
    return [
      {
        title: row.title,
        fields: {
          description: `${because}${row.reference} ${row.title}`,
          ...partsOfScope(row.fields),
        },
      },
    ];
  };

export const missionPayloads = {
  meeting,
  'terms-update': followUp('terms-update'),
  'other-mission': followUp('other-mission'),
};
