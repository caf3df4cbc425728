import assert from 'node:assert/strict';
import { type Caller, createHttpWorld } from '#tests/access/http-world.ts';
import { type Written, writeDocuments } from './write-documents.ts';

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString();

/** A plan of an interconnection, as its author writes it. */
const plan = {
  requesterKind: 'business-department',
  requester: 'Roaming',
  purpose: 'Roaming partners exchange their traffic with us, and the bills that follow from it.',
  nearEnd: 'border-1.nordvik.example',
  farEnd: 'gw.partner.example',
  direction: 'both',
  connection: 'GTP over IPsec, UDP 2123 and 2152; certificates of the common authority.',
  data: 'Signalling of roaming subscribers; records of calls for billing.',
  borderMeasures: ['firewall', 'encryption', 'monitoring'],
  borderDetail: 'A firewall admits the two gateways only; everything else is noted and dropped.',
  contacts: 'Network operation on both sides, day and night.',
  ending: 'The tunnel is taken down within an hour; keys are destroyed on both sides.',
};

const twenty = Array.from({ length: 20 }, (_, index) => index + 1);

/** Cycles, plans and specifications of an operator's own operations, filled as their people fill them. */
export async function operations(): Promise<Written[]> {
  const world = await createHttpWorld({ worker: false });
  try {
    const telco = await world.organisation('Nordvik Telecom');
    const who = await world.withToken(
      await world.person('Eva Wikström', telco, [
        ...['antivirus-manager', 'asset-manager', 'interconnection-author', 'security-manager'],
      ]),
    );
    return [
      ...(await antivirus(who)),
      ...(await interconnection(who, await world.organisation('Partner network'))),
      ...(await leakage(who)),
    ];
  } finally {
    await world.close();
  }
}

async function made(who: Caller, path: string, body: object): Promise<string> {
  const { status, body: answer, text } = await who('POST', path, body);
  assert.equal(status, 201, `${path}: ${text}`);
  return String((answer['case'] as { id: string } | undefined)?.id ?? answer['id']);
}

/** Definitions, scans and infections of a month on twenty hosts. */
async function antivirus(who: Caller): Promise<Written[]> {
  const id = await made(who, '/cases', {
    procedure: 'antivirus',
    title: 'Antivirus of the month',
    fields: { periodFrom: day(20).slice(0, 10), periodTo: day(-10).slice(0, 10) },
  });
  await made(who, '/virus-definitions', {
    fields: {
      ...{ product: 'ClamAV', definitionsVersion: '27700', result: 'acquired' },
      ...{ releasedAt: day(3), checkedAt: day(0) },
    },
  });
  for (const index of twenty) {
    await made(who, '/assets', { fields: { name: `mail-${index}.nordvik.example`, kind: 'host' } });
  }
  return writeDocuments(who, id, ['antivirus-report'], {
    summary: 'Definitions were acquired every day. Scans found one file, which was deleted.',
  });
}

async function interconnection(who: Caller, partner: string): Promise<Written[]> {
  const asset = await made(who, '/assets', {
    fields: { name: 'Border router', kind: 'equipment' },
  });
  const id = await made(who, '/cases', {
    procedure: 'interconnection',
    title: 'Roaming exchange with the partner network',
    fields: { ...plan, partner, assets: [asset] },
  });
  return writeDocuments(who, id, ['interconnection-plan'], {});
}

/** What may leave by which way, with its procedure in steps. */
async function leakage(who: Caller): Promise<Written[]> {
  const category = await made(who, '/data-categories', {
    fields: {
      ...{ name: 'Contents of calls and messages', about: 'customers' },
      ...{ classification: 'SENSITIVE', personalData: true, communications: true },
    },
  });
  await made(who, '/data-inventory', {
    fields: {
      ...{ name: 'Recorded calls', category, classification: 'SENSITIVE' },
      ...{ location: 'Data centre North', medium: 'file-store', peopleConcerned: 40_000 },
    },
  });
  await made(who, '/handling-rules', {
    fields: {
      ...{ classification: 'SENSITIVE', operation: 'share', permission: 'forbidden' },
      ...{ rule: 'They do not leave the house.', rationale: 'Secrecy of communications.' },
    },
  });
  const id = await made(who, '/cases', {
    procedure: 'leakage-specification',
    title: 'Handling of media',
    fields: {
      ...{ kind: 'media-handling', purpose: 'Data leave by this way only.' },
      ...{ policy: 'Security policy', reviewMonths: 12 },
    },
  });
  return writeDocuments(who, id, ['leakage-specification'], {
    purpose: 'What leaves on media, leaves by a rule, encrypted and noted.',
    procedure:
      '1. Ask the owner of the data.\n2. Encrypt the medium.\n3. Note who takes it, and when.',
  });
}
