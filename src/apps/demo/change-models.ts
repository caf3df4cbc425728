import type { Team } from './story.ts';

/** A model of a standard change, authorised by operations management; returns the id of its edition. */
export async function authorisedModel(
  { desk, people }: Pick<Team, 'desk' | 'people'>,
  { code, title, scope }: { readonly code: string; readonly title: string; readonly scope: string },
): Promise<string> {
  const model = await desk.create(people.changeManager, 'change-models', {
    ...{ code, title, scope, source: 'Operations handbook, chapter 7' },
    impactScope: 'One node at a time; customers see no interruption.',
    operationsProcess:
      'Out of service, carried out by the script of the handbook, back into service.',
    effectivenessCheck: 'The smoke test of the service, and no alarm for half an hour.',
    rollbackProcess: 'The configuration of the evening before is put back by the same script.',
    continuityPlan: 'The other nodes carry the load.',
    labEvidence: 'Carried out five times in the Luleå laboratory without a deviation.',
    onsiteEvidence: 'Carried out on two nodes in service, with a stop criterion that was not met.',
  });
  const validFrom = desk.now.toISOString().slice(0, 10);
  await desk.run(people.operations, desk.register('change-models').act, {
    ...{ id: model.id, action: 'approve', fields: { validFrom } },
  });
  return model.id;
}
