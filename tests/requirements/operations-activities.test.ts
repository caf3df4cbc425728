import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { eventually } from '#tests/eventually.ts';

/** The eight activities of X.1052 §12.2, in its order. */
const eight = [
  ...['early-warning', 'configuration', 'patch', 'change'],
  ...['interconnection', 'remote-access', 'antivirus', 'data-leakage'],
];

const plan = {
  impactScope: 'The mail gateway.',
  operationsProcess: 'Drain, install, restart.',
  effectivenessCheck: 'A test mail.',
  rollbackProcess: 'Install the earlier package.',
  continuityPlan: 'The other gateway carries the load.',
};

const packages = (version: string) =>
  `Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nDescription: shell\n\n`;

interface Dashboard {
  readonly cases: readonly { procedure: string; state: string; open: number }[];
  readonly plannedChanges: readonly { id: string; state: string; assets: number }[];
  readonly assetChanges: readonly { name: string; changed: number; unauthorised: string | null }[];
}

describe('the activities of operations and maintenance through HTTP', () => {
  let world: HttpWorld;
  let everybody: Caller;
  let stranger: Caller;
  let implementer: string;

  before(async () => {
    world = await createHttpWorld({ worker: true });
    const telco = await world.organisation('TELCO');
    const person = await world.person('mara', telco, [
      ...['change-manager', 'asset-manager', 'security-manager', 'antivirus-manager', 'isirt'],
    ]);
    everybody = await world.withToken(person);
    implementer = (await world.person('ivo', telco, ['change-implementer'])).id;
    const other = await world.organisation('OTHER');
    stranger = await world.withToken(await world.person('stan', other, ['security-manager']));
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const dashboardOf = async (who: Caller) =>
    (await who('GET', '/findings/operations')).body as unknown as Dashboard;

  async function created(path: string, body: object): Promise<Record<string, unknown>> {
    const answer = await everybody('POST', path, body);
    assert.equal(answer.status, 201, answer.text);
    return answer.body;
  }

  it('R-OM-2 each of the eight activities has a procedure, with the clause of its own', async () => {
    const { body } = await everybody('GET', '/procedures');
    const items = body['items'] as { area: string; activity?: string; clause: string }[];
    const clauses = eight.map((activity) =>
      items
        .filter((one) => one.area === 'operations' && one.activity === activity)
        .map(({ clause }) => clause.split(' ').slice(0, 2).join(' ')),
    );
    for (const [at, found] of clauses.entries()) {
      assert.ok(found.length > 0, `${eight[at]} has no procedure`);
      for (const clause of found) assert.equal(clause, `X.1052 §12.2.${at + 1}`);
    }
  });

  it('R-OM-1 shows the open cases of the activities, the changes planned, and what changed on assets, to its organisation only', async () => {
    const asset = await created('/assets', {
      fields: { name: 'mail-1', kind: 'host', ecosystem: 'Debian:12' },
    });
    for (const version of ['5.2.15-2', '5.2.37-1']) {
      const sent = await everybody(
        'POST',
        `/imports/dpkg-status?target=${String(asset['id'])}`,
        packages(version),
      );
      assert.equal(sent.status, 202, sent.text);
      await eventually(async () => {
        const report = await everybody('GET', `/imports/${String(sent.body['id'])}`);
        return report.body['finishedAt'] === null ? undefined : true;
      });
    }
    await created('/cases', {
      ...{ procedure: 'data-leakage', title: 'A list sent by mail' },
      fields: { happened: 'A list left.', detectedAt: new Date().toISOString() },
    });
    const change = await created('/cases', {
      ...{ procedure: 'change', title: 'Renew the gateway' },
      fields: { origin: 'other', reason: 'A vendor fix.' },
    });
    const { id } = change['case'] as { id: string };
    const acts = [
      ['formulate', { variant: 'normal', reason: 'A vendor fix.', assets: [asset['id']] }],
      [
        'plan',
        {
          ...{ ...plan, implementer },
          windowStart: new Date(Date.now() + 3_600_000).toISOString(),
          windowEnd: new Date(Date.now() + 7_200_000).toISOString(),
        },
      ],
    ] as const;
    for (const [action, fields] of acts) {
      const answer = await everybody('POST', `/cases/${id}/actions/${action}`, { fields });
      assert.equal(answer.status, 200, answer.text);
    }
    const seen = await eventually(async () => {
      const dashboard = await dashboardOf(everybody);
      return dashboard.assetChanges.some((one) => one.unauthorised !== null)
        ? dashboard
        : undefined;
    });
    assert.deepEqual(
      seen.plannedChanges.map((one) => [one.id, one.state, one.assets]),
      [[id, 'planned', 1]],
    );
    assert.deepEqual(
      seen.assetChanges.map(({ name, changed }) => [name, changed]),
      [['mail-1', 1]],
    );
    for (const procedure of ['data-leakage', 'change']) {
      assert.ok(
        seen.cases.some((one) => one.procedure === procedure && one.open === 1),
        procedure,
      );
    }
    const hidden = await dashboardOf(stranger);
    assert.deepEqual([hidden.cases, hidden.plannedChanges, hidden.assetChanges], [[], [], []]);
  });
});
