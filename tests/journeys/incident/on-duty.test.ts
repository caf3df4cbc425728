import { after, before, describe, it } from 'node:test';
import { isAccessible } from '../accessibility.ts';
import { withoutBrowser } from '../browser.ts';
import {
  type Collaborator,
  contractor,
  germany,
  joinCollaboration,
  nameOf,
} from '../collaboration-stage.ts';
import type { Desk } from '../desk.ts';
import { inOrder, type Stage } from '../stage.ts';
import { type Behind, behindStage, organisationId, reportedIncident } from './reported-incident.ts';

const mobile = '+49 171 5550177';
const hours = (offset: number) => new Date(Date.now() + offset * 3_600_000).toISOString();

describe('whom to call at those who are asked urgently, in the browser', {
  skip: withoutBrowser,
}, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let call: Behind;

  before(async () => {
    stage = await collaboration.open();
    call = behindStage(stage);
  });
  after(() => collaboration.leave());

  /** The officer of Germany is on duty, which the contractor is told, with the phone. */
  async function goesOnDuty(): Promise<void> {
    const sharedWith = [await organisationId(call, contractor)];
    const change = await call.post('nisoDe', '/cases', {
      ...{ procedure: 'contact-change', title: 'Officer on duty' },
      fields: {
        ...{ reason: 'The phone on duty.', change: 'enter', name: 'Officer on duty' },
        ...{ function: 'Incidents', mobile, hours: 'Always', aroundTheClock: true, sharedWith },
      },
    });
    await call.post('npmDe', `/cases/${change}/actions/approve`, { comment: 'Looked at.' });
    const { items } = (await call.get('nisoDe', '/contacts')) as { items: { id: string }[] };
    const rota = await call.post('nisoDe', '/duty-rotas', {
      fields: {
        ...{ name: 'Incidents', role: 'niso', cover: 'around-the-clock', zone: 'Europe/Berlin' },
        ...{ opensAt: '08:00', closesAt: '17:00', workdays: ['monday'], sharedWith },
      },
    });
    const { person } = (await call.get('nisoDe', '/me')) as { person: { id: string } };
    await call.post('nisoDe', '/duty-shifts', {
      fields: {
        ...{ rota, person: person.id, contact: items[0]?.id },
        // He holds his office since this installation was settled.
        ...{ startsAt: hours(0), endsAt: hours(8) },
      },
    });
  }

  /** Asks Germany for evidence. Returns the id of the request. */
  async function asked(caseId: string, urgency: string): Promise<string> {
    const subject = `Logs, ${urgency}`;
    await call.post('manager', `/cases/${caseId}/actions/request-evidence`, {
      fields: { subject, items: 'Logs of the last hour.', urgency },
    });
    const { items } = (await call.get('manager', `/requests?caseId=${caseId}`)) as {
      items: { id: string; subject: string }[];
    };
    return items.find((one) => one.subject === subject)?.id ?? '';
  }
  const duty = (desk: Desk) => desk.main.getByRole('list', { name: 'On duty now' });

  it('R-INC-8 the page of an immediate request says who is on duty there and the phone, to both sides; that of a normal one does not', () =>
    step(async () => {
      await goesOnDuty();
      const id = (title: string) => reportedIncident(call, { title, summary: 'No answers.' });
      const incidents = [await id('The first'), await id('The second')] as const;
      for (const one of incidents) {
        const fields = { analysis: 'Queues of Germany do not drain.' };
        await call.post('manager', `/cases/${one}/actions/note-analysis`, { fields });
      }
      const immediate = await asked(incidents[0], 'immediate');
      const normal = await asked(incidents[1], 'normal');
      for (const who of ['manager', 'nisoDe'] as const) {
        const desk = await stage.at(who);
        await desk.visit(`/requests/${immediate}`, 'Logs, immediate');
        await duty(desk).getByText(nameOf('nisoDe')).waitFor();
        const phone = duty(desk).getByRole('link', { name: mobile });
        await phone.and(desk.page.locator('[href="tel:+491715550177"]')).waitFor();
        await isAccessible(desk.page);
        await desk.visit(`/requests/${normal}`, 'Logs, normal');
        await desk.main.getByText(germany).first().waitFor();
        await desk.page.waitForLoadState('networkidle');
        if ((await duty(desk).count()) > 0) throw new Error('a normal request needs no call');
      }
      // Once it is answered nobody is called any more.
      const niso = await stage.at('nisoDe');
      await niso.visit(`/requests/${immediate}`, 'Logs, immediate');
      await niso.actAt(niso.main, /^Answer$/, 'Answer', {
        'Information on the incident': 'The certificate of the channel had expired.',
      });
      await duty(niso).waitFor({ state: 'detached' });
    }));
});
