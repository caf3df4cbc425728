import { defineRegister } from '#engine/define.ts';
import type { RegisterModule } from '#work/catalogue.ts';
import { withdrawTasks } from '#work/tasks/withdraw-tasks.ts';

const clause = 'X.1052 §12.2.4 f';
/** The task that asks the change manager what it was. */
export const explainTask = 'explain-change';

/** What an inventory showed to have changed on an asset outside any change. */
export const unauthorisedChanges = defineRegister({
  id: 'unauthorised-changes',
  table: 'unauthorised_change',
  area: 'operations',
  clause,
  class: 'tenant',
  title: 'summary',
  fields: {
    asset: { kind: 'reference', to: 'assets', required: true, list: true, filter: true },
    inventory: { kind: 'text', required: true, max: 36 },
    summary: { kind: 'text', required: true, max: 300, list: true, sort: true, search: true },
    what: { kind: 'text', multiline: true, search: true },
    notBefore: { kind: 'instant', required: true },
    seenAt: { kind: 'instant', required: true, list: true, sort: true },
    explanation: { kind: 'text', multiline: true },
    explainedBy: { kind: 'reference', to: 'cases', procedure: 'change' },
  },
  lifeCycle: {
    initial: 'reported',
    states: {
      reported: { kind: 'active', clause },
      explained: { kind: 'final', outcome: 'achieved', clause },
      incident: { kind: 'final', outcome: 'not-achieved', clause },
    },
    actions: {
      explain: {
        from: ['reported'],
        to: 'explained',
        by: ['change-manager'],
        clause,
        primary: true,
        form: {
          explanation: { kind: 'text', required: true, multiline: true },
          explainedBy: { kind: 'reference', to: 'cases', procedure: 'change' },
        },
        effects: ['withdraw-task'],
        notify: ['operations-management'],
      },
      'raise-incident': {
        from: ['reported'],
        to: 'incident',
        by: ['change-manager', 'operations-management'],
        clause,
        comment: 'required',
        effects: ['withdraw-task'],
        notify: ['operations-management', 'isirt'],
      },
    },
    deadlines: {
      explanation: {
        states: ['reported'],
        within: 'P3D',
        remindBefore: ['P1D'],
        escalateTo: ['change-manager', 'operations-management'],
        escalateEvery: 'P2D',
        clause,
      },
    },
  },
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  unique: [['asset', 'inventory']],
  defaultSort: '-seenAt',
  retention: 'P10Y',
});

export const unauthorisedChangesModule: RegisterModule = {
  register: unauthorisedChanges,
  effects: {
    'withdraw-task': async (context, { id, ownerId }) => {
      if (ownerId === null) return;
      await withdrawTasks(context, { ownerId, subjectId: id, task: explainTask });
    },
  },
};
