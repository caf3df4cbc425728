import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isAccessible } from './accessibility.ts';
import { withoutBrowser } from './browser.ts';
import { type Collaborator, germany, joinCollaboration, nameOf } from './collaboration-stage.ts';
import type { Desk } from './desk.ts';
import { historyRow, openDocument, passDocument } from './document-at-desks.ts';
import { fieldOf } from './form-at-desk.ts';
import { readPdf } from './read-pdf.ts';
import { inDays } from './sample-dates.ts';
import { inOrder, type Stage } from './stage.ts';

const title = 'Terms of the national service desks of transit';
const plans = ['Capacity', 'Continuity', 'Availability', 'Security'] as const;
const said = 'France needs 48 hours for logs of the gateway.';

describe('scenario A in the browser: Terms of Collaboration', { skip: withoutBrowser }, () => {
  const collaboration = joinCollaboration();
  const step = inOrder();
  let stage: Stage<Collaborator>;
  let path: string;

  before(async () => {
    stage = await collaboration.open();
  });
  after(() => collaboration.leave());

  const at = async (who: Collaborator): Promise<Desk> => {
    const desk = await stage.at(who);
    await desk.visit(path, title);
    return desk;
  };
  const planOf = (whose: string, plan: string) => ({
    'Title of the plan': `${plan} plan of ${whose}`,
    Edition: '2.1',
    'Valid from': '2026-01-01',
    'Valid until': '2027-12-31',
    'Where it can be read': 'Document store',
  });

  it('R-TOC-1 R-TOC-3 R-TOC-6 is asked for by the central body, accepted, and begins with the default clauses once the scope is set', () =>
    step(async () => {
      const requester = await stage.at('requester');
      const id = await requester.start('terms-of-collaboration', {
        Title: title,
        'What is asked for': 'The service desks ask for it.',
      });
      // A case opens on the page made for it, whoever links there; what every case offers is on it, too.
      const view = requester.main.getByRole('link', { name: 'Terms of Collaboration' });
      await requester.main.locator('a[aria-current="page"]').and(view.last()).waitFor();
      await requester.main.getByRole('button', { name: 'Export for …' }).waitFor();
      await requester.visit(`/terms/${id}`, title);
      assert.equal(new URL(requester.page.url()).pathname, `/cases/${id}`);
      path = `/cases/${id}`;
      const manager = await stage.at('manager');
      await manager.openWork(title);
      await manager.act('Accept the request');
      await (await at('requester')).act('Set the scope', {
        'User communities': ['NCTS national service desks'],
        'Business threads': ['Customs'],
        'Member States': ['Germany', 'France'],
      });
      const npm = await at('npmDe');
      await npm.state('Being drafted');
      await npm.sees('Local Informatics Security Officer');
      // Links are those of whose case it is; an administration is not told that there are none.
      await npm.sees('No linked case is visible to your organisation.');
      await requester.visit(path, title);
      await requester.sees('No case came before or after this one.');
      await isAccessible(npm.page);
    }));

  it('a project manager hands his authority on for these terms', () =>
    step(async () => {
      const npm = await at('npmFr');
      await npm.press(npm.page.getByRole('button', { name: 'Delegate my role here' }));
      const handed = { 'To whom': nameOf('delegateFr'), 'Last day': inDays(30) };
      await npm.answer('Delegate my role here', handed, 'Delegate');
      await npm.toast('Delegated');
    }));

  it('R-TOC-15 each administration gives its four plans, which the other never sees', () =>
    step(async () => {
      for (const who of ['npmDe', 'delegateFr'] as const) {
        const npm = await at(who);
        const links = npm.section('Requests').getByRole('rowheader').getByRole('link');
        await links.nth(3).waitFor();
        const asked = await links.evaluateAll((all) =>
          all.map((one) => [one.getAttribute('href') ?? '', one.textContent ?? '']),
        );
        assert.equal(asked.length, 4);
        for (const [link = '', subject = ''] of asked) {
          const plan = plans.find((one) => subject.toLowerCase().includes(one.toLowerCase()));
          await npm.visit(link);
          await npm.actAt(npm.main, /^Answer$/, 'Answer', planOf(nameOf(who), plan ?? ''));
        }
      }
      const npm = await at('npmDe');
      await npm.sees(`Security plan of ${nameOf('npmDe')}`);
      assert.equal(await npm.main.getByText(`plan of ${nameOf('delegateFr')}`).count(), 0);
    }));

  it('R-TOC-16 R-TOC-11 is negotiated clause by clause: a comment is answered, compliance stated, nothing told to the other', () =>
    step(async () => {
      const french = await at('delegateFr');
      await french.actAt(french.main, 'Comment: 4.1.3', 'Comment', { Text: said });
      await french.actAt(french.main, 'State compliance: 4.2.1', 'State compliance with a clause', {
        'Compliance of': 'The administration with the clause',
        Compliance: 'Partly',
      });
      const german = await at('npmDe');
      assert.equal(await german.main.getByText(said).count(), 0);
      const manager = await at('manager');
      await manager.sees(said);
      assert.match(await manager.refusal('Submit for review'), /comments have no answer/);
      await isAccessible(manager.page);
      await manager.actAt(manager.main, 'Answer a comment', 'Answer a comment', {
        Answer: 'Two days are offered for what is not urgent.',
      });
      await manager.actAt(
        manager.main,
        'State compliance with the service levels',
        'State compliance with the service levels',
        {
          'Service level agreement from the administrations': 'SLA NA-TAXUD 3.1',
          'Compliance with the agreement from the administrations': 'Compliant',
          'Statement on the agreement from the administrations': 'No clause asks for less.',
          'Service level agreement from the central body': 'SLA TAXUD-NA 2.0',
          'Compliance with the agreement from the central body': 'Partly',
          'Statement on the agreement from the central body': 'Clause 4.1.4 is stricter and holds.',
        },
      );
      await manager.act('Submit for review', {});
      await manager.state('In review');
      await manager.sees(
        'Nothing to compare yet',
        manager.section('Differences between revisions of the text'),
      );
    }));

  it('R-TOC-12 an objection takes the text back to its draft; redrafted, it is agreed by every administration', () =>
    step(async () => {
      await (await at('npmDe')).act('Agree');
      const french = await at('delegateFr');
      await french.act('Object and ask for changes', {
        Comment: 'The time to answer is too short for us.',
      });
      const manager = await at('manager');
      await manager.state('Being drafted');
      await redraftTogether(manager, await at('colleague'));
      await manager.actAt(manager.main, 'Answer a comment', 'Answer a comment', {
        Answer: 'Two days now.',
      });
      await manager.act('Submit for review', {});
      const german = await at('npmDe');
      await german.sees('Void since the text changed');
      await comparesRevisions(german);
      await german.act('Agree');
      await (await at('delegateFr')).act('Agree');
      const agreements = (await at('manager')).section('Agreement of the administrations');
      await agreements.getByText('Agreed', { exact: true }).nth(1).waitFor();
      const agreed = `${nameOf('delegateFr')} for ${nameOf('npmFr')}`;
      await agreements.getByText(agreed, { exact: false }).waitFor();
    }));

  /** The text handed out before stands against the present one, and any other choice against another; what reads the same says so. */
  async function comparesRevisions(desk: Desk): Promise<void> {
    const compared = desk.section('Differences between revisions of the text');
    const from = compared.getByRole('combobox', { name: 'Compare' });
    assert.match(await from.inputValue(), /^Revision 1 ·/);
    const to = compared.getByRole('combobox', { name: 'with' });
    assert.match(await to.inputValue(), /^Revision 2, .*present text/);
    const changes = compared.getByRole('listitem');
    assert.equal(await changes.count(), 1);
    assert.match(await changes.innerText(), /Changed[\s\S]*4\.1\.3/);
    await desk.sees('Evidence that is not urgent is given within two days.', compared);
    await isAccessible(desk.page);
    await desk.press(from);
    await desk.press(desk.page.getByRole('option', { name: /^Revision 2/ }));
    await desk.sees('No difference: every clause reads the same in both.', compared);
  }

  /** Two people redraft one clause at the same time: what only one changed is kept, what both changed is shown to the second. */
  async function redraftTogether(imke: Desk, jonas: Desk): Promise<void> {
    const words = 'Evidence that is not urgent is given within two days.';
    await jonas.press(jonas.main.getByRole('button', { name: 'Redraft: 4.1.3' }));
    const form = jonas.page.getByRole('dialog', { name: 'Redraft a clause' });
    const within = fieldOf(form, 'Within');
    assert.equal(await within.inputValue(), '24');
    assert.equal(await form.getByRole('combobox', { name: 'Unit' }).inputValue(), 'hours');
    // A deadline has no ruling, no ceiling, no office: what a clause of another kind says is not asked for.
    for (const other of ['Ruling', 'Highest TLP', 'Office days']) {
      assert.equal(await fieldOf(form, other).count(), 0, other);
    }
    await jonas.write(form.getByLabel('Text', { exact: true }), words);
    await jonas.write(within, '3');
    await jonas.choose(form.getByRole('combobox', { name: 'Unit' }), 'days');
    await imke.actAt(imke.main, 'Redraft: 4.1.3', 'Redraft a clause', {
      ...{ Within: '2', Unit: 'days' },
    });
    await jonas.press(form.getByRole('button', { name: 'Redraft a clause' }));
    await form.getByText('Someone else saved this record while you were editing').waitFor();
    await form.getByText(/2 days/).waitFor();
    // The button is at the foot of the form, what it was answered with on its top.
    await jonas.until('the notice comes into view', () =>
      form.getByText('Someone else saved this record while you were editing').evaluate((notice) => {
        const { top, bottom } = notice.getBoundingClientRect();
        return top > 0 && bottom < innerHeight;
      }),
    );
    await isAccessible(jonas.page);
    assert.equal(await form.getByLabel('Text', { exact: true }).inputValue(), words);
    assert.equal(await within.inputValue(), '3', 'nothing typed is lost');
    await jonas.write(within, '2');
    await jonas.press(form.getByRole('button', { name: 'Redraft a clause' }));
    await jonas.toast('Done: Redraft a clause');
    await imke.page.reload();
    await imke.sees(words);
    await imke.sees(/2 days/);
  }

  it('R-TOC-8 R-TOC-13 with the plans of the Common Domain it goes to the LISO, who alone approves', () =>
    step(async () => {
      for (const plan of plans) {
        const liso = await at('liso');
        await liso.actAt(
          liso.main,
          'Give a plan of the Common Domain',
          'Give a plan of the Common Domain',
          { Plan: plan, ...planOf('the Common Domain', plan) },
        );
      }
      await (await at('manager')).act('Submit for approval');
      assert.match(await (await at('manager')).refusal('Approve'), /informatics security officer/);
      await (await at('liso')).act('Return', { Comment: 'Is the service desk told, too?' });
      const manager = await at('manager');
      await manager.state('Being drafted');
      await manager.sees('Is the service desk told, too?', manager.section('What you can do now'));
      // Nothing was redrafted: what everybody agreed to still stands.
      await manager.act('Submit for review', {});
      await (await at('manager')).act('Submit for approval');
      const liso = await at('liso');
      await liso.act('Approve', {});
      await liso.state('Approved');
    }));

  it('R-TOC-9 R-TOC-22 R-TOC-23 the approved part is sent to the LISO and every administration, acknowledged, and in force', () =>
    step(async () => {
      const document = await openDocument(await at('manager'), 'Security part of the terms');
      await passDocument(stage, document, [
        ['manager', 'Hand in for quality control', historyRow],
        ['quality', 'Pass quality control', historyRow],
        ['liso', 'Submit for approval', historyRow],
        ['liso', 'Approve'],
        ['manager', 'Distribute'],
      ]);
      await (await at('manager')).act('Record the distribution');
      await passDocument(stage, document, [
        ['npmDe', 'Acknowledge receipt', {}],
        ['npmFr', 'Acknowledge receipt', {}],
        ['liso', 'Acknowledge receipt', {}],
      ]);
      const liso = await stage.at('liso');
      const receipts = liso.section('Distribution list').locator('tbody td:last-child time');
      await liso.until('three receipts', async () => (await receipts.count()) === 3);
      const words = readPdf(await liso.download('PDF')).replace(/\s+/g, ' ');
      for (const part of [
        ...['Roles and responsibilities', 'Compliance with the service level agreements'],
        ...['Applicable plans', 'Coordination of risk management', 'Harmonised security controls'],
        ...['Awareness of information security', 'Best practices', 'SLA NA-TAXUD 3.1'],
      ]) {
        assert.ok(words.includes(part), part);
      }
      assert.ok(!words.includes(said), 'what was said in the negotiation');
      const inForce = await at('liso');
      await inForce.state('In force');
      const npm = await stage.at('npmDe');
      await npm.goTo('Terms in force', 'Collaboration');
      await npm.sees('Bound');
      await npm.sees(germany);
      await isAccessible(npm.page);
    }));

  it('R-TOC-7 asked for again for the same scope, it is an update of the terms in force', () =>
    step(async () => {
      const again = `${title}, revised`;
      const requester = await stage.at('requester');
      const id = await requester.start('terms-of-collaboration', {
        Title: again,
        'What is asked for': 'A member of the service desks moved.',
      });
      const manager = await stage.at('manager');
      await manager.visit(`/cases/${id}`, again);
      await manager.act('Accept the request');
      await requester.visit(`/cases/${id}`, again);
      await requester.act('Set the scope', {
        'User communities': ['NCTS national service desks'],
        'Business threads': ['Customs'],
        'Member States': ['Germany', 'France'],
      });
      await manager.visit(`/cases/${id}`, again);
      await manager.sees('Update of terms in force');
      const changes = manager.section('What this update changes');
      await manager.sees('Nothing yet: every clause is as it is in force.', changes);
      await manager.actAt(manager.main, 'Redraft: 4.1.3', 'Redraft a clause', {
        Text: 'Evidence that is not urgent is given within three days.',
      });
      await manager.sees('Evidence that is not urgent is given within three days.', changes);
      assert.equal(await changes.getByRole('listitem').count(), 1);
      assert.match(await changes.getByRole('listitem').innerText(), /Changed[\s\S]*4\.1\.3/);
      await manager.follow('The terms that it updates');
      await manager.heading(title);
    }));
});
