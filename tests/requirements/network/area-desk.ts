import assert from 'node:assert/strict';
import type { SettableClock } from '#kernel/clock/clock.ts';
import type { Answer, Caller } from '#tests/access/http-world.ts';

const day = 86_400_000;

interface Found {
  readonly id: string;
  readonly state?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

interface Hands {
  readonly change: Caller;
  readonly tester: Caller;
  readonly management: Caller;
  readonly implementer: Caller;
  readonly implementerId: string;
  readonly assets: readonly string[];
}

/** What tests of areas do at the API, step by step, each step refused or done. */
export interface Desk {
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
  /** A change from its request to its end, 31 days later. */
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

/** @param clock absent where nothing is carried out that takes weeks */
export function deskOf(clock?: SettableClock): Desk {
  const desk: Desk = {
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
    carriedOut: async (id, hands) => {
      assert.ok(clock !== undefined, 'a change takes weeks: give the desk a clock');
      await carryOut(desk, clock, id, hands);
    },
  };
  return desk;
}

async function caseOf(who: Caller, caseId: string) {
  const answer = await who('GET', `/cases/${caseId}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body['case'] as { state: string; fields: Record<string, unknown> };
}

const plan = {
  impactScope: 'The border only.',
  operationsProcess: 'Connect, test, watch.',
  effectivenessCheck: 'Both ends answer.',
  rollbackProcess: 'Take the connection down.',
  continuityPlan: 'Traffic goes as before.',
};
const care = {
  onsiteEnvironment: 'Border',
  onsiteSafeguards: 'Out of hours.',
  onsiteStopCriteria: 'Any alarm.',
  onsiteWayBack: 'Take it down.',
};
const passed = { result: 'passed', environment: 'Laboratory', observations: 'As expected.' };

async function carryOut(desk: Desk, clock: SettableClock, id: string, hands: Hands): Promise<void> {
  const { change, tester, management, implementer, implementerId, assets } = hands;
  const path = `cases/${id}`;
  const window = {
    implementer: implementerId,
    windowStart: clock.now().toISOString(),
    windowEnd: new Date(clock.now().getTime() + day).toISOString(),
  };
  await desk.done(change, path, 'formulate', { variant: 'normal', reason: 'As planned.', assets });
  await desk.done(change, path, 'plan', { ...plan, ...window });
  await desk.done(tester, path, 'record-lab-test', passed);
  await desk.done(management, path, 'approve-onsite-test', care);
  await desk.done(tester, path, 'record-onsite-test', passed);
  await desk.done(management, path, 'authorise');
  await desk.done(implementer, path, 'start');
  await desk.done(implementer, path, 'report-success', { implementationLog: 'Done.' });
  const review = { effective: true, negativeImpact: false, observations: 'Quiet.' };
  clock.set(new Date(clock.now().getTime() + 8 * day));
  await desk.done(change, path, 'record-first-review', review);
  clock.set(new Date(clock.now().getTime() + 23 * day));
  await desk.done(change, path, 'record-second-review', review);
  await desk.done(change, path, 'close');
}
