import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Answer,
  type Caller,
  createHttpWorld,
  type HttpWorld,
  type Person,
  password,
} from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';

interface Refusal {
  readonly rule: string;
  readonly name?: string;
}

describe('accounts and roles are asked for, approved by somebody else, reviewed and ended', () => {
  let world: HttpWorld;
  let organisation: string;
  const people = new Map<string, Person>();
  const callers = new Map<string, Caller>();

  before(async () => {
    world = await createHttpWorld({ worker: true });
    organisation = await world.organisation('TELCO');
    await someone('requester', []);
    await someone('colleague', []);
    await someone('security', ['security-manager']);
    await someone('chief', ['operations-management']);
    await someone('operator', ['system-administrator']);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  async function someone(name: string, roles: readonly string[]): Promise<void> {
    const person = await world.person(name, organisation, roles);
    people.set(name, person);
    callers.set(name, await world.withSession(person));
  }

  const idOf = (name: string): string => people.get(name)?.id ?? '';
  const as = (name: string): Caller => callers.get(name) ?? world.nobody;

  async function ask(who: string, fields: object): Promise<Answer> {
    const values = { kind: 'role', role: 'patch-manager', reason: 'Joins the team.', ...fields };
    return as(who)('POST', '/cases', {
      ...{ procedure: 'account-request', title: 'A role', organisation, fields: values },
    });
  }

  async function asked(who: string, fields: object): Promise<string> {
    const opened = await ask(who, fields);
    assert.equal(opened.status, 201, opened.text);
    return (opened.body['case'] as { id: string }).id;
  }

  const act = (who: string, id: string, action: string, body: object = {}): Promise<Answer> =>
    as(who)('POST', `/cases/${id}/actions/${action}`, { comment: 'So decided.', ...body });

  async function refusedBy(answer: Promise<Answer>): Promise<string[]> {
    const { status, body, text } = await answer;
    assert.equal(status, 409, text);
    return (body['refusals'] as Refusal[]).map(({ rule, name }) =>
      rule === 'role' ? rule : `${rule} ${name}`,
    );
  }

  const rolesOf = async (name: string): Promise<string[]> => {
    const { body } = await as(name)('GET', '/me');
    return (body['roles'] as { role: string }[]).map(({ role }) => role);
  };

  async function eventually(what: string, check: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 100; tries += 1) {
      if (await check()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail(what);
  }

  it('R-GEN-12 the procedure cites AD1, and every step of it has its clause', async () => {
    const { body } = await as('requester')('GET', '/procedures/account-request');
    assert.deepEqual(body['applicableDocuments'], ['AD1']);
    const documents = await as('requester')('GET', '/documents?q=AD1');
    const [document] = documents.body['items'] as { fields: { title: string; binding: boolean } }[];
    assert.match(document?.fields.title ?? '', /User Account Management/);
    assert.equal(document?.fields.binding, true);
  });

  it('R-GEN-12 a role begins with the approval of somebody else, never of who asked or whom it concerns', async () => {
    const id = await asked('requester', { person: idOf('colleague') });
    assert.deepEqual(await refusedBy(act('requester', id, 'approve')), ['role']);
    assert.deepEqual(await refusedBy(act('colleague', id, 'approve')), ['role']);
    assert.equal((await as('operator')('GET', `/cases/${id}`)).status, 403, 'no content for him');
    assert.deepEqual(await rolesOf('colleague'), []);
    const approved = await act('security', id, 'approve');
    assert.equal(approved.status, 200, approved.text);
    await eventually('the role counts', async () =>
      (await rolesOf('colleague')).includes('patch-manager'),
    );
    const seen = await as('colleague')('GET', `/cases/${id}`);
    const { state, fields } = seen.body['case'] as { state: string; fields: { holder: string } };
    assert.deepEqual([state, fields.holder], ['granted', idOf('colleague')]);
    const history = await as('colleague')('GET', `/cases/${id}/history`);
    const done = (history.body['items'] as { action: string }[]).map(({ action }) => action);
    assert.ok(done.includes('account-request.approve'), JSON.stringify(done));
    await eventually('the person concerned is told', async () => {
      const { body } = await as('colleague')('GET', '/notifications');
      return JSON.stringify(body).includes(id);
    });
  });

  it('R-GEN-12 nobody decides on a request of his own, nor on a role for himself', async () => {
    const own = await asked('security', { role: 'isirt', person: idOf('requester') });
    assert.deepEqual(await refusedBy(act('security', own, 'approve')), ['segregation open']);
    const about = await asked('requester', { role: 'auditor', person: idOf('security') });
    assert.deepEqual(await refusedBy(act('security', about, 'approve')), [
      'guard not-the-person-concerned',
    ]);
    assert.deepEqual(await refusedBy(act('security', about, 'refuse')), [
      'guard not-the-person-concerned',
    ]);
    assert.deepEqual(await refusedBy(act('chief', own, 'withdraw')), ['guard is-the-requester']);
    assert.equal((await act('security', own, 'withdraw')).status, 200);
    const silent = await act('chief', about, 'refuse', { comment: null });
    assert.equal(silent.status, 409, silent.text);
    const refused = await act('chief', about, 'refuse', { comment: 'The auditor is external.' });
    assert.equal(refused.status, 200, refused.text);
    assert.deepEqual(await rolesOf('security'), ['security-manager']);
  });

  it('R-GEN-12 whoever stands in for the requester or the person concerned alone does not decide in their place', async () => {
    await someone('deputy', []);
    const granted = await as('operator')('POST', `/accounts/${idOf('deputy')}/roles`, {
      ...{ role: 'security-manager', organisationId: organisation, kind: 'substitute' },
      forPersonId: idOf('security'),
    });
    assert.equal(granted.status, 201, granted.text);
    const id = await asked('security', { role: 'risk-manager', person: idOf('security') });
    assert.deepEqual(await refusedBy(act('deputy', id, 'approve')), ['guard not-in-their-place']);
    const other = await asked('requester', { role: 'isirt', person: idOf('requester') });
    assert.equal((await act('deputy', other, 'approve')).status, 200, 'others he decides on');
  });

  it('R-GEN-12 the organisation names the office that owns a role, and then only that office decides', async () => {
    const line = { role: 'change-manager', ownedBy: 'operations-management' };
    const strange = await as('requester')('POST', '/role-owners', { fields: line });
    assert.equal(strange.status, 403);
    assert.equal((await as('security')('POST', '/role-owners', { fields: line })).status, 201);
    const id = await asked('requester', { role: 'change-manager', person: idOf('colleague') });
    assert.deepEqual(await refusedBy(act('security', id, 'approve')), ['guard owns-the-role']);
    assert.equal((await act('chief', id, 'approve')).status, 200);
  });

  it('R-GEN-12 what does not fit together is refused with its place: offices of others, the operator, a past period, nobody', async () => {
    const faultsOf = async (fields: object): Promise<string[]> => {
      const answer = await ask('requester', fields);
      assert.equal(answer.status, 422, answer.text);
      const faults = answer.body['errors'] ?? answer.body['faults'];
      return (faults as { path: string }[]).map(({ path }) => path);
    };
    const person = idOf('colleague');
    assert.deepEqual(await faultsOf({ person, role: 'system-administrator' }), ['/fields/role']);
    assert.deepEqual(await faultsOf({ person, role: 'liso' }), ['/fields/role']);
    assert.deepEqual(await faultsOf({ person, validTo: '2020-01-01' }), ['/fields/validTo']);
    assert.deepEqual(await faultsOf({}), ['/fields/person']);
    assert.deepEqual(await faultsOf({ kind: 'account', email: 'New@example.test' }), [
      '/fields/name',
    ]);
    const taken = { kind: 'account', name: 'Double', email: 'COLLEAGUE@example.test' };
    assert.deepEqual(await faultsOf(taken), ['/fields/email']);
  });

  it('R-GEN-12 a new account comes with its invitation; ended with the account, its sessions end', async () => {
    const id = await asked('requester', {
      ...{ kind: 'account', name: 'Nora New', email: 'nora@example.test', role: 'isirt' },
      validTo: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
    });
    assert.equal((await act('chief', id, 'approve')).status, 200);
    await eventually('a link was made', async () => {
      const { body } = await as('operator')('GET', '/invitations?open=true');
      return (body['items'] as { email: string }[]).some(
        ({ email }) => email === 'nora@example.test',
      );
    });
    const { body } = await as('chief')('GET', `/cases/${id}`);
    const { fields } = body['case'] as { fields: { holder: string } };
    await world.identity.setPassword({ personId: fields.holder, password });
    const nora: Person = {
      ...{ id: fields.holder, email: 'nora@example.test', organisationId: organisation },
    };
    people.set('nora', nora);
    callers.set('nora', await world.withSession(nora));
    assert.deepEqual(await rolesOf('nora'), ['isirt']);
    const ended = await act('security', id, 'end', { fields: { endAccount: true } });
    assert.equal(ended.status, 200, ended.text);
    await eventually(
      'the session ended',
      async () => (await as('nora')('GET', '/me')).status === 401,
    );
    await eventually('its sessions are closed for good', async () => {
      const open = await world.query(
        'select id from account_session where person_id = $1 and ended_at is null',
        [nora.id],
      );
      return open.length === 0;
    });
  });

  it('R-GEN-12 a person of another organisation sees the own request, and nobody else there sees others', async () => {
    const other = await world.organisation('OTHER');
    const guest = await world.person('guest', other, []);
    const call = await world.withSession(guest);
    const own = await asked('requester', { role: 'auditor', person: guest.id });
    const foreign = await asked('requester', { role: 'auditor', person: idOf('colleague') });
    assert.equal((await call('GET', `/cases/${own}`)).status, 200);
    assert.equal((await call('GET', `/cases/${foreign}`)).status, 404);
    assert.deepEqual(await refusedBy(call('POST', `/cases/${own}/actions/approve`, {})), ['role']);
  });
});
