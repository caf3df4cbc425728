import { deliverableOperations } from '#work/deliverables/deliverable-operations.ts';
import { advisoryIdOf, caseAbout } from './loop-story.ts';
import type { Story, Team } from './story.ts';

/** A warning that asks for nothing at once: its analysis, its report, and how far that has come. */
export interface ReportPlot {
  readonly advisory: string;
  readonly day: number;
  readonly impact: string;
  readonly rationale: string;
  readonly until:
    | 'analyse'
    | 'impact'
    | 'judge'
    | 'draft'
    | 'in-qc'
    | 'delivered'
    | 'released'
    | 'closed';
}

const order: readonly ReportPlot['until'][] = [
  'analyse',
  'impact',
  'judge',
  'draft',
  'in-qc',
  'delivered',
  'released',
  'closed',
];

/** From the analysis to the early-warning report that its readers acknowledge (X.1052 §12.2.1 b). */
export async function* tellReport(team: Team, plot: ReportPlot): Story {
  const { desk, people, time } = team;
  const { analyst, lead, reviewer } = people;
  const reaches = (step: ReportPlot['until']) => order.indexOf(plot.until) >= order.indexOf(step);
  yield time.at(plot.day, '09:20');
  const advisory = await advisoryIdOf(team, plot.advisory);
  const { id } = await caseAbout(team, 'early-warning', advisory);
  await desk.act(analyst, id, 'start-analysis');
  if (!reaches('impact')) return;
  yield time.at(plot.day, '13:40');
  await desk.act(analyst, id, 'record-impact', { impact: plot.impact });
  if (!reaches('judge')) return;
  yield time.at(plot.day + 1, '10:15');
  const judgement = { priority: 'scheduled', imperative: false, rationale: plot.rationale };
  await desk.act(lead, id, 'judge', judgement);
  if (!reaches('draft')) return;
  const deliverables = deliverableOperations(desk.parts.catalogue);
  yield time.at(plot.day + 2, '09:30');
  const deliverableId = await desk.run(analyst, deliverables.create, {
    caseId: id,
    type: 'early-warning-report',
    language: 'en',
  });
  const act = (who: string, action: string, comment: string | null = null) =>
    desk.run(who, deliverables.act, { deliverableId, action, comment, fields: {} });
  if (!reaches('in-qc')) return;
  yield time.at(plot.day + 2, '15:00');
  await act(analyst, 'submit-qc');
  if (!reaches('delivered')) return;
  yield time.at(plot.day + 3, '10:20');
  await act(reviewer, 'qc-pass');
  yield time.at(plot.day + 3, '11:00');
  await act(analyst, 'deliver');
  yield time.at(plot.day + 4, '08:50');
  await act(people.security, 'acknowledge', 'Read in the morning round.');
  if (!reaches('released')) return;
  yield time.at(plot.day + 4, '14:00');
  await desk.act(lead, id, 'release-report');
  if (!reaches('closed')) return;
  yield time.at(plot.day + 8, '09:00');
  await desk.act(lead, id, 'close');
}

/** The warning about one advisory is merged into the warning about another. */
export async function* tellDuplicate(
  team: Team,
  plot: { day: number; advisory: string; into: string },
): Story {
  const { desk, people, time } = team;
  yield time.at(plot.day, '09:50');
  const into = await caseAbout(team, 'early-warning', await advisoryIdOf(team, plot.into));
  const twin = await caseAbout(team, 'early-warning', await advisoryIdOf(team, plot.advisory));
  await desk.act(
    people.analyst,
    twin.id,
    'merge',
    { duplicateOf: into.id },
    'The same server and the same update: followed in one warning.',
  );
}

/** What somebody heard of, and what came of it. */
export async function* tellRumour(team: Team): Story {
  const { desk, people, time } = team;
  yield time.at(-31, '10:05');
  const rumour = await desk.open(
    people.analyst,
    'early-warning',
    'Voice mail of another carrier broken into',
    {
      source: 'security-organisation',
      summary:
        'A partner tells of default passwords on the voice mail platform of another carrier.',
    },
  );
  await desk.act(people.analyst, rumour.id, 'start-analysis');
  yield time.at(-30, '11:30');
  await desk.act(
    people.analyst,
    rumour.id,
    'declare-no-impact',
    {},
    'We run another platform, and default passwords are refused since the migration.',
  );
  yield time.at(-3, '08:40');
  const scans = await desk.open(
    people.analyst,
    'early-warning',
    'Scans of the management network',
    {
      source: 'internal-incident',
      summary: 'The sensors saw scans of the management network from two laptops of a contractor.',
      assets: team.fleet.ids('bastion'),
    },
  );
  await desk.act(people.analyst, scans.id, 'start-analysis');
}

