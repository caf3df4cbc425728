import assert from 'node:assert/strict';
import { host, image, type LoopStep, patch, warning } from './loop-names.ts';
import type { LoopStage } from './loop-stage.ts';
import { nameOf, partnerName } from './people-of-telco.ts';
import { weak } from './sample-files.ts';

async function register(loop: LoopStage): Promise<void> {
  const security = await loop.at('security');
  await security.goTo('Services', 'Organisation, personnel');
  await security.create('service', {
    Name: 'Mail for administrations',
    Class: 'Telecommunication',
    Consumers: ['Customers'],
    Owner: nameOf('security'),
    Parties: [partnerName],
  });
  const assets = await loop.at('assets');
  for (const name of [host, image]) {
    await assets.goTo('Assets', 'Asset management');
    await assets.create('Asset', {
      Name: name,
      Kind: name === host ? 'Host' : 'Software',
      'Services served': ['Mail for administrations'],
      Exposure: 'From the internet',
      ...(name === host ? { 'Distribution of its packages': loop.files.ecosystem } : {}),
    });
  }
  await loop.isAccessible(assets);
}

async function importAll(loop: LoopStage): Promise<void> {
  const assets = await loop.at('assets');
  await loop.importFile(assets, 'dpkg status', loop.files.hostBefore, host);
  await loop.importFile(assets, 'CycloneDX', loop.files.bom, image);
  await loop.isAccessible(assets);
  const isirt = await loop.at('isirt');
  await loop.importFile(isirt, 'CSAF', loop.files.csaf);
  await loop.importFile(isirt, 'OSV', loop.files.osv);
  await loop.importFile(isirt, 'Debian’s DSA', loop.files.debian);
  await loop.isAccessible(isirt);
}

async function judge(loop: LoopStage): Promise<void> {
  const isirt = await loop.at('isirt');
  await isirt.openWork(warning);
  await loop.isAccessible(isirt);
  await isirt.act('Start the analysis');
  await isirt.state('Being analysed');
  await isirt.act('Record the impact', {
    'Impact on the assets': 'A crafted message could end the log service.',
  });
  await isirt.state('Impact known, to be judged');
  const refused = await isirt.refusal('Judge whether action is imperative');
  assert.match(refused, /For: Lead of the incident response team/);
  const lead = await loop.at('lead');
  await lead.openWork(warning);
  await lead.act('Judge whether action is imperative', {
    Exploitation: 'Proof of concept public',
    Priority: 'Out of cycle',
    'Additional controls are imperative': 'Yes',
    'Reasons for the judgement': 'The host takes messages from the internet.',
  });
  await lead.state('Recommendations being made');
}

async function recommend(loop: LoopStage): Promise<void> {
  const isirt = await loop.at('isirt');
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
  const reviewer = await loop.at('reviewer');
  await reviewer.openWork(warning);
  await reviewer.act('Approve the recommendations', {
    'Suitable: they fit the problem': 'Yes',
    'Adequate: they are enough': 'Yes',
    'Rational: effort and benefit match': 'Yes',
  });
  await reviewer.state('Implementation being tracked');
}

async function askParty(loop: LoopStage): Promise<void> {
  const partner = await loop.at('partner');
  await partner.goTo('My work');
  await partner.sees('Answer whether you are affected');
  await loop.isAccessible(partner);
  await partner.press(partner.main.getByRole('button', { name: 'Answer' }));
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
  const lead = await loop.at('lead');
  await lead.openCase('Early warning', warning);
  await lead.sees('Not affected', lead.section('Relevant parties'));
}

/** From the registers to recommendations that are approved, and to the answer of a party. */
export const warningSteps: readonly LoopStep[] = [
  { title: 'registers what is worth protecting, with the service that it serves', walk: register },
  { title: 'imports inventories and advisories on the page', walk: importAll },
  {
    title: 'R-EW-2 R-EW-3 R-EW-4 opens a warning, analyses its impact, and judges it by SSVC',
    walk: judge,
  },
  { title: 'R-EW-5 R-EW-6 has the recommendations reviewed by another role', walk: recommend },
  { title: 'R-EW-8 asks the relevant party, who answers and sees the state', walk: askParty },
];
