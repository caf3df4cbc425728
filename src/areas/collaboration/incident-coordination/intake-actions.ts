import type { Action } from '#engine/life-cycle.ts';
import { categories, incidentFields, intake, manager, process } from './fields.ts';

const annex12 = 'Security Plan §6.2, AD2 Annex 12';

/** States in which the coordination runs: after the triage, until the end. */
export const coordinated = [
  'analysing',
  'awaiting-niso',
  'evidence-analysis',
  'impact-decided',
  'sir-drafting',
  'sir-qc',
  'sir-delivered',
  'resolution',
] as const;

/** The two hours of the Service Desk run whatever the coordination does meanwhile: AD2 Annex 12 is a rule, not a step. */
export const sinceRegistration = ['triage', ...coordinated] as const;

export const intakeActions = {
  register: {
    from: ['received'],
    to: 'triage',
    by: ['service-desk', 'niso', manager],
    clause: process,
    form: {
      ...intake,
      category: { ...intake.category, required: true },
      managedItem: { ...intake.managedItem, required: true },
    },
    guards: ['ticket-or-reporter-is-named', 'instants-are-in-order'],
    effects: ['keep-registration'],
    notify: [manager],
    primary: true,
  },
  categorise: {
    from: sinceRegistration,
    to: 'same',
    by: ['service-desk', manager],
    clause: annex12,
    comment: 'required',
    form: { category: { kind: 'choice', options: categories, required: true } },
    effects: ['assign-by-category'],
  },
  'record-solution': {
    from: sinceRegistration,
    to: 'same',
    by: ['service-desk'],
    clause: annex12,
    form: { serviceDeskSolution: { ...incidentFields.serviceDeskSolution, required: true } },
    guards: ['has-no-solution'],
    effects: ['keep-solution'],
    notify: [manager],
  },
  'assign-to-application-management': {
    from: sinceRegistration,
    to: 'same',
    by: 'timer',
    clause: annex12,
    guards: ['is-not-assigned', 'has-no-solution'],
    effects: ['assign-after-two-hours'],
  },
  'not-in-scope': {
    from: ['triage'],
    to: 'closed-out-of-scope',
    by: [manager],
    clause: 'Security Plan §6.1',
    comment: 'required',
    form: {
      originAdministration: intake.originAdministration,
      localManagement: { ...incidentFields.localManagement, required: true },
    },
    guards: ['origin-is-known'],
    effects: ['hand-to-local-management'],
    notify: ['niso', 'service-desk'],
    destructive: true,
  },
  accept: {
    from: ['triage'],
    to: 'analysing',
    by: [manager],
    clause: 'Security Plan §6.1',
    form: {
      originAdministration: intake.originAdministration,
      affectedAdministrations: incidentFields.affectedAdministrations,
      commonDomainImpact: { kind: 'choice', required: true, options: ['yes', 'suspected'] },
      systems: intake.systems,
    },
    guards: ['origin-is-known'],
    effects: ['take-in-administrations'],
    handOffs: ['notification'],
    notify: ['niso', 'npm', 'liso', 'application-management'],
    primary: true,
  },
  'involve-administration': {
    from: coordinated,
    to: 'same',
    by: [manager],
    clause: 'Security Plan §6.1',
    comment: 'required',
    form: { administration: { kind: 'reference', to: 'organisations', required: true } },
    effects: ['involve-administration'],
  },
} as const satisfies Record<string, Action>;
