import { defineRegister } from '#engine/define.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import { clause, findingFields, missionTeam, questionFields, thirdPartyKinds } from './fields.ts';

/** Rows are made by the actions of the mission only, so that state and role decide who writes what. */
const ofMission = {
  area: 'collaboration',
  class: 'tenant',
  ofCase: true,
  procedures: ['fact-finding-mission'],
  retention: 'P10Y',
} as const;

const readBy = <const R extends readonly string[]>(...read: R) =>
  ({ read, create: [], update: [], delete: [] }) as const;

const team = readBy(...missionTeam);
const teamAndAdministration = readBy(...missionTeam, 'npm', 'niso');

/** The four inputs of the selection of controls, kept as they were computed (R-FFM-8; H8, H9, H10). */
export const missionInputs = defineRegister({
  ...ofMission,
  id: 'mission-inputs',
  table: 'mission_input',
  clause: clause('2'),
  title: 'title',
  fields: {
    kind: {
      kind: 'choice',
      required: true,
      options: ['priority', 'incident', 'finding', 'change'],
      list: true,
      filter: true,
    },
    title: { kind: 'text', required: true, max: 300, list: true, search: true },
    reference: { kind: 'text', max: 100, list: true },
    detail: { kind: 'text', multiline: true, list: true },
    organisation: { kind: 'reference', to: 'organisations', list: true, filter: true },
    happenedAt: { kind: 'instant', list: true },
    /** The case, finding, standard, system or service that it comes from. */
    source: { kind: 'text', max: 36 },
    rank: { kind: 'integer', required: true, min: 1, sort: true },
  },
  access: team,
  defaultSort: 'rank',
});

export const missionObjectives = defineRegister({
  ...ofMission,
  id: 'mission-objectives',
  table: 'mission_objective',
  clause: clause('2'),
  title: 'objective',
  fields: {
    number: { kind: 'integer', required: true, min: 1, max: 99, list: true, sort: true },
    objective: { kind: 'text', required: true, max: 500, list: true, search: true },
    detail: { kind: 'text', multiline: true },
  },
  access: team,
  defaultSort: 'number',
});

/** Which controls are to be documented, why each was chosen, and what is to be noted of it (R-FFM-7, R-FFM-25). */
export const missionControls = defineRegister({
  ...ofMission,
  id: 'mission-controls',
  table: 'mission_control',
  clause: clause('2'),
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 300, list: true, search: true },
    position: { kind: 'integer', required: true, min: 1, sort: true },
    control: { kind: 'reference', to: 'controls', required: true, filter: true },
    whatToDocument: { kind: 'text', required: true, multiline: true, list: true },
    rationale: { kind: 'text', required: true, multiline: true, list: true },
    basis: {
      kind: 'choices',
      options: ['priority', 'incident', 'finding', 'change'],
      list: true,
      clause: clause('2'),
    },
  },
  access: team,
  defaultSort: 'position',
});

/** Whom the mission meets, and how much of their time it takes; an administration reads and corrects its own (R-FFM-27). */
export const missionContacts = defineRegister({
  ...ofMission,
  id: 'mission-contacts',
  table: 'mission_contact',
  clause: clause('4.1'),
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 200, list: true, sort: true, search: true },
    contactRole: { kind: 'text', required: true, max: 200, list: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    thirdParty: { kind: 'choice', options: thirdPartyKinds, list: true, clause: clause('3') },
    hours: { kind: 'decimal', required: true, min: 0, max: 2000, unit: 'h', list: true },
    correctedHours: { kind: 'decimal', min: 0, max: 2000, unit: 'h', computed: true, list: true },
    correctionReason: { kind: 'text', multiline: true, computed: true },
    correctedBy: { kind: 'reference', to: 'people', computed: true },
    correctedAt: { kind: 'instant', computed: true },
  },
  access: teamAndAdministration,
  defaultSort: 'name',
});

export const missionQuestions = defineRegister({
  ...ofMission,
  id: 'mission-questions',
  table: 'mission_question',
  clause: clause('2'),
  title: 'question',
  fields: {
    ...questionFields,
    number: { ...questionFields.number, list: true, sort: true },
    section: { ...questionFields.section, list: true },
    question: { ...questionFields.question, list: true, search: true },
    kind: { ...questionFields.kind, list: true, filter: true },
    addressee: {
      kind: 'choice',
      required: true,
      options: ['administration', 'third-party', 'both'],
      list: true,
      filter: true,
    },
  },
  access: team,
  defaultSort: 'number',
});

