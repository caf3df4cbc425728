import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { at as minuteOf } from '#areas/collaboration/incident-coordination/fixtures/real-size-data.ts';
import { behind } from '../behind-desk.ts';
import { withoutBrowser } from '../browser.ts';
import { type Collaborator, france, germany, joinCollaboration } from '../collaboration-stage.ts';
import type { Desk } from '../desk.ts';
import { fieldOf, fillForm } from '../form-at-desk.ts';
import { byKeyboard } from '../keyboard-hand.ts';
import { inOrder, type Stage } from '../stage.ts';

const title = 'Messages of transit get no answer';
const logs = 'Logs of the gateway';
const emptying = 'Empty the cache of the hub';
const minute = (at: number) => minuteOf(at).slice(0, 16);

describe('scenario D in the browser by keyboard alone', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let id: string;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  const at = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who, byKeyboard);
    await desk.visit(`/incidents/${id}`, title);
    return desk;
  };
  /** No terms are in force here: what the LISO decides on its form is shown by pointer. */
  async function allowed(): Promise<void> {
    const liso = behind(await stage.at('liso'));
    const { body } = await liso('GET', '/organisations?limit=50');
    const organisations = (body['items'] as { id: string; fields: { name: string } }[])
      .filter(({ fields }) => [germany, france].includes(fields.name))
      .map((one) => one.id);
    for (const about of ['tell', 'ask-evidence']) {
      const fields = { about, organisations, ruling: 'allow', reason: 'No terms yet.' };
      const answer = await liso('POST', '/liso-decisions', { caseId: id, fields });
      assert.equal(answer.status, 201, answer.text);
    }
  }

  it('R-INC-3 is reported by the Service Desk, and accepted for coordination', () =>
    step(async () => {
      const desk = await stage.at('serviceDesk', byKeyboard);
      await desk.visit('/cases/new/incident-coordination', 'Report an incident');
      await desk.fill({
        Title: title,
        Description: 'Movements of transit cannot be closed; a queue of the gateway is full.',
        Ticket: 'SD-2026-118842',
        Category: 'Loss of availability',
        'Concerns a managed configuration item': 'No',
        'Administration in which it occurred': germany,
        Occurred: minute(432),
        Detected: minute(468),
      });
      await desk.press(desk.main.getByRole('button', { name: 'Report the incident' }));
      await desk.page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
      id = desk.page.url().slice(-36);
      await desk.state('Triage');
      await allowed();
      const manager = await stage.at('manager', byKeyboard);
      await manager.openWork(title);
      await manager.act('Accept for coordination', {
        'Other administrations affected': [france],
        'Impact on the Common Domain': 'Yes',
      });
      await manager.state('Analysing the report');
    }));

  it('R-SIR-4 has its timeline, each event with the zone that it was told in; one that there is not is refused at its field', () =>
    step(async () => {
      const manager = await at('manager');
      const timeline = manager.section('Timeline');
      const add = 'Add to the timeline';
      await manager.press(timeline.getByRole('button', { name: add }).first());
      const form = manager.page.getByRole('dialog', { name: add });
      await form.waitFor();
      await fillForm(byKeyboard, form, {
        When: minute(441),
        'Time zone in which it was told': 'Europe/Atlantis',
        Phase: 'Detection',
        'What happened': 'Monitoring raises a warning of level 2.',
        Source: 'Queue monitoring',
      });
      await manager.press(form.getByRole('button', { name: add, exact: true }));
      const zone = fieldOf(form, 'Time zone in which it was told');
      await form
        .getByRole('alert')
        .getByText(/This time zone is not known/)
        .waitFor();
      assert.equal(await zone.getAttribute('aria-invalid'), 'true');
      await manager.answer(add, { 'Time zone in which it was told': 'Europe/Lisbon' });
      await manager.toast(`Done: ${add}`);
      await manager.sees('07:21 Europe/Lisbon', timeline);
    }));

  it('R-INC-4 R-INC-5 R-INC-6 asks the NISO for evidence, who answers, and finds it consistent', () =>
    step(async () => {
      const manager = await at('manager');
      await manager.act('Note the analysis', { Analysis: 'The hub shows refused handshakes.' });
      await manager.act('Request evidence', {
        Subject: logs,
        'What is needed': 'Gateway logs from 07:00 to 09:00.',
        Urgency: 'Immediate',
        'Administrations asked': [germany],
      });
      const niso = await stage.at('nisoDe', byKeyboard);
      await niso.openWork(logs);
      await niso.actAt(niso.main, /^Answer$/, 'Answer', {
        'Information on the incident': 'The certificate of the channel had expired.',
      });
      const reading = await at('manager');
      await reading.state('Analysing the evidence');
      await reading.act('Evidence is consistent', { Analysis: 'Gateway and hub agree.' });
      await reading.state('Deciding on the impact');
    }));

  it('R-INC-11 assesses a strategic system, and the impact is decided to be high', () =>
    step(async () => {
      const manager = await at('manager');
      const impact = manager.section('Impact');
      await manager.actAt(impact, 'Assess an affected system', 'Assess an affected system', {
        System: 'New Computerised Transit System',
        'Security level of the system': 'Strategic',
        'Customer services affected': 'Declarations of transit of Germany and France',
        Confidentiality: 'None',
        Integrity: 'None',
        Availability: 'Significant',
        'Criteria of a significant impact': ['Exchange between administrations stopped'],
        'Judgement: why it is significant': 'No movement could be closed for 3 hours.',
      });
      await manager.sees(/^High impact$/, impact);
      await manager.act('High impact: write the report');
      await manager.state('Writing the incident report');
    }));

  it('R-INC-7 R-INC-9 an emergency action is asked of the Security Officer, who comes to it by its notice, done and accepted', () =>
    step(async () => {
      const manager = await at('manager');
      await manager.press(manager.main.getByRole('button', { name: 'Ask: Emergency action' }));
      await manager.answer(
        'Ask: Emergency action',
        {
          Subject: emptying,
          'What is asked': emptying,
          System: 'New Computerised Transit System',
          Impact: 'Transit is down.',
          Urgency: 'Immediate',
          'Asked in the role': 'ITSM security officer',
        },
        'Send the request',
      );
      await manager.toast('The request was sent.');
      const officer = await stage.at('officer', byKeyboard);
      await officer.goTo('Notifications');
      await officer.heading('Notifications');
      await officer.follow(new RegExp(`${emptying}$`));
      await officer.heading(emptying);
      await officer.actAt(officer.main, /^Answer$/, 'Answer', {
        'What was done': 'Emptied on both hubs.',
        'Done at': minute(611),
      });
      const checking = await at('manager');
      await checking.follow(emptying);
      await checking.heading(emptying);
      await checking.actAt(checking.main, 'Accept the answer', 'Accept the answer', {});
    }));

  it('R-INC-8 the officers of the administrations log what they agreed', () =>
    step(async () => {
      const niso = await at('nisoDe');
      const section = niso.section('Liaison between NISOs');
      await niso.press(section.getByRole('button', { name: 'Log an entry' }));
      await niso.fill({ With: france, Subject: 'Holding back', Text: 'France holds back.' });
      await niso.press(section.getByRole('button', { name: 'Log an entry' }));
      await niso.toast('Logged');
    }));
});