/** A weakness without a fix: a configuration item and an improvement are asked for, each from those whose task it is (H23, H25). */
export async function* tellWithoutFix(team: Team): Story {
  const { desk, people, time, fleet } = team;
  yield time.at(-21, '09:00');
  const advisory = await advisoryIdOf(team, 'GO-2025-4162');
  const { id } = await caseAbout(team, 'early-warning', advisory);
  await desk.act(people.analyst, id, 'start-analysis');
  yield time.at(-21, '14:00');
  await desk.act(people.analyst, id, 'record-impact', {
    impact:
      'The three UDM nodes hold the subscribers; one request can end a node, and registrations fail over.',
  });
  yield time.at(-20, '09:30');
  await desk.act(people.lead, id, 'judge', {
    priority: 'scheduled',
    imperative: true,
    rationale:
      'No fix is there, and the function is vital; requests come from our own functions only.',
  });
  yield time.at(-20, '11:00');
  const recommend = (fields: object) => desk.create(people.analyst, 'recommendations', fields, id);
  await recommend({
    kind: 'configuration',
    title: 'Requests to the UDM through the proxy only',
    text: 'Let the service communication proxy refuse requests that do not fit the interface.',
    assets: fleet.ids('5gc-udm'),
    urgency: 'out-of-cycle',
    requirement: 'The UDM accepts requests of the service communication proxy only.',
    referenceMethod:
      'Set sbi.allowed to the address of the proxy; switch on the schema check there.',
    checkConditions:
      'A direct request from an AMF is refused; the proxy counts a refused test request.',
    assetClass: 'Core functions',
  });
  await recommend({
    kind: 'other',
    title: 'A third site for the subscriber data',
    text: 'Plan a UDM node in Göteborg, so that two may fail.',
    assets: fleet.ids('5gc-udm'),
    urgency: 'scheduled',
  });
  yield time.at(-20, '13:00');
  await desk.act(people.analyst, id, 'submit');
  yield time.at(-19, '10:00');
  await desk.act(
    people.reviewer,
    id,
    'return-recommendations',
    {
      suitable: true,
      adequate: true,
      rational: false,
    },
    'Say why a third site costs less than the outage it spares.',
  );
  yield time.at(-18, '09:10');
  await desk.act(people.analyst, id, 'submit');
  yield time.at(-17, '10:10');
  await desk.act(people.reviewer, id, 'approve', {
    suitable: true,
    adequate: true,
    rational: true,
  });
}

/** Equipment at its end of life: an exception is asked for, and the recommendations are still being written. */
export async function* tellEndOfLife(team: Team): Story {
  const { desk, people, time, fleet } = team;
  yield time.at(-10, '10:00');
  const advisory = await advisoryIdOf(team, 'ICSA-24-170-01');
  const { id } = await caseAbout(team, 'early-warning', advisory);
  await desk.act(people.analyst, id, 'start-analysis');
  yield time.at(-9, '09:40');
  await desk.act(people.analyst, id, 'record-impact', {
    impact:
      'Four switches in the north are at their end of life; their files can be read from the management network.',
  });
  yield time.at(-8, '10:30');
  await desk.act(people.lead, id, 'judge', {
    priority: 'scheduled',
    imperative: true,
    rationale: 'No fix will come: they have to be replaced.',
  });
  yield time.at(-3, '14:20');
  await desk.create(
    people.analyst,
    'recommendations',
    {
      kind: 'other',
      title: 'Replace the switches in the north',
      text: 'Replace the four SecFlow-2 by SecFlow-1p within the budget of next year; reach them through the jump host only until then.',
      assets: fleet.equipment('SecFlow-2'),
      urgency: 'scheduled',
    },
    id,
  );
  yield time.at(-2, '10:00');
  await desk.create(people.patchManager, 'exceptions', {
    title: 'SecFlow-2 until they are replaced',
    advisoryId: advisory,
    assets: fleet.equipment('SecFlow-2'),
    reason: 'Replacement is ordered; the sites are reached in summer only.',
    compensation: 'Management through the jump host only, with the web server switched off.',
    expiresAt: time.at(240, '12:00').toISOString(),
  });
}

/** A product that is called otherwise in the advisories: a person ties the names once, and a warning follows. */
export async function* tellMappings(team: Team): Story {
  const { desk, people, time } = team;
  const tie = (fields: object) => desk.create(people.analyst, 'product-mappings', fields);
  yield time.at(-11, '09:15');
  await tie({
    vendor: 'Teltonika',
    product: 'RUT model routers',
    ownVendor: 'Teltonika',
    ownProduct: 'RUT955',
    rationale: 'The RUT955 is one of the RUT models; firmware numbers are the same.',
  });
  yield time.at(-3, '10:30');
  await tie({
    vendor: 'Fortinet',
    product: 'FortiOS',
    ownVendor: 'Fortinet',
    ownProduct: 'FortiGate 200F',
    rationale: 'FortiOS is the firmware of the FortiGate; our list gives its version.',
  });
  yield time.at(-2, '09:10');
  const advisory = await advisoryIdOf(team, 'FG-IR-22-398');
  const { id } = await caseAbout(team, 'early-warning', advisory);
  await desk.act(people.analyst, id, 'start-analysis');
}