/** Information and assets that are to be provided during the mission, each with who provides it and when (R-FFM-7, R-FFM-18). */
export const missionAccess = defineRegister({
  ...ofMission,
  id: 'mission-access',
  table: 'mission_access',
  clause: clause('2'),
  title: 'item',
  fields: {
    number: { kind: 'integer', required: true, min: 1, max: 999, list: true, sort: true },
    kind: {
      kind: 'choice',
      required: true,
      options: ['information', 'asset'],
      list: true,
      filter: true,
    },
    item: { kind: 'text', required: true, max: 300, list: true, search: true },
    detail: { kind: 'text', multiline: true },
    /** Absent: each administration of the mission. */
    organisation: { kind: 'reference', to: 'organisations', list: true, filter: true },
    provider: { kind: 'text', required: true, max: 200, list: true },
    dueOn: { kind: 'date', required: true, list: true },
    /** Absent: not asked yet. */
    askedAt: { kind: 'instant', computed: true },
  },
  access: team,
  defaultSort: 'number',
});

export const missionInterviews = defineRegister({
  ...ofMission,
  id: 'mission-interviews',
  table: 'mission_interview',
  clause: clause('2'),
  title: 'interviewee',
  fields: {
    number: { kind: 'integer', required: true, min: 1, max: 999, list: true, sort: true },
    interviewee: { kind: 'text', required: true, max: 200, list: true, search: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    /** Who the interviewee is where he signs in here: he alone confirms the minutes then. */
    person: { kind: 'reference', to: 'people' },
    topics: { kind: 'text', required: true, multiline: true, list: true },
    plannedAt: { kind: 'instant', list: true },
    place: { kind: 'text', max: 200 },
    invitedAt: { kind: 'instant', computed: true },
    heldAt: { kind: 'instant', computed: true, list: true },
    attendees: { kind: 'text', multiline: true, computed: true },
    minutes: { kind: 'text', multiline: true, computed: true },
    minutesVersion: { kind: 'integer', computed: true },
    confirmedAt: { kind: 'instant', computed: true, list: true },
    confirmedBy: { kind: 'reference', to: 'people', computed: true },
    correction: { kind: 'text', multiline: true, computed: true },
    /** Why it was not held after all. */
    droppedBecause: { kind: 'text', multiline: true, computed: true },
  },
  access: teamAndAdministration,
  defaultSort: 'number',
});

const findingClause = clause('4.2');

/** What becomes of a finding after the report: whoever is responsible tells, LISO judges. */
const findingLifeCycle = {
  initial: 'open',
  states: {
    open: { kind: 'active', clause: findingClause },
    'in-progress': { kind: 'active', clause: findingClause },
    done: { kind: 'waiting', clause: findingClause },
    closed: { kind: 'final', outcome: 'achieved', clause: findingClause },
    accepted: { kind: 'final', outcome: 'not-achieved', clause: findingClause },
  },
  actions: {
    start: {
      from: ['open'],
      to: 'in-progress',
      by: ['liso'],
      clause: findingClause,
      primary: true,
    },
    complete: {
      from: ['open', 'in-progress'],
      to: 'done',
      by: ['liso'],
      clause: findingClause,
      comment: 'required',
    },
    verify: { from: ['done'], to: 'closed', by: ['liso'], clause: findingClause, primary: true },
    reopen: {
      from: ['done'],
      to: 'in-progress',
      by: ['liso'],
      clause: findingClause,
      comment: 'required',
    },
    accept: {
      from: ['open', 'in-progress'],
      to: 'accepted',
      by: ['liso'],
      clause: findingClause,
      comment: 'required',
    },
  },
} as const satisfies LifeCycle;

/** What the mission found, a control and an administration each (R-FFM-29); the administration concerned reads its own once approved. */
export const missionFindings = defineRegister({
  ...ofMission,
  id: 'mission-findings',
  table: 'mission_finding',
  clause: findingClause,
  title: 'title',
  fields: {
    number: { kind: 'integer', required: true, min: 1, list: true, sort: true },
    ...findingFields,
    title: { ...findingFields.title, list: true, search: true },
    control: { ...findingFields.control, list: true, filter: true },
    organisation: { ...findingFields.organisation, list: true, filter: true },
    assessment: { ...findingFields.assessment, list: true, filter: true },
    severity: { ...findingFields.severity, list: true, filter: true },
    responsible: { kind: 'text', max: 200, computed: true, list: true },
    dueOn: { kind: 'date', computed: true, list: true },
  },
  lifeCycle: findingLifeCycle,
  access: teamAndAdministration,
  defaultSort: 'number',
});

/** The mandatory discussion of the report with the CSIP Manager, and what it came to (R-FFM-12). */
export const csipDiscussions = defineRegister({
  ...ofMission,
  id: 'csip-discussions',
  table: 'csip_discussion',
  clause: clause('2'),
  title: 'outcome',
  fields: {
    heldOn: { kind: 'date', required: true, list: true, sort: true },
    participants: { kind: 'text', required: true, multiline: true, list: true },
    outcome: { kind: 'text', required: true, multiline: true, list: true },
    noImprovementBecause: { kind: 'text', multiline: true },
  },
  access: team,
  defaultSort: 'heldOn',
});

export const missionRegisters = [
  missionInputs,
  missionObjectives,
  missionControls,
  missionContacts,
  missionQuestions,
  missionAccess,
  missionInterviews,
  missionFindings,
  csipDiscussions,
];
