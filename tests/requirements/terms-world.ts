import assert from 'node:assert/strict';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import type { Answer, Caller } from '#tests/access/http-world.ts';
import { termsInForce, type Under } from './terms-in-force.ts';

/** Where incidents are coordinated and X gives early warnings: everybody that terms decide about, one session each. */
export interface TermsWorld extends IncidentWorld {
  readonly under: Under;
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

export async function createTermsWorld(): Promise<TermsWorld> {
  const world = await createIncidentWorld();
  const { http, ids } = world;
  const { central, contractor } = ids;
  const person = async (name: string, at: string, ...roles: string[]) => {
    const made = await http.person(name, at, roles);
    return { id: made.id, call: await http.withSession(made) };
  };
  const isirt = await person('isirt-x', ids.x, 'isirt', 'asset-manager', 'security-manager');
  const lead = await person('lead-x', ids.x, 'isirt-lead');
  const informed = await person('informed-y', ids.y, 'informed-party');
  const npm = await person('npm-y', ids.y, 'npm');
  const requester = await person('requester', central, 'taxud-requester');
  const host = await served(isirt.call, lead.id, ids.y);
  const warn = warnings(isirt.call, lead.call, [host]);
  const isirtOfAll = await person('isirt-itsm', contractor, 'isirt');
  const leadOfAll = await person('lead-itsm', contractor, 'isirt-lead');
  const ofContractor = warnings(isirtOfAll.call, leadOfAll.call, []);
  return {
    ...world,
    ...{ isirtX: isirt.call, leadX: lead.call, informedY: informed.call, npmY: npm.call },
    ...warn,
    warningOfContractor: ofContractor.released,
    mission: missions(http, requester.call, ids),
    under: termsInForce(http, { central, contractor, bound: [ids.x, ids.y] }),
    tasks: async (who, task) => {
      const { body, text } = await who('GET', '/tasks?assignee=me&limit=100');
      assert.ok(Array.isArray(body['items']), text);
      return (body['items'] as Task[]).filter((one) => one.task === task);
    },
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

/** Surroundings of what terms decide: how a mission comes to its findings is shown elsewhere. */
function missions(http: IncidentWorld['http'], requester: Caller, ids: IncidentWorld['ids']) {
  return async () => {
    const opened = await requester('POST', '/cases', {
      ...{ procedure: 'fact-finding-mission', title: 'Review of remote access' },
      fields: { description: 'Remote access.' },
    });
    assert.equal(opened.status, 201, opened.text);
    const { id } = opened.body['case'] as { id: string };
    const [made] = await http.query<{ id: string }>(
      `insert into mission_finding (owner_id, id, case_id, state, number, title, control, organisation, statement, assessment, severity,
          created_at, updated_at)
        select $1, gen_random_uuid(), $2, 'open', 1, 'Sessions are not recorded', c.id, $3, 'No records', 'partly-in-place', 'medium', now(), now()
        from control c where c.number = '11.2.4' limit 1 returning id`,
      [ids.central, id, ids.x],
    );
    await http.query(`update procedure_case set state = 'report-approved' where id = $1`, [id]);
    return { id, finding: made?.id ?? '' };
  };
}

const row = { fields: { changes: ['insert'], pages: 'All' } };

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
      await act(isirt, `/deliverables/${id}/actions/submit-qc`, row);
      await act(lead, `/deliverables/${id}/actions/qc-pass`, row);
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
