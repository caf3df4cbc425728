import assert from 'node:assert/strict';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';

/** Two installations, each with its own database, data folder and key: the central body's, and that of the administration XX. */
export interface TwoInstallations {
  readonly here: IncidentWorld;
  readonly there: HttpWorld;
  /** At the administration: its NISO, who imports, somebody without a role, and another organisation of the same installation. */
  readonly niso: Caller;
  /** API tokens for the command line: of the NISO there, and of the LISO here. */
  readonly tokens: { readonly niso: string; readonly liso: string };
  readonly member: Caller;
  readonly neighbour: Caller;
  readonly ids: Readonly<Record<'xx' | 'taxud' | 'neighbour' | 'dgx' | 'dex', string>>;
  readonly administrators: { readonly first: Caller; readonly second: Caller };
  close(): Promise<void>;
}

export async function twoInstallations(): Promise<TwoInstallations> {
  const here = await createIncidentWorld();
  const there = await createHttpWorld({ worker: true });
  const ids = {
    xx: await there.organisation('XX'),
    taxud: await there.organisation('TAXUD'),
    neighbour: await there.organisation('NEIGHBOUR'),
    dgx: await there.organisation('DGX'),
    dex: await there.organisation('DEX'),
  };
  const session = async (name: string, organisationId: string, ...roles: string[]) =>
    there.withSession(await there.person(name, organisationId, roles));
  const liso = await here.http.person('liso-by-token', here.ids.central, ['liso']);
  const niso = await there.person('niso-there', ids.xx, ['niso', 'npm']);
  return {
    ...{ here, there, ids },
    niso: await there.withSession(niso),
    tokens: { niso: await tokenOf(there, niso), liso: await tokenOf(here.http, liso) },
    member: await session('member-there', ids.xx),
    neighbour: await session('neighbour-there', ids.neighbour, 'niso', 'npm'),
    administrators: {
      first: await session('admin-one', ids.xx, 'system-administrator'),
      second: await session('admin-two', ids.neighbour, 'system-administrator'),
    },
    close: async () => {
      await here.close();
      await there.close();
    },
  };
}

/** The sender's key becomes trusted there: one administrator enters it, another confirms what was read out. */
export async function trust(two: TwoInstallations, of: Caller): Promise<string> {
  const { first, second } = two.administrators;
  const key = await of('GET', '/bundles/key');
  assert.equal(key.status, 200, key.text);
  const { publicKey, fingerprint } = key.body as { publicKey: string; fingerprint: string };
  const made = await first('POST', '/known-installations', {
    fields: { name: 'Central body', organisations: [two.ids.taxud, two.ids.dgx], publicKey },
  });
  assert.equal(made.status, 201, made.text);
  const id = String(made.body['id']);
  const confirm = (who: Caller, comparedFingerprint: string) =>
    who('POST', `/known-installations/${id}/actions/confirm`, { fields: { comparedFingerprint } });
  const alone = await confirm(first, fingerprint);
  assert.equal(alone.status, 409, 'the same person confirms nothing');
  const wrong = await confirm(second, 'ab'.repeat(32));
  assert.equal(wrong.status, 409, 'another fingerprint confirms nothing');
  const confirmed = await confirm(second, fingerprint.toUpperCase().replaceAll(/(..)/g, '$1:'));
  assert.equal(confirmed.status, 200, confirmed.text);
  return id;
}

async function tokenOf(world: HttpWorld, { id }: Person): Promise<string> {
  const expiresAt = new Date(Date.now() + 86_400_000);
  const made = { personId: id, name: 'bundle', scopes: ['*'], expiresAt };
  return (await world.identity.createToken(made)).token;
}

/** A bundle as the server gives it to whoever has the token. */
export async function bundleOf(
  world: HttpWorld,
  token: string,
  caseId: string,
  recipient: string,
): Promise<Buffer> {
  const address = `${world.base}/api/v1/cases/${caseId}/bundle?recipient=${recipient}`;
  const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
  const bytes = Buffer.from(await answer.arrayBuffer());
  assert.equal(answer.status, 200, bytes.toString('utf8'));
  return bytes;
}

/** Sends a bundle in and imports it. */
export async function importAt(who: Caller, bytes: Buffer): Promise<Answer> {
  const sent = await who('POST', '/bundles?fileName=bundle.zip', bytes);
  assert.equal(sent.status, 201, sent.text);
  assert.deepEqual(sent.body['faults'], []);
  return who('POST', `/bundles/${sent.body['id']}/import`);
}
