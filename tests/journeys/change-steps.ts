import assert from 'node:assert/strict';
import { host, type LoopStep, patch, warning } from './loop-names.ts';
import type { LoopStage } from './loop-stage.ts';
import { nameOf } from './people-of-telco.ts';
import { readPdf } from './read-pdf.ts';
import { weak } from './sample-files.ts';

/** As a field of date and time takes it, in UTC. */
const inMinutes = (minutes: number) =>
  new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16);

async function testPatch(loop: LoopStage): Promise<void> {
  const tester = await loop.at('tester');
  await tester.openWork(patch);
  await tester.act('Record the test of the patch', {
    Result: 'Effective',
    'Tested in': 'Laboratory A',
    'What was seen': 'Messages arrive; the crafted one is dropped.',
  });
  await tester.state('Tested as effective');
  const manager = await loop.at('patch');
  await manager.openWork(patch);
  await loop.isAccessible(manager);
  await manager.act('Decide the priority', {});
  await manager.act('Raise a change');
  await manager.state('In change management');
  await manager.sees('In a change', manager.section('Assets to patch'));
}

async function carryOut(loop: LoopStage): Promise<void> {
  const manager = await loop.at('change');
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
  const tester = await loop.at('tester');
  const passed = {
    Result: 'Passed',
    'Tested in': 'Laboratory A',
    'What was seen': 'As expected.',
  };
  await tester.openWork(patch);
  await tester.act('Record the laboratory test', passed);
  await tester.state('Laboratory test passed');
  const operations = await loop.at('operations');
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
  const implementer = await loop.at('implementer');
  await operations.openWork(patch);
  await operations.act('Authorise the change', {});
  await operations.state('Authorised');
  await implementer.openWork(patch);
  await implementer.act('Start');
  await implementer.act('Report as carried out', {
    'What was done, and how it differed from the plan': 'Installed as planned.',
  });
  await implementer.state('Carried out, being tracked');
  await loop.isAccessible(implementer);
}

async function review(loop: LoopStage): Promise<void> {
  const review = {
    'The change is effective': 'Yes',
    'It harms operations': 'No',
    'What was seen': 'No complaints.',
  };
  await loop.later(8);
  const first = await loop.at('change');
  await first.openWork(patch);
  await first.act('Record the review after 7 days', review);
  await loop.later(31);
  const manager = await loop.at('change');
  await manager.openWork(patch);
  await manager.act('Record the review after 30 days', review);
  await manager.act('Close the change');
  await manager.state('Closed');
}

async function closeByInventory(loop: LoopStage): Promise<void> {
  const patchManager = await loop.at('patch');
  await patchManager.openCase('Security patch', patch);
  await patchManager.state('Waiting for inventories');
  await loop.importFile(await loop.at('assets'), 'dpkg status', loop.files.hostAfter, host);
  await patchManager.state('Installed and verified');
  await patchManager.sees('Verified by an inventory', patchManager.section('Assets to patch'));
  const lead = await loop.at('lead');
  await lead.openCase('Early warning', warning);
  await lead.state('Closed');
  await loop.isAccessible(lead);
}

async function report(loop: LoopStage): Promise<void> {
  const isirt = await loop.at('isirt');
  await isirt.openCase('Early warning', warning);
  await isirt.press(isirt.main.getByRole('button', { name: 'Write: Early-warning report' }));
  await isirt.heading(/^Security early-warning report: /);
  await isirt.act('Hand in for quality control', {});
  await isirt.state('In quality control');
  const reviewer = await loop.at('reviewer');
  await reviewer.openCase('Early warning', warning);
  await reviewer.follow(/^Security early-warning report: /);
  await loop.isAccessible(reviewer);
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
  await loop.leave();
}

/** From the patch over its change to the inventory that closes everything, and the report. */
export const changeSteps: readonly LoopStep[] = [
  {
    title: 'R-PT-1 R-PT-2 R-PT-3 tests and prioritises the patch, and raises a change',
    walk: testPatch,
  },
  {
    title: 'R-CH-1 R-CH-2 R-CH-3 R-CH-4 plans, tests, authorises and carries out the change',
    walk: carryOut,
  },
  { title: 'reviews the change after 7 and after 30 days, and closes it', walk: review },
  {
    title: 'closes patch and warning with the inventory that shows the fix, and no click',
    walk: closeByInventory,
  },
  {
    title:
      'R-EW-4 R-DOC-6 writes, checks, issues and delivers the report, whose PDF says what it must',
    walk: report,
  },
];
