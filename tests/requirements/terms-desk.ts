import assert from 'node:assert/strict';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type HttpWorldOptions,
  type Person,
} from '#tests/access/http-world.ts';

/** The people of scenario A, one session each, and what they do to a case of Terms of Collaboration through HTTP. */
export interface TermsDesk {
  readonly world: HttpWorld;
  readonly organisations: Readonly<Record<'body' | 'contractor' | 'de' | 'fr', string>>;
  readonly people: Readonly<Record<string, Person>>;
  readonly as: Readonly<Record<string, Caller>>;
  readonly scope: Readonly<Record<'communities' | 'threads' | 'memberStates', string[]>>;
  /** Performs an action on the case and asserts its status. */
  act(
    who: string,
    caseId: string,
    action: string,
    input?: { readonly fields?: object; readonly comment?: string; readonly onBehalfOf?: string },
    status?: number,
  ): Promise<Answer>;
  /** The session of one of the people. */
  call(who: string): Caller;
  stateOf(caseId: string): Promise<string>;
  items(who: string, path: string): Promise<Item[]>;
  opened(title: string): Promise<string>;
  /** Opens, accepts and scopes terms, and answers whatever plans are asked of the administrations named. */
  drafted(title: string, administrations?: readonly string[]): Promise<string>;
  givePlans(who: string, caseId: string, onBehalfOf?: string): Promise<void>;
  giveCommonPlans(caseId: string): Promise<void>;
  /** Takes the document from draft to its distribution, and records it on the case. */
  distributed(caseId: string): Promise<string>;
}

