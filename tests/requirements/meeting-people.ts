import assert from 'node:assert/strict';
import type { Answer, Caller, HttpWorld, Person } from '#tests/access/http-world.ts';

/** One session a role of the Security Plan's chapter on meetings. */
export interface MeetingPeople {
  readonly ids: Readonly<Record<'body' | 'contractor' | 'germany' | 'france', string>>;
  readonly people: Readonly<Record<string, Person>>;
  readonly requester: Caller;
  readonly liso: Caller;
  readonly manager: Caller;
  readonly colleague: Caller;
  readonly germany: Caller;
  readonly france: Caller;
  readonly delegate: Caller;
}

async function organisationOf(world: HttpWorld, code: string, kind: string): Promise<string> {
  const id = await world.organisation(code);
  await world.query('update organisation set kind = $2 where id = $1', [id, kind]);
  return id;
}

export async function meetingPeople(world: HttpWorld): Promise<MeetingPeople> {
  const body = await organisationOf(world, 'DGX', 'central-body');
  const contractor = await organisationOf(world, 'ITSMX', 'contractor');
  const germany = await organisationOf(world, 'DEX', 'national-administration');
  const france = await organisationOf(world, 'FRX', 'national-administration');
  const people = {
    requester: await world.person('rita', body, ['taxud-requester']),
    liso: await world.person('lorenzo', body, ['liso']),
    manager: await world.person('imke', contractor, ['itsm-security-manager']),
    colleague: await world.person('jonas', contractor, ['itsm-security-manager']),
    germany: await world.person('dagmar', germany, ['npm']),
    france: await world.person('francoise', france, ['npm']),
    delegate: await world.person('felix', france, []),
  };
  return {
    ids: { body, contractor, germany, france },
    people,
    requester: await world.withSession(people.requester),
    liso: await world.withSession(people.liso),
    manager: await world.withSession(people.manager),
    colleague: await world.withSession(people.colleague),
    germany: await world.withSession(people.germany),
    france: await world.withSession(people.france),
    delegate: await world.withSession(people.delegate),
  };
}

export interface Row {
  readonly id: string;
  readonly state?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const stateOf = (answer: Answer): string =>
  (answer.body['case'] as { state: string } | undefined)?.state ?? answer.text;

/** A meeting, acted on through HTTP. */
export class Meeting {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }

  /** Performs an action, and fails when it is refused. */
  async act(
    who: Caller,
    action: string,
    fields: Readonly<Record<string, unknown>> = {},
    comment?: string,
  ): Promise<Answer> {
    const answer = await this.attempt(who, action, fields, comment);
    assert.equal(answer.status, 200, `${action}: ${answer.text}`);
    return answer;
  }

  attempt(
    who: Caller,
    action: string,
    fields: Readonly<Record<string, unknown>> = {},
    comment?: string,
  ): Promise<Answer> {
    const body = { fields, ...(comment === undefined ? {} : { comment }) };
    return who('POST', `/cases/${this.id}/actions/${action}`, body);
  }

  /** Which guards refuse an action. */
  async refusals(
    who: Caller,
    action: string,
    fields: Readonly<Record<string, unknown>> = {},
  ): Promise<string[]> {
    const answer = await this.attempt(who, action, fields);
    assert.equal(answer.status, 409, answer.text);
    return (answer.body['refusals'] as { rule: string; name?: string }[]).map(
      ({ rule, name }) => name ?? rule,
    );
  }

  async rows(who: Caller, register: string): Promise<Row[]> {
    const answer = await who('GET', `/${register}?caseId=${this.id}&limit=100`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body['items'] as Row[];
  }

  async case(who: Caller): Promise<Record<string, unknown>> {
    const answer = await who('GET', `/cases/${this.id}`);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  }

  async fields(who: Caller): Promise<Readonly<Record<string, unknown>>> {
    return ((await this.case(who))['case'] as Row).fields;
  }

  /** Writes a deliverable, has it controlled by a colleague, and reviewed by LISO. */
  async write(
    people: Pick<MeetingPeople, 'manager' | 'colleague' | 'liso'>,
    type: string,
  ): Promise<string> {
    const { manager, colleague, liso } = people;
    const made = await manager('POST', `/cases/${this.id}/deliverables`, { type, language: 'en' });
    assert.equal(made.status, 201, made.text);
    const { id } = made.body['deliverable'] as { id: string };
    await this.document(manager, id, 'submit-qc');
    await this.document(colleague, id, 'qc-pass');
    await this.document(liso, id, 'review-ok');
    return id;
  }

  async document(who: Caller, id: string, action: string, comment?: string): Promise<void> {
    const body = comment === undefined ? {} : { comment };
    const answer = await who('POST', `/deliverables/${id}/actions/${action}`, body);
    assert.equal(answer.status, 200, `${action}: ${answer.text}`);
  }
}

export async function requestMeeting(
  people: MeetingPeople,
  title: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<Meeting> {
  const { germany, france, contractor } = people.ids;
  const answer = await people.requester('POST', '/cases', {
    procedure: 'meeting',
    title,
    fields: {
      purpose: 'Security of the transit systems between the administrations.',
      series: 'Transit security group',
      administrations: [germany, france],
      contractor,
      ...more,
    },
  });
  assert.equal(answer.status, 201, answer.text);
  return new Meeting((answer.body['case'] as { id: string }).id);
}
