import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { isAccessible } from './accessibility.ts';
import { launchBrowser, withoutBrowser } from './browser.ts';
import { Desk, lookAt } from './desk.ts';
import { freePort, Installation } from './installation.ts';
import { nameOf, type PersonKey, partnerName, settleTelco } from './people-of-telco.ts';
import { readPdf } from './read-pdf.ts';
import { type SampleFile, samples, weak } from './sample-files.ts';

const host = 'log-1';
const image = 'image-1';
const warning = new RegExp(weak.advisory);
const patch = `Update ${weak.package} on the log hosts`;

/** As a field of date and time takes it, in UTC. */
const inMinutes = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);

describe('the closed loop in the browser, each step by its role', { skip: withoutBrowser }, () => {
  let here: Installation;
  let browser: Browser;
  let daysAhead = 0;
  const desks = new Map<PersonKey, Desk>();
  const files = samples();

  /** The desk of a person, who signs in when he has not. */
  async function at(who: PersonKey): Promise<Desk> {
    const known = desks.get(who);
    if (known !== undefined) return known;
    const desk = await Desk.of(who, browser, here.url, { daysAhead });
    desks.set(who, desk);
    return desk;
  }

  async function leave(): Promise<void> {
    const left = [...desks.values()];
    desks.clear();
    for (const desk of left) await desk.close();
  }

  /** The product is started again that many days later; everybody signs in anew. */
  async function later(days: number): Promise<void> {
    await leave();
    await here.stop();
    daysAhead = days;
    await here.start({ daysAhead });
  }

  /** Each step stands on those before it. */
  let broken = false;
  const step = (title: string, work: () => Promise<void>) =>
    it(title, async () => {
      assert.ok(!broken, 'an earlier step failed');
      broken = true;
      await work();
      broken = false;
    });

  before(async () => {
    here = new Installation(await freePort());
    const [launched] = await Promise.all([launchBrowser(), here.start()]);
    browser = launched;
    await settleTelco(here);
  });
  after(async () => {
    try {
      await lookAt(desks);
    } finally {
      await browser?.close();
      await here?.stop();
      here?.remove();
    }
  });

  async function importFile(desk: Desk, format: string, file: SampleFile, about?: string) {
    await desk.goTo('Import files');
    await desk.heading('Import a file');
    await desk.importFile(format, file, about);
  }

  step('registers what is worth protecting, with the service that it serves', async () => {
    const security = await at('security');
    await security.goTo('Services', 'Organisation, personnel');
    await security.create('service', {
      Name: 'Mail for administrations',
      Class: 'Telecommunication',
      Consumers: ['Customers'],
      Owner: nameOf('security'),
      Parties: [partnerName],
    });
    const assets = await at('assets');
    for (const name of [host, image]) {
      await assets.goTo('Assets', 'Asset management');
      await assets.create('Asset', {
        Name: name,
        Kind: name === host ? 'Host' : 'Software',
        'Services served': ['Mail for administrations'],
        Exposure: 'From the internet',
        ...(name === host ? { 'Distribution of its packages': files.ecosystem } : {}),
      });
    }
    await isAccessible(assets.page);
  });

  step('imports inventories and advisories on the page', async () => {
    const assets = await at('assets');
    await importFile(assets, 'dpkg status', files.hostBefore, host);
    await importFile(assets, 'CycloneDX', files.bom, image);
    await isAccessible(assets.page);
    const isirt = await at('isirt');
    await importFile(isirt, 'CSAF', files.csaf);
    await importFile(isirt, 'OSV', files.osv);
    await importFile(isirt, 'Debian’s DSA', files.debian);
    await isAccessible(isirt.page);
  });

  step(
    'R-EW-2 R-EW-3 R-EW-4 opens a warning, analyses its impact, and judges it by SSVC',
    async () => {
      const isirt = await at('isirt');
      await isirt.openWork(warning);
      await isAccessible(isirt.page);
      await isirt.act('Start the analysis');
      await isirt.state('Being analysed');
      await isirt.act('Record the impact', {
        'Impact on the assets': 'A crafted message could end the log service.',
      });
      await isirt.state('Impact known, to be judged');
      const refused = await isirt.refusal('Judge whether action is imperative');
      assert.match(refused, /For: Lead of the incident response team/);
      const lead = await at('lead');
      await lead.openWork(warning);
      await lead.act('Judge whether action is imperative', {
        Exploitation: 'Proof of concept public',
        Priority: 'Out of cycle',
        'Additional controls are imperative': 'Yes',
        'Reasons for the judgement': 'The host takes messages from the internet.',
      });
      await lead.state('Recommendations being made');
    },
  );

  step('R-EW-5 R-EW-6 has the recommendations reviewed by another role', async () => {
    const isirt = await at('isirt');
    await isirt.openWork(warning);
    await isirt.create('Recommendation', {
      Kind: 'Patch or update',
      Title: patch,
      'What is recommended': `Install ${weak.package} ${weak.after}.`,
      'Group of assets': [host],
      Urgency: 'Out of cycle',
      Package: weak.package,
      'Version that fixes it': weak.after,
    });
    await isirt.heading(warning);
    await isirt.sees(patch);
    await isirt.act('Submit the recommendations');
    await isirt.state('Recommendations under review');
    const reviewer = await at('reviewer');
    await reviewer.openWork(warning);
    await reviewer.act('Approve the recommendations', {
      'Suitable: they fit the problem': 'Yes',
      'Adequate: they are enough': 'Yes',
      'Rational: effort and benefit match': 'Yes',
    });
    await reviewer.state('Implementation being tracked');
  });

  step('R-EW-8 asks the relevant party, who answers and sees the state', async () => {
    const partner = await at('partner');
    await partner.page.goto('/');
    await partner.sees('Answer whether you are affected');
    await isAccessible(partner.page);
    await partner.main.getByRole('button', { name: 'Answer' }).click();
    await partner.answer(
      'Answer whether you are affected',
      {
        'Are you affected?': 'Not affected',
        'Reason, or what is still missing': 'Our messages go another way.',
      },
      'Answer',
    );
    await partner.openCase('Early warning', warning);
    await partner.state('Implementation being tracked');
    const lead = await at('lead');
    await lead.openCase('Early warning', warning);
    await lead.sees('Not affected', lead.section('Answers of relevant parties'));
  });

  step('R-PT-1 R-PT-2 R-PT-3 tests and prioritises the patch, and raises a change', async () => {
    const tester = await at('tester');
    await tester.openWork(patch);
    await tester.act('Record the test of the patch', {
      Result: 'Effective',
      'Tested in': 'Laboratory A',
      'What was seen': 'Messages arrive; the crafted one is dropped.',
    });
    await tester.state('Tested as effective');
    const manager = await at('patch');
    await manager.openWork(patch);
    await isAccessible(manager.page);
    await manager.act('Decide the priority', {});
    await manager.act('Raise a change');
    await manager.state('In change management');
    await manager.sees('In a change', manager.section('Assets to patch'));
  });

  step(
    'R-CH-1 R-CH-2 R-CH-3 R-CH-4 plans, tests, authorises and carries out the change',
    async () => {
      const manager = await at('change');
      await manager.openWork(patch);
      await manager.act('Formulate the request', {
        'Kind of change': 'Normal: planned and tested',
      });
      await manager.act('Plan the change', {
        'Scope of the impact': 'One log host; no interruption.',
        'How the change is carried out': 'Install the package and restart the service.',
        'How its effect is checked': 'Version, and a test message.',
        'How to roll back': 'Install the earlier package.',
        'How the service goes on meanwhile': 'Messages are queued at their senders.',
        'Carried out by': nameOf('implementer'),
        'Window from': inMinutes(-5),
        'Window until': inMinutes(180),
      });
      await manager.state('Planned');
      const tester = await at('tester');
      const passed = {
        Result: 'Passed',
        'Tested in': 'Laboratory A',
        'What was seen': 'As expected.',
      };
      await tester.openWork(patch);
      await tester.act('Record the laboratory test', passed);
      await tester.state('Laboratory test passed');
      const operations = await at('operations');
      await operations.openWork(patch);
      await operations.act('Approve the on-site test', {
        'Environment of the on-site test': 'log-1 outside business hours',
        Safeguards: 'A copy of the machine is kept.',
        'When to stop': 'Messages are lost.',
        'Way back': 'Start the copy.',
      });
      await tester.openWork(patch);
      await tester.act('Record the on-site test', { ...passed, 'Tested in': 'log-1' });
      await tester.state('Tested');
      const implementer = await at('implementer');
      await operations.openWork(patch);
      await operations.act('Authorise the change', {});
      await operations.state('Authorised');
      await implementer.openWork(patch);
      await implementer.act('Start');
      await implementer.act('Report as carried out', {
        'What was done, and how it differed from the plan': 'Installed as planned.',
      });
      await implementer.state('Carried out, being tracked');
      await isAccessible(implementer.page);
    },
  );

  step('reviews the change after 7 and after 30 days, and closes it', async () => {
    const review = {
      'The change is effective': 'Yes',
      'It harms operations': 'No',
      'What was seen': 'No complaints.',
    };
    await later(8);
    const first = await at('change');
    await first.openWork(patch);
    await first.act('Record the review after 7 days', review);
    await later(31);
    const manager = await at('change');
    await manager.openWork(patch);
    await manager.act('Record the review after 30 days', review);
    await manager.act('Close the change');
    await manager.state('Closed');
  });

  step('closes patch and warning with the inventory that shows the fix, and no click', async () => {
    const patchManager = await at('patch');
    await patchManager.openCase('Security patch', patch);
    await patchManager.state('Waiting for inventories');
    await importFile(await at('assets'), 'dpkg status', files.hostAfter, host);
    await patchManager.state('Installed and verified');
    await patchManager.sees('Verified by an inventory', patchManager.section('Assets to patch'));
    const lead = await at('lead');
    await lead.openCase('Early warning', warning);
    await lead.state('Closed');
    await isAccessible(lead.page);
  });

  step(
    'R-EW-4 R-DOC-6 writes, checks, issues and delivers the report, whose PDF says what it must',
    async () => {
      const isirt = await at('isirt');
      await isirt.openCase('Early warning', warning);
      await isirt.main.getByRole('button', { name: 'Write: Early-warning report' }).click();
      await isirt.heading(/^Security early-warning report: /);
      await isirt.act('Hand in for quality control', {});
      await isirt.state('In quality control');
      const reviewer = await at('reviewer');
      await reviewer.openCase('Early warning', warning);
      await reviewer.follow(/^Security early-warning report: /);
      await isAccessible(reviewer.page);
      await reviewer.act('Pass quality control', {});
      await reviewer.state('Issued');
      await isirt.page.reload();
      await isirt.act('Deliver');
      await isirt.state('Delivered');
      const text = readPdf(await isirt.download('PDF'));
      assert.match(text, /TELCO-EWR-\d{4}-\d+/);
      for (const said of [weak.advisory, host, weak.after, 'LIMITED', 'TLP:AMBER']) {
        assert.ok(text.includes(said), `${said} in:\n${text.slice(0, 3000)}`);
      }
      await leave();
    },
  );
});