export interface Item {
  readonly id: string;
  readonly version: number;
  readonly state?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

const cast: readonly [string, 'body' | 'contractor' | 'de' | 'fr', readonly string[]][] = [
  ['requester', 'body', ['taxud-requester']],
  ['liso', 'body', ['liso']],
  ['manager', 'contractor', ['itsm-security-manager']],
  ['quality', 'contractor', ['quality-controller']],
  ['npmde', 'de', ['npm']],
  ['npmfr', 'fr', ['npm']],
  ['delegatefr', 'fr', []],
  ['nisode', 'de', ['niso']],
];

export async function createTermsDesk(
  options: HttpWorldOptions = { worker: false },
): Promise<TermsDesk> {
  const world = await createHttpWorld(options);
  const organisations = {
    body: await party(world, 'EU', 'central-body', null),
    contractor: await party(world, 'SM', 'contractor', null),
    de: await party(world, 'NA-DE', 'national-administration', 'DE'),
    fr: await party(world, 'NA-FR', 'national-administration', 'FR'),
  };
  const people: Record<string, Person> = {};
  const as: Record<string, Caller> = {};
  for (const [name, at, roles] of cast) {
    const person = await world.person(name, organisations[at], roles);
    people[name] = person;
    as[name] = await world.withSession(person);
  }
  const find = async (text: string, values: unknown[]) =>
    (await world.query<{ id: string }>(text, values)).map(({ id }) => id);
  const scope = {
    communities: await find(`select id from user_community where code = $1`, ['NCTS-NSD']),
    threads: await find(`select id from business_thread where code = $1`, ['CUST']),
    memberStates: await find(`select id from membership where country = any ($1)`, [['DE', 'FR']]),
  };
  const call = (who: string): Caller => {
    const caller = as[who];
    if (caller === undefined) throw new Error(`nobody is called ${who}`);
    return caller;
  };
  const acts = acting(call);
  return {
    ...{ world, organisations, people, as, scope, call },
    ...acts,
    ...stages(call, acts, scope),
  };
}

type Acts = Pick<TermsDesk, 'act' | 'items' | 'opened' | 'givePlans' | 'stateOf'>;

function acting(call: (who: string) => Caller): Acts {
  return {
    act: async (who, caseId, action, input = {}, status = 200) => {
      const answer = await call(who)('POST', `/cases/${caseId}/actions/${action}`, input);
      assert.equal(answer.status, status, `${who} ${action}: ${answer.text}`);
      return answer;
    },
    items: async (who, path) => {
      const { status, body, text } = await call(who)('GET', path);
      assert.equal(status, 200, text);
      return body['items'] as Item[];
    },
    opened: async (title) => {
      const { status, body, text } = await call('requester')('POST', '/cases', {
        procedure: 'terms-of-collaboration',
        title,
        fields: { description: 'The service desks ask for it.' },
      });
      assert.equal(status, 201, text);
      return (body['case'] as { id: string }).id;
    },
    givePlans: async (who, caseId, onBehalfOf) => {
      const { body } = await call(who)('GET', `/requests?caseId=${caseId}&kind=plans&limit=50`);
      for (const request of body['items'] as PlanRequest[]) {
        const [mine] = request.recipients;
        assert.ok(mine, 'the recipient sees its own part');
        const answer = await call(who)(
          'POST',
          `/requests/${request.id}/recipients/${mine.id}/actions/answer`,
          {
            fields: planFields(who, request.fields.plan),
            ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
          },
        );
        assert.equal(answer.status, 200, answer.text);
      }
    },
    stateOf: async (caseId) => {
      const { body } = await call('liso')('GET', `/cases/${caseId}`);
      return (body['case'] as { state: string }).state;
    },
  };
}

/** Several steps at once, each as the people would do it. */
function stages(
  call: (who: string) => Caller,
  { act, opened, givePlans }: Acts,
  scope: TermsDesk['scope'],
): Pick<TermsDesk, 'drafted' | 'giveCommonPlans' | 'distributed'> {
  return {
    drafted: async (title, administrations = ['npmde', 'npmfr']) => {
      const caseId = await opened(title);
      await act('manager', caseId, 'accept');
      await act('requester', caseId, 'set-scope', { fields: scope });
      for (const who of administrations) await givePlans(who, caseId);
      await act('manager', caseId, 'state-sla-compliance', { fields: slaFields });
      return caseId;
    },
    giveCommonPlans: async (caseId) => {
      for (const plan of ['capacity', 'continuity', 'availability', 'security']) {
        const fields = { plan, ...planFields('common', plan) };
        await act('liso', caseId, 'provide-common-plan', { fields });
      }
    },
    distributed: async (caseId) => {
      const made = await call('manager')('POST', `/cases/${caseId}/deliverables`, {
        type: 'terms-of-collaboration-security-part',
        language: 'en',
      });
      assert.equal(made.status, 201, made.text);
      const { id } = made.body['deliverable'] as { id: string };
      const row = { changes: ['insert', 'replace'], pages: 'All' };
      for (const [who, action, input] of [
        ['manager', 'submit-qc', {}],
        ['quality', 'qc-pass', { fields: row }],
        ['liso', 'review-ok', { fields: row }],
        ['liso', 'approve', { fields: {} }],
        ['manager', 'distribute', {}],
      ] as const) {
        const answer = await call(who)('POST', `/deliverables/${id}/actions/${action}`, input);
        assert.equal(answer.status, 200, `${who} ${action}: ${answer.text}`);
      }
      await act('manager', caseId, 'distribute');
      return id;
    },
  };
}

interface PlanRequest {
  readonly id: string;
  readonly fields: { readonly plan: string };
  readonly recipients: readonly { readonly id: string }[];
}

export const slaFields = {
  slaToCentral: 'SLA NA-TAXUD 3.1',
  slaToCentralCompliance: 'compliant',
  slaToCentralStatement: 'No clause asks for less than the agreement.',
  slaFromCentral: 'SLA TAXUD-NA 2.0',
  slaFromCentralCompliance: 'partly',
  slaFromCentralStatement:
    'The time to answer of clause 4.1.4 is shorter than the agreement; the clause holds.',
};

const planFields = (whose: string, plan: string) => ({
  planTitle: `${plan} plan of ${whose}`,
  planEdition: '2.1',
  planFrom: '2026-01-01',
  planTo: '2027-12-31',
  planPlace: `Document store of ${whose}`,
});

async function party(
  world: HttpWorld,
  code: string,
  kind: string,
  country: string | null,
): Promise<string> {
  const id = await world.organisation(code);
  await world.query('update organisation set kind = $2, country = $3 where id = $1', [
    id,
    kind,
    country,
  ]);
  return id;
}
