import assert from 'node:assert/strict';
import { type Clock, systemClock } from '#kernel/clock/clock.ts';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
} from '#tests/access/http-world.ts';

type Organisation = 'body' | 'contractor' | 'de' | 'fr' | 'host';

/** The people of scenario B, one session each, and what they do to a fact-finding mission through HTTP. */
export interface MissionDesk {
  readonly world: HttpWorld;
  readonly organisations: Readonly<Record<Organisation, string>>;
  readonly people: Readonly<Record<string, Person>>;
  readonly scope: Readonly<Record<'communities' | 'threads' | 'memberStates', string[]>>;
  /** Ids of controls of the catalogue by number. */
  readonly controls: ReadonlyMap<string, string>;
  call(who: string): Caller;
  /** A session that knows what was delegated since the last one. */
  signInAgain(who: string): Promise<void>;
  /** Performs an action on the case and asserts its status. */
  act(
    who: string,
    caseId: string,
    action: string,
    input?: { readonly fields?: object; readonly comment?: string; readonly onBehalfOf?: string },
    status?: number,
  ): Promise<Answer>;
  /** Performs an action of a recipient on the request of a kind that the person sees, of which there is one. */
  answer(
    who: string,
    request: Asked,
    action: string,
    input?: { readonly fields?: object; readonly comment?: string; readonly onBehalfOf?: string },
    status?: number,
  ): Promise<Answer>;
  asked(who: string, caseId: string, kind: string): Promise<Asked[]>;
  items(who: string, path: string): Promise<Item[]>;
  stateOf(caseId: string): Promise<string>;
  opened(title: string, fields?: object): Promise<string>;
  /** Writes a document of the mission and takes it to its approval. */
  submitted(caseId: string, type: string): Promise<string>;
  approved(deliverableId: string): Promise<void>;
}

export interface Item {
  readonly id: string;
  readonly version: number;
  readonly state?: string;
  readonly ownerId: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A request as its reader sees it, with its own part, or all parts of those who asked. */
export interface Asked {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly recipients: readonly {
    readonly id: string;
    readonly organisationId: string;
    readonly personId?: string | null;
    readonly state: string;
    readonly answer: unknown;
  }[];
}

const cast: readonly [string, Organisation, readonly string[]][] = [
  ['requester', 'body', ['taxud-requester']],
  ['liso', 'body', ['liso']],
  ['manager', 'contractor', ['itsm-security-manager']],
  ['quality', 'contractor', ['quality-controller']],
  ['csip', 'contractor', ['csip-manager']],
  ['npmde', 'de', ['npm']],
  ['delegatede', 'de', []],
  ['npmfr', 'fr', ['npm']],
  ['hoster', 'host', ['third-party-contact']],
];

async function party(
  world: HttpWorld,
  code: string,
  kind: string,
  country: string | null,
  name: string,
) {
  const id = await world.organisation(code);
  await world.query('update organisation set kind = $2, country = $3, name = $4 where id = $1', [
    ...[id, kind, country, name],
  ]);
  return id;
}

/** A central body, its contractor, two administrations and a third party of one of them. */
export async function createMissionDesk(clock: Clock = systemClock): Promise<MissionDesk> {
  const world = await createHttpWorld({ worker: false, clock });
  const na = 'national-administration';
  const organisations = {
    body: await party(world, 'EU', 'central-body', null, 'Central Body for Taxation and Customs'),
    contractor: await party(world, 'ITSM', 'contractor', null, 'ITSM Contractor'),
    de: await party(world, 'NA-DE', na, 'DE', 'National Administration Germany'),
    fr: await party(world, 'NA-FR', na, 'FR', 'National Administration France'),
    host: await party(world, 'HOST', 'third-party', null, 'Rhein Hosting GmbH'),
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
    memberStates: await find(`select id from membership where country = any ($1)`, [['DE']]),
  };
  const controls = new Map(
    (await world.query<{ id: string; number: string }>('select id, number from control')).map(
      ({ id, number }) => [number, id],
    ),
  );
  const signInAgain = async (who: string) => {
    const person = people[who];
    if (person !== undefined) as[who] = await world.withSession(person);
  };
  return { world, organisations, people, scope, controls, signInAgain, ...acting(as) };
}

function acting(as: Readonly<Record<string, Caller>>) {
  const call = (who: string): Caller => {
    const found = as[who];
    if (found === undefined) throw new Error(`nobody is called ${who}`);
    return found;
  };
  const done = async (who: string, path: string, input: object, status: number) => {
    const answer = await call(who)('POST', path, input);
    assert.equal(answer.status, status, `${who} ${path}: ${answer.text}`);
    return answer;
  };
  const act: MissionDesk['act'] = (who, caseId, action, input = {}, status = 200) =>
    done(who, `/cases/${caseId}/actions/${action}`, input, status);
  const read = async (who: string, path: string): Promise<unknown> => {
    const { status, body, text } = await call(who)('GET', path);
    assert.equal(status, 200, text);
    return body['items'];
  };
  const onDeliverable = (who: string, id: string, action: string, input: object = {}) =>
    done(who, `/deliverables/${id}/actions/${action}`, input, 200);
  const row = { fields: { changes: ['insert'], pages: 'All' } };
  return {
    ...{ call, act },
    answer: (async (who, { id, recipients }, action, input = {}, status = 200) => {
      const [mine] = recipients;
      assert.ok(mine, 'it sees its own part');
      return done(who, `/requests/${id}/recipients/${mine.id}/actions/${action}`, input, status);
    }) satisfies MissionDesk['answer'],
    asked: async (who: string, caseId: string, kind: string) =>
      (await read(who, `/requests?caseId=${caseId}&kind=${kind}&limit=100`)) as Asked[],
    items: async (who: string, path: string) => (await read(who, path)) as Item[],
    stateOf: async (caseId: string) => {
      const { body } = await call('liso')('GET', `/cases/${caseId}`);
      return (body['case'] as { state: string }).state;
    },
    opened: async (title: string, fields: object = {}) => {
      const { body } = await done(
        'requester',
        '/cases',
        {
          procedure: 'fact-finding-mission',
          title,
          fields: { description: 'Security controls around the national service desk.', ...fields },
        },
        201,
      );
      return (body['case'] as { id: string }).id;
    },
    submitted: async (caseId: string, type: string) => {
      const { body } = await done(
        'manager',
        `/cases/${caseId}/deliverables`,
        { type, language: 'en' },
        201,
      );
      const { id } = body['deliverable'] as { id: string };
      await onDeliverable('manager', id, 'submit-qc', row);
      const self = await call('manager')('POST', `/deliverables/${id}/actions/qc-pass`, row);
      assert.equal(self.status, 409, 'nobody controls what he wrote');
      await onDeliverable('quality', id, 'qc-pass', row);
      return id;
    },
    approved: async (id: string) => {
      await onDeliverable('liso', id, 'review-ok', row);
      await onDeliverable('liso', id, 'approve');
    },
  };
}
