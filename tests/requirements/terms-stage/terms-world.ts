import assert from 'node:assert/strict';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Clock } from '#kernel/clock/clock.ts';
import type { Answer, Caller } from '#tests/access/http-world.ts';
import { historyRow } from './terms-calls.ts';
import { termsInForce, type Under } from './terms-in-force.ts';
import { reported } from './terms-missions.ts';

/** Where incidents are coordinated and X gives early warnings: everybody that terms decide about, one session each. */
export interface TermsWorld extends IncidentWorld {
  readonly clock: MovingClock;
  readonly under: Under;
  readonly requester: Caller;
  /** Where the terms hold, and the missions take place: X is in the first Member State, Y in the second. */
  readonly scope: Readonly<Record<'communities' | 'threads' | 'memberStates', readonly string[]>>;
  readonly isirtX: Caller;
  readonly leadX: Caller;
  readonly informedY: Caller;
  readonly npmY: Caller;
  /** An early warning of X about one of its hosts, which serves a service that Y takes part in, judged to need a report. */
  warning(): Promise<string>;
  /** One of the contractor, whose report is released. */
  warningOfContractor(): Promise<string>;
  /** Takes its report to the delivery. */
  issued(caseId: string): Promise<string>;
  /** A mission at X whose report is approved, with a finding that nobody else reads yet. */
  mission(): Promise<{ readonly id: string; readonly finding: string }>;
  /** The open tasks of a caller by name. */
  tasks(who: Caller, task: string): Promise<Task[]>;
}

export interface Task {
  readonly id: string;
  readonly task: string;
  readonly subject: string;
  readonly dueAt: string | null;
}

/** The clock of the machine, some time ahead. */
export class MovingClock implements Clock {
  #aheadMs: number;
  /** @param start absent: now */
  constructor(start = new Date()) {
    this.#aheadMs = start.getTime() - Date.now();
  }
  now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }
  advance(ms: number): void {
    this.#aheadMs += ms;
  }
}

export async function createTermsWorld(clock = new MovingClock()): Promise<TermsWorld> {
  const world = await createIncidentWorld({}, { clock });
  const { http, ids } = world;
  const { contractor } = ids;
  const person = async (name: string, at: string, ...roles: string[]) => {
    const made = await http.person(name, at, roles);
    return { id: made.id, call: await http.withSession(made) };
  };
  const isirt = await person('isirt-x', ids.x, 'isirt', 'asset-manager', 'security-manager');
  const lead = await person('lead-x', ids.x, 'isirt-lead');
  const informed = await person('informed-y', ids.y, 'informed-party');
  const terms = await negotiating(world);
  const host = await served(isirt.call, lead.id, ids.y);
  const warn = warnings(isirt.call, lead.call, [host]);
  const isirtOfAll = await person('isirt-itsm', contractor, 'isirt');
  const leadOfAll = await person('lead-itsm', contractor, 'isirt-lead');
  const ofContractor = warnings(isirtOfAll.call, leadOfAll.call, []);
  return {
    ...world,
    ...{ isirtX: isirt.call, leadX: lead.call, informedY: informed.call },
    ...warn,
    warningOfContractor: ofContractor.released,
    ...{ ...terms, clock },
    mission: async () => {
      const { id, findings } = await reported({ ...world, ...terms, clock }, 1);
      return { id, finding: findings[0] ?? '' };
    },
    tasks: async (who, task) => {
      const found: Task[] = [];
      for (let after: unknown = ''; typeof after === 'string'; ) {
        const page = after === '' ? '' : `&after=${after}`;
        const { body, text } = await who('GET', `/tasks?assignee=me&limit=100${page}`);
        assert.ok(Array.isArray(body['items']), text);
        found.push(...(body['items'] as Task[]));
        after = body['next'];
      }
      return found.filter((one) => one.task === task);
    },
  };
}

