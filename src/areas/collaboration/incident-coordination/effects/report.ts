import type { Register } from '#engine/register.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import { gapsToHandOver, type IncidentFacts, recommendationsToHandOver } from '../facts.ts';
import { findings, gaps, incidentRecommendations, timeline } from '../registers.ts';
import { contributorOf, keepRecord } from './keep-record.ts';

type Input = ActInput<IncidentFacts>;

const keepForm =
  (register: Register) =>
  async (context: WriteContext, { case: row, form }: Input): Promise<void> => {
    await keepRecord(context, register, row, form);
  };

async function keepEvent(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const contributedBy = contributorOf(context, row);
  await keepRecord(context, timeline, row, { ...form, contributedBy }, [contributedBy]);
}

async function keepFinding(context: WriteContext, { case: row, form }: Input): Promise<void> {
  await keepRecord(context, findings, row, { ...form, at: context.now.toISOString() });
}

/** The hand-offs of this action carry them: each once. */
async function markHandedOver(context: WriteContext, { facts }: Input): Promise<void> {
  const handedOverAt = context.now.toISOString();
  const marked: [Register, readonly { readonly id: string }[]][] = [
    [gaps, gapsToHandOver(facts)],
    [incidentRecommendations, recommendationsToHandOver(facts)],
  ];
  for (const [register, records] of marked) {
    for (const { id } of records) {
      const found = await findRecord(context, register, id, { lock: true });
      const fields = { handedOverAt };
      await updateRecord(context, { register }, found, { version: null, computed: true, fields });
    }
  }
}

export const reportEffects = {
  'keep-event': keepEvent,
  'keep-finding': keepFinding,
  'keep-gap': keepForm(gaps),
  'keep-recommendation': keepForm(incidentRecommendations),
  'mark-handed-over': markHandedOver,
};
