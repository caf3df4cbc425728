import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  events,
  exhibits,
  findings,
  gaps,
  at as minuteOf,
  recommendations,
} from '#areas/collaboration/incident-coordination/fixtures/real-size-data.ts';
import { isAccessible } from './accessibility.ts';
import { withoutBrowser } from './browser.ts';
import { type Collaborator, france, germany, joinCollaboration } from './collaboration-stage.ts';
import type { Desk } from './desk.ts';
import { historyRow, openDocument, passDocument } from './document-at-desks.ts';
import { takeEmergencyActions } from './emergency-actions.ts';
import { closeIncident, handOver, liaise, settleNotifications } from './incident/end-steps.ts';
import { readPdf } from './read-pdf.ts';
import { sheet } from './spreadsheet.ts';
import { inOrder, type Stage } from './stage.ts';
import { tellsTable8 } from './table-8.ts';

const title = 'Messages of transit get no answer';
const summary = 'Movements of transit cannot be closed; a queue of the gateway is full.';

const minute = (at: number) => minuteOf(at).slice(0, 16);
describe('scenario D in the browser: an incident', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let id: string;
  let report: string;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  const at = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who);
    await desk.visit(`/incidents/${id}`, title);
    return desk;
  };

  it('R-INC-3 R-INC-10 the Service Desk reports it with its ticket, and has two hours for a managed item', () =>
    step(async () => {
      const desk = await stage.at('serviceDesk');
      await desk.visit('/cases/new/incident-coordination', 'Report an incident');
      await isAccessible(desk.page);
      await desk.fill({
        Title: title,
        Description: summary,
        Ticket: 'SD-2026-118842',
        Category: 'Loss of availability',
        'Concerns a managed configuration item': 'Yes',
        'Administration in which it occurred': germany,
        Occurred: minute(432),
        Detected: minute(468),
      });
      await desk.press(desk.main.getByRole('button', { name: 'Report the incident' }));
      await desk.page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
      id = desk.page.url().slice(-36);
      await desk.heading(title);
      await desk.state('Triage');
      await desk.sees('Solution by the Service Desk');
      await desk.sees(/^Due in (1|2) hours/);
    }));

  it('R-INC-1 R-INC-10 is accepted for coordination, and its category takes it to Application Management at once', () =>
    step(async () => {
      const liso = await stage.at('liso');
      for (const about of ['Who is told', 'Who is asked for evidence']) {
        await liso.visit(`/cases/${id}`, title);
        await liso.create('decision of the LISO', {
          About: about,
          Administrations: [germany, france],
          Decision: 'Allow',
          Reason: 'No terms cover it yet, and both are concerned.',
        });
      }
      const manager = await at('manager');
      await manager.act('Accept for coordination', {
        'Other administrations affected': [france],
        'Impact on the Common Domain': 'Yes',
      });
      const desk = await at('serviceDesk');
      await desk.act('Change the category', {
        Category: 'CCN configuration',
        Comment: 'The channel of the common network is concerned.',
      });
      await desk.sees('With: Application Management');
      await (await at('applications')).sees(summary);
      await (await at('npmFr')).sees(summary);
    }));

  async function ask(subject: string, note: string): Promise<void> {
    const manager = await at('manager');
    await manager.act('Note the analysis', { Analysis: note });
    await manager.act('Request evidence', {
      Subject: subject,
      'What is needed': 'Gateway logs from 07:00 to 09:00, and the e-mails of the day.',
      Urgency: 'Immediate',
      'Administrations asked': [germany],
    });
  }

  async function answer(subject: string, values: Parameters<Desk['fill']>[0]): Promise<void> {
    const niso = await stage.at('nisoDe');
    await niso.openWork(subject);
    await niso.actAt(niso.main, /^Answer$/, 'Answer', values);
  }

  it('R-INC-4 R-INC-5 R-INC-6 R-INC-15 evidence is asked of the NISO, found inconsistent, and asked again: 30 log extracts in one table', () =>
    step(async () => {
      await ask('Logs of the gateway', 'The hub shows refused handshakes on the same channel.');
      const niso = await stage.at('nisoDe');
      await niso.openWork('Logs of the gateway');
      await isAccessible(niso.page);
      await answer('Logs of the gateway', {
        'Information on the incident': 'The logs end at 06:58; nothing was written later.',
      });
      const manager = await at('manager');
      await manager.state('Analysing the evidence');
      await manager.act('Evidence is inconsistent', {
        Analysis: 'The alarm is dated 52 minutes after the end of the logs.',
      });
      await ask('Clock and second extract', 'The clock of the gateway is in doubt.');
      const logs = exhibits.filter(({ kind }) => kind === 'log');
      assert.equal(logs.length, 30);
      await answer('Clock and second extract', {
        'Information on the incident': 'The clock was 61 minutes slow.',
        'E-mails and log extracts': sheet(
          {
            kind: 'Kind',
            at: 'When',
            from: 'From whom or where',
            subject: 'Subject',
            excerpt: 'Excerpt',
          },
          logs,
        ),
      });
      const reading = await at('manager');
      await reading.state('Analysing the evidence');
      await reading.act('Evidence is consistent', {
        Analysis: 'With the clock corrected, the logs of gateway and hub agree.',
      });
    }));

  it('R-INC-15 e-mails are added by the coordinator, and no administration sees what another gave', () =>
    step(async () => {
      const manager = await at('manager');
      const mails = exhibits.filter(({ kind }) => kind === 'e-mail');
      await manager.actSeveral(
        'Add evidence',
        sheet(
          {
            kind: 'Kind',
            at: 'When',
            from: 'From whom or where',
            subject: 'Subject',
            excerpt: 'Excerpt',
            analysis: 'Analysis',
          },
          mails,
        ),
      );
      const evidence = manager.section('Evidence').locator('details');
      // Thirty extracts, the two answers themselves, and the e-mails.
      await manager.until(`${32 + mails.length} pieces of evidence`, async () => {
        return (await evidence.count()) === 32 + mails.length;
      });
      const niso = await at('nisoFr');
      assert.equal(await niso.main.getByText('Handshake refused').count(), 0);
    }));

  it('R-INC-11 the high-impact decision follows the table as the impact is assessed', () =>
    step(async () => {
      const manager = await at('manager');
      const impact = manager.section('Impact');
      await manager.actAt(impact, 'Assess affected information', 'Assess affected information', {
        Name: 'Transit movement data',
        'Label of the information': 'Limited',
        Confidentiality: 'None',
        Integrity: 'None',
        Availability: 'Limited',
      });
      await manager.sees('Not high impact', impact);
      await manager.actAt(impact, 'Assess an affected system', 'Assess an affected system', {
        System: 'New Computerised Transit System',
        'Security level of the system': 'Strategic',
        'Customer services affected': 'Declarations of transit of Germany and France',
        Confidentiality: 'None',
        Integrity: 'None',
        Availability: 'Significant',
        'Criteria of a significant impact': ['Exchange between administrations stopped'],
        'Judgement: why it is significant': 'No movement could be opened or closed for 3 hours.',
      });
      await manager.sees(/^High impact$/, impact);
      await isAccessible(manager.page);
      await manager.act('High impact: write the report');
      await manager.state('Writing the incident report');
    }));

  it('R-INC-12 R-INC-19 R-INC-20 a timeline of 40 entries, causes, deviations and recommendations come from tables', () =>
    step(async () => {
      assert.equal(events.length, 40);
      const manager = await at('manager');
      await manager.actSeveral(
        'Add to the timeline',
        sheet(
          {
            at: 'When',
            zone: 'Time zone in which it was told',
            phase: 'Phase',
            event: 'What happened',
            source: 'Source',
          },
          events,
        ),
      );
      const told = manager.section('Timeline').getByRole('listitem');
      await told.nth(39).waitFor();
      assert.equal(await told.count(), 40);
      const learnt = Object.entries(findings).flatMap(([kind, texts]) =>
        texts.map((text) => ({ kind, text })),
      );
      await manager.actSeveral(
        'Record a cause, issue or lesson',
        sheet({ kind: 'Kind', text: 'Text' }, learnt),
      );
      await manager.actSeveral(
        'Record a deviation from policy',
        sheet(
          {
            policy: 'Policy or clause',
            deviation: 'Deviation',
            consequence: 'Consequence',
            requirement: 'Requirement that would close the gap',
          },
          gaps,
        ),
      );
      await manager.actSeveral('Recommend', {
        table: [['Title', 'Text', 'Goes to', 'Urgency'], ...recommendations],
      });
      await manager.actAt(manager.main, 'Set the time stamps', 'Set the time stamps', {
        Contained: minute(618),
        Resolved: minute(634),
        Recovered: minute(840),
      });
    }));

  it('R-INC-7 R-INC-9 R-INC-17 emergency actions are asked of Security Officer and NISO, done and verified', () =>
    step(async () => {
      await takeEmergencyActions(stage, at, minute(611));
    }));

  it('R-INC-13 R-INC-21 R-SIR-1 R-SIR-2 R-SIR-3 R-SIR-4 R-SIR-5 R-SIR-6 its report passes quality control, is delivered, and has every section of Table 8 filled', () =>
    step(async () => {
      report = await openDocument(await at('manager'), 'Security Incident Report');
      await isAccessible((await stage.at('manager')).page);
      await passDocument(stage, report, [
        ['manager', 'Hand in for quality control', {}],
        ['quality', 'Pass quality control', historyRow],
        ['manager', 'Deliver'],
        ['liso', 'Acknowledge receipt', {}],
        ['nisoDe', 'Acknowledge receipt', {}],
        ['nisoFr', 'Acknowledge receipt', {}],
      ]);
      const liso = await stage.at('liso');
      await liso.page.reload();
      await liso.state('Acknowledged');
      tellsTable8(readPdf(await liso.download('PDF'), 'raw'), [
        ...events.map(({ event }) => event),
        ...findings['root-cause'],
        ...findings.lesson,
        ...gaps.map(({ deviation }) => deviation),
        ...recommendations.map(([name]) => name),
        ...['AMQ9665E', 'Are you aware of a planned interruption', 'SD-2026-118842'],
      ]);
      await (await at('manager')).state('Report delivered');
    }));

  it('R-INC-8 the officers of both administrations log what they agreed directly, by its form', () =>
    step(() => liaise(at)));

  it('R-SIR-5 R-SIR-6 gaps and recommendations are handed over: each has somebody who takes it on', () =>
    step(() => handOver(at)));

  it('the LISO settles each obligation to notify, and the incident is closed', () =>
    step(async () => {
      await settleNotifications(at);
      await closeIncident(at);
    }));
});
