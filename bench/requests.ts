import assert from 'node:assert/strict';
import { type Caller, createHttpWorld, type HttpWorld } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import type { Bench } from './kit/bench.ts';
import type { Figures } from './kit/figures.ts';

/** One emergency request to 27 administrations through HTTP, and their 27 acknowledgements at once; each answer validated, with trail and worker. */
export const bench: Bench = {
  run: async (figures, { small }) => {
    const world = await createHttpWorld({ worker: true });
    try {
      await measure(figures, await prepare(world, small ? 3 : 27), small ? 2 : 30);
    } finally {
      await world.close();
      await stopTestServer();
    }
  },
};

interface Prepared {
  readonly caseId: string;
  readonly system: string;
  readonly manager: Caller;
  readonly administrations: readonly { readonly id: string; readonly niso: Caller }[];
}

async function prepare(world: HttpWorld, count: number): Promise<Prepared> {
  const organisation = async (code: string, kind: string) => {
    const id = await world.organisation(code);
    await world.query('update organisation set kind = $2 where id = $1', [id, kind]);
    return id;
  };
  const caller = async (name: string, organisationId: string, role: string) =>
    world.withToken(await world.person(name, organisationId, [role]));
  const centre = await organisation('CENTRE', 'central-body');
  const liso = await caller('liso', centre, 'liso');
  const contractor = await organisation('CONTRACTOR', 'contractor');
  const manager = await caller('manager', contractor, 'itsm-security-manager');
  const desk = await caller('desk', contractor, 'service-desk');
  const administrations: { id: string; niso: Caller }[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = await organisation(`N${n}`, 'national-administration');
    administrations.push({ id, niso: await caller(`niso${n}`, id, 'niso') });
  }
  const [origin, ...affected] = administrations.map(({ id }) => id);
  const reported = await done(
    desk('POST', '/incident-reports', {
      ...{ title: 'Outage', summary: 'A benchmark.', ticket: 'SD-1', category: 'other' },
      ...{ managedItem: false, originAdministration: origin },
    }),
    201,
  );
  const caseId = String(reported['id']);
  const decision = {
    about: 'tell',
    organisations: affected,
    ruling: 'allow',
    reason: 'A benchmark.',
  };
  await done(liso('POST', '/liso-decisions', { caseId, fields: decision }), 201);
  await done(
    manager('POST', `/cases/${caseId}/actions/accept`, {
      fields: { commonDomainImpact: 'yes', affectedAdministrations: affected },
    }),
  );
  const [system] = await world.query<{ id: string }>("select id from system where code = 'NCTS'");
  return { caseId, system: system?.id ?? '', manager, administrations };
}

async function done(answer: ReturnType<Caller>, status = 200): Promise<Record<string, unknown>> {
  const { status: got, body, text } = await answer;
  assert.equal(got, status, text);
  return body;
}

async function measure(figures: Figures, prepared: Prepared, rounds: number): Promise<void> {
  const { caseId, system, manager, administrations } = prepared;
  const count = administrations.length;
  const sent: number[] = [];
  const acknowledged: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    const { id } = await done(
      manager('POST', '/requests', {
        ...{ caseId, kind: 'emergency-action', urgency: 'immediate' },
        ...{ subject: 'Block the sender', text: 'Block 192.0.2.7 at the national gateway.' },
        fields: { system, impact: 'Messages are lost.' },
        recipients: administrations.map((one) => ({ organisationId: one.id, role: 'niso' })),
      }),
      201,
    );
    sent.push(performance.now() - startedAt);
    const calls = await Promise.all(
      administrations.map(async ({ niso }) => {
        const { request } = (await done(niso('GET', `/requests/${id}`))) as {
          request: { recipients: { id: string }[] };
        };
        const path = `/requests/${id}/recipients/${request.recipients[0]?.id}/actions/acknowledge`;
        return () => done(niso('POST', path, {}));
      }),
    );
    const beganAt = performance.now();
    await Promise.all(calls.map((call) => call()));
    acknowledged.push(performance.now() - beganAt);
  }
  figures.times(`one request to ${count} recipients`, sent, { at: 95, most: 300 });
  figures.times(`${count} acknowledgements at once, until the last is done`, acknowledged, {
    ...{ at: 95, most: 250 },
  });
}