/** Who else is needed so that terms between the central body, X and Y can come into force where incidents are coordinated. */
export async function negotiating(
  world: IncidentWorld,
): Promise<Pick<TermsWorld, 'under' | 'scope' | 'requester' | 'npmY'>> {
  const { http, ids, people } = world;
  const person = async (name: string, at: string, role: string) =>
    http.withSession(await http.person(name, at, [role]));
  const npmY = await person('npm-y', ids.y, 'npm');
  const requester = await person('requester', ids.central, 'taxud-requester');
  const scope = await scopeOf(http, ids);
  const { manager, liso, npmX } = people;
  const under = termsInForce({ requester, manager, liso, agreeing: [npmX, npmY], scope });
  return { under, scope, requester, npmY };
}

/** X is the administration of Germany, Y of France. */
async function scopeOf(
  http: IncidentWorld['http'],
  { x, y }: IncidentWorld['ids'],
): Promise<TermsWorld['scope']> {
  const found = async (text: string, values: unknown[]) =>
    (await http.query<{ id: string }>(text, values)).map(({ id }) => id);
  for (const [id, country] of [
    [x, 'DE'],
    [y, 'FR'],
  ]) {
    await http.query('update organisation set country = $2 where id = $1', [id, country]);
  }
  return {
    communities: await found('select id from user_community where code = $1', ['NCTS-NSD']),
    threads: await found('select id from business_thread where code = $1', ['CUST']),
    memberStates: await found(
      'select id from membership where country = any ($1) order by country',
      [['DE', 'FR']],
    ),
  };
}

const created = (answer: Answer): string => {
  assert.equal(answer.status, 201, answer.text);
  return String(answer.body['id']);
};

/** A host that serves something in which another organisation takes part. */
async function served(isirt: Caller, owner: string, party: string): Promise<string> {
  const fields = { name: 'Transit', class: 'telecom', consumers: ['customers'], owner };
  const service = created(
    await isirt('POST', '/services', { fields: { ...fields, parties: [party] } }),
  );
  const host = { name: 'gateway-1', kind: 'host', serviceIds: [service] };
  return created(await isirt('POST', '/assets', { fields: host }));
}

function warnings(isirt: Caller, lead: Caller, assets: readonly string[]) {
  const act = async (who: Caller, path: string, input: object = {}) => {
    const answer = await who('POST', path, input);
    assert.equal(answer.status, 200, `${path}: ${answer.text}`);
  };
  const steps = {
    warning: async (): Promise<string> => {
      const opened = await isirt('POST', '/cases', {
        ...{ procedure: 'early-warning', title: 'Remote commands through the gateway' },
        fields: { source: 'vendor', summary: 'A crafted message runs commands.' },
      });
      assert.equal(opened.status, 201, opened.text);
      const { id } = opened.body['case'] as { id: string };
      const path = `/cases/${id}/actions`;
      await act(isirt, `${path}/start-analysis`);
      const impact = { impact: 'The gateway faces the network of all.', assets };
      await act(isirt, `${path}/record-impact`, { fields: impact });
      const judgement = { priority: 'scheduled', imperative: false, rationale: 'A report does.' };
      await act(lead, `${path}/judge`, { fields: judgement });
      return id;
    },
    issued: async (caseId: string): Promise<string> => {
      const made = await isirt('POST', `/cases/${caseId}/deliverables`, {
        ...{ type: 'early-warning-report', language: 'en' },
      });
      assert.equal(made.status, 201, made.text);
      const { id } = made.body['deliverable'] as { id: string };
      await act(isirt, `/deliverables/${id}/actions/submit-qc`, historyRow);
      await act(lead, `/deliverables/${id}/actions/qc-pass`, historyRow);
      return id;
    },
  };
  return {
    ...steps,
    released: async (): Promise<string> => {
      const id = await steps.warning();
      await steps.issued(id);
      await act(lead, `/cases/${id}/actions/release-report`);
      return id;
    },
  };
}
