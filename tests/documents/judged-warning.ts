import assert from 'node:assert/strict';
import { catalogue } from '#apps/catalogue.ts';
import { importBytes } from '#areas/operations/advisories/fixtures/import-run.ts';
import { osvImporter } from '#areas/operations/advisories/intake/importers.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { runCommand } from '#kernel/command/command.ts';
import { relayAll } from '#tests/relay-events.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { createDesk, type Desk } from './desk.ts';

/** An early warning that was judged, at the desk of an administration whose assets it concerns; another one has the same package. */
export interface JudgedWarning {
  readonly desk: Desk;
  readonly caseId: string;
  readonly isirt: Principal;
  readonly lead: Principal;
  readonly owner: Principal;
  readonly foreign: Principal;
}

export const hosts = ['gateway-1', 'gateway-2', 'declarations-db', 'test-bench'];

const advisory = JSON.stringify({
  schema_version: '1.6.0',
  id: 'DSA-7001-1',
  modified: '2026-03-01T00:00:00Z',
  published: '2026-03-01T00:00:00Z',
  aliases: ['CVE-2026-10001', 'CVE-2026-10002'],
  summary: 'openssl: a short buffer in the handshake lets remote peers run commands',
  severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }],
  affected: [
    {
      package: { ecosystem: 'Debian:12', name: 'openssl' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '3.0.13-1' }] }],
    },
  ],
});

const stanza = (name: string, version: string, source: string) =>
  `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nSource: ${source}\nVersion: ${version}\n\n`;

export async function judgedWarning(): Promise<JudgedWarning> {
  const desk = await createDesk(catalogue, '2026-03-02T08:00:00.000Z');
  const { world } = desk;
  const home = await world.organisation('Customs Administration', 'national-administration');
  const other = await world.organisation('Tax Administration', 'national-administration');
  const isirt = await world.person('Ines Isirt', home, [
    'isirt',
    'asset-manager',
    'security-manager',
  ]);
  const lead = await world.person('Lars Lead', home, ['isirt-lead']);
  const owner = await world.person('Olga Owner', home, []);
  const foreign = await world.person('Fred Foreign', other, [
    'isirt',
    'asset-manager',
    'security-manager',
  ]);
  const assets = registerOperations(catalogue, catalogue.registers.get('assets')!);
  for (const [who, names] of [
    [isirt, hosts],
    [foreign, ['secret-foreign-host']],
  ] as const) {
    for (const name of names) {
      const fields = {
        name,
        kind: 'host',
        hostname: name,
        ecosystem: 'Debian:12',
        environment: name === 'test-bench' ? 'test' : 'production',
        exposure: name.startsWith('gateway') ? 'internet' : 'internal',
      };
      const { id } = await runCommand(world.runner, assets.create, who, { fields });
      const dpkg = catalogue.importers.get('dpkg-status')!;
      const bytes =
        stanza('libssl3', '3.0.11-1', 'openssl') + stanza('openssl', '3.0.11-1', 'openssl');
      await importBytes(world, dpkg, who, bytes, { targetId: id });
    }
  }
  await asOwner(
    desk,
    `update asset set value = 5, value_class = 'strategic' where name = 'declarations-db'`,
  );
  await asOwner(
    desk,
    `update asset set value = 4, value_class = 'critical' where name like 'gateway%'`,
  );
  await asOwner(
    desk,
    `update asset set owner = '${owner.personId}' where name in ('gateway-1', 'declarations-db')`,
  );
  const imported = await importBytes(world, osvImporter, isirt, advisory);
  assert.equal(imported.accepted, 1, JSON.stringify(imported.faults));
  // Matching follows the inventories as their reaction.
  await relayAll(world.runner, catalogue);
  const caseId = await judged({ desk, isirt, lead });
  return { desk, caseId, isirt, lead, owner, foreign };
}

const asOwner = (desk: Desk, text: string) =>
  desk.world.test.database.transaction({ role: 'owner', scope: [], person: null }, ({ client }) =>
    client.query<{ id: string }>(text),
  );

async function judged({
  desk,
  isirt,
  lead,
}: Pick<JudgedWarning, 'desk' | 'isirt' | 'lead'>): Promise<string> {
  const { rows } = await asOwner(desk, `select id from advisory where source_id = 'DSA-7001-1'`);
  const opened = await desk.ask<{ case: { id: string } }>(isirt, 'POST', '/cases', {
    procedure: 'early-warning',
    title: 'Command execution through the TLS library',
    tlp: 'AMBER',
    fields: {
      source: 'vendor',
      summary:
        'A short buffer in the handshake of the TLS library lets a remote peer run commands before it has authenticated itself. Gateways that are reachable from the Internet are exposed at once; the fixed packages are available from the distribution.',
      advisory: rows[0]?.id,
    },
  });
  assert.equal(opened.status, 201, JSON.stringify(opened.body));
  const { id } = opened.body.case;
  const act = async (who: Principal, action: string, fields = {}) => {
    const done = await desk.ask(who, 'POST', `/cases/${id}/actions/${action}`, { fields });
    assert.equal(done.status, 200, JSON.stringify(done.body));
  };
  await act(isirt, 'start-analysis');
  await act(isirt, 'record-impact', {
    impact:
      'Two gateways of the declaration service face the Internet; the database behind them holds declarations of all traders.',
  });
  await act(lead, 'judge', {
    exploitation: 'poc',
    exposure: 'open',
    automatable: 'yes',
    humanImpact: 'high',
    priority: 'scheduled',
    imperative: false,
    rationale:
      'The gateways are already behind a filter that drops the malformed handshake; the update comes with the monthly maintenance.',
  });
  return id;
}
