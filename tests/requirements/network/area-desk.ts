import assert from 'node:assert/strict';
import type { SettableClock } from '#kernel/clock/clock.ts';
import type { Answer, Caller, HttpWorld } from '#tests/access/http-world.ts';

const day = 86_400_000;

interface Found {
  readonly id: string;
  readonly state?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Hands {
  readonly change: Caller;
  readonly management: Caller;
  readonly implementerId: string;
  readonly assets: readonly string[];
}

/** What tests of areas do at the API, step by step, each step refused or done. */
export interface Desk {
  implementer: Caller | null;
  created(who: Caller, register: string, fields: object): Promise<string>;
  opened(who: Caller, procedure: string, title: string, fields: object): Promise<string>;
  act(
    who: Caller,
    path: string,
    action: string,
    fields?: object,
    comment?: string,
  ): Promise<Answer>;
  done(who: Caller, path: string, action: string, fields?: object, comment?: string): Promise<void>;
  stateOf(who: Caller, caseId: string): Promise<string>;
  fieldsOf(who: Caller, caseId: string): Promise<Record<string, unknown>>;
  ofCase(who: Caller, register: string, caseId: string): Promise<Found[]>;
  /** The newest case that this one was handed off to. */
  handedOff(who: Caller, caseId: string): Promise<string>;
  /** A standard change from its request to its end, 31 days later. */
  carriedOut(changeId: string, hands: Hands): Promise<void>;
}

export const idOf = (answer: Answer): string => {
  assert.equal(answer.status, 201, answer.text);
  const whole = answer.body['case'] as { id: string } | undefined;
  return String(whole?.id ?? answer.body['id']);
};

/** Guards and form fields by name, other rules by their kind. */
export function refusalsOf(answer: Answer): string[] {
  assert.ok([409, 422].includes(answer.status), `${answer.status} ${answer.text}`);
  const refusals = answer.body['refusals'] as { rule: string; name?: string }[] | undefined;
  assert.ok(refusals !== undefined, answer.text);
  return refusals.map(({ rule, name }) =>
    rule === 'guard' || rule === 'form' ? (name ?? rule) : rule,
  );
}

export function deskOf(_world: HttpWorld, clock: SettableClock): Desk {
  const desk: Desk = {
    implementer: null,
    created: async (who, register, fields) => idOf(await who('POST', `/${register}`, { fields })),
    opened: async (who, procedure, title, fields) =>
      idOf(await who('POST', '/cases', { procedure, title, fields })),
    act: (who, path, action, fields = {}, comment) =>
      who('POST', `/${path}/actions/${action}`, {
        fields,
        ...(comment === undefined ? {} : { comment }),
      }),
    done: async (who, path, action, fields, comment) => {
      const answer = await desk.act(who, path, action, fields, comment);
      assert.equal(answer.status, 200, `${action}: ${answer.text}`);
    },
    stateOf: async (who, caseId) => (await caseOf(who, caseId)).state,
    fieldsOf: async (who, caseId) => (await caseOf(who, caseId)).fields,
    ofCase: async (who, register, caseId) => {
      const { body } = await who('GET', `/${register}?caseId=${caseId}&limit=200`);
      return body['items'] as Found[];
    },
    handedOff: async (who, caseId) => {
      const { body } = await who('GET', `/cases/${caseId}`);
      const links = (body['links'] as { direction: string; caseId: string }[]).filter(
        ({ direction }) => direction === 'after',
      );
      return links.at(-1)?.caseId ?? '';
    },
    carriedOut: async (id, hands) => carryOut(desk, clock, id, hands),
  };
  return desk;
}

async function caseOf(who: Caller, caseId: string) {
  const answer = await who('GET', `/cases/${caseId}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body['case'] as { state: string; fields: Record<string, unknown> };
}

async function carryOut(desk: Desk, clock: SettableClock, id: string, hands: Hands): Promise<void> {
  const { change, management, implementerId, assets } = hands;
  const path = `cases/${id}`;
  const implementer = desk.implementer ?? change;
  const window = {
    implementer: implementerId,
    windowStart: clock.now().toISOString(),
    windowEnd: new Date(clock.now().getTime() + day).toISOString(),
  };
  const model = { variant: 'standard', model: 'Connection of networks', reason: 'As planned.' };
  await desk.done(change, path, 'formulate', { ...model, assets });
  await desk.done(management, path, 'authorise-standard', window);
  await desk.done(implementer, path, 'start');
  await desk.done(implementer, path, 'report-success', { implementationLog: 'Done.' });
  const review = { effective: true, negativeImpact: false, observations: 'Quiet.' };
  clock.set(new Date(clock.now().getTime() + 8 * day));
  await desk.done(change, path, 'record-first-review', review);
  clock.set(new Date(clock.now().getTime() + 23 * day));
  await desk.done(change, path, 'record-second-review', review);
  await desk.done(change, path, 'close');
}
