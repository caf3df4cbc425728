import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';

/** Two installations, each with its own database, data folder and key: the central body's, and that of the administration XX. */
export interface TwoInstallations {
  readonly here: IncidentWorld;
  readonly there: HttpWorld;
  /** At the administration: its NISO, who imports, somebody without a role, and another organisation of the same installation. */
  readonly niso: Caller;
  readonly nisoToken: Caller;
  readonly member: Caller;
  readonly neighbour: Caller;
  readonly ids: { readonly xx: string; readonly taxud: string; readonly neighbour: string };
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
  };
  const session = async (name: string, organisationId: string, ...roles: string[]) =>
    there.withSession(await there.person(name, organisationId, roles));
  const niso = await there.person('niso-there', ids.xx, ['niso', 'npm']);
  return {
    ...{ here, there, ids },
    niso: await there.withSession(niso),
    nisoToken: await there.withToken(niso),
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
    fields: { name: 'Central body', organisations: [two.ids.taxud], publicKey },
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

/** The bytes of an answer. */
export async function bytesOf(
  world: { readonly base: string },
  cookieOrToken: Record<string, string>,
  path: string,
): Promise<{ status: number; bytes: Buffer; headers: Headers }> {
  const answer = await fetch(`${world.base}/api/v1${path}`, { headers: cookieOrToken });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, bytes, headers: answer.headers };
}

/** A small file as evidence of a case, through an upload. */
export async function bringIn(
  who: Caller,
  caseId: string,
  sent: string,
  title = 'A log',
): Promise<string> {
  const sha256 = createHash('sha256').update(sent).digest('hex');
  const begun = await who('POST', '/uploads', {
    ...{ caseId, fileName: `${title}.log`, mediaType: 'text/plain' },
    ...{ bytes: Buffer.byteLength(sent), sha256 },
  });
  assert.equal(begun.status, 201, begun.text);
  const uploadId = String(begun.body['id']);
  const part = await who('PATCH', `/uploads/${uploadId}`, sent, { 'upload-offset': '0' });
  assert.equal(part.status, 200, part.text);
  const taken = await who('POST', '/evidence', {
    ...{ uploadId, kind: 'log', title, collectedBy: 'NISO of X' },
    collectedAt: new Date().toISOString(),
  });
  assert.equal(taken.status, 201, taken.text);
  return String(taken.body['id']);
}
