import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Email } from 'postal-mime';
import type { SMTPServer } from 'smtp-server';
import {
  createIncidentWorld,
  type IncidentWorld,
} from '#areas/collaboration/incident-coordination/fixtures/incident-world.ts';
import { SettableClock } from '#kernel/clock/clock.ts';
import { startMailServer } from '#kernel/mail/fixtures/mail-server.ts';
import { stopTestServer } from '#tests/database.ts';

describe('the one-time link of an urgent request', () => {
  const received: Email[] = [];
  const clock = new SettableClock(new Date().toISOString());
  let server: SMTPServer;
  let world: IncidentWorld;
  let system: string;

  before(async () => {
    const started = await startMailServer(received);
    server = started.server;
    const settings = { SMTP_URL: started.url, PUBLIC_URL: 'https://cw.example.test' };
    world = await createIncidentWorld(settings, { clock });
    system = await world.system('NCTS', 'STRATEGIC');
  });
  after(async () => {
    await world.close();
    await new Promise<void>((resolve) => server.close(resolve));
    await stopTestServer();
  });

  /** Asks the NISO of Y for an emergency action and gives the link of its mail. */
  async function ask(
    urgency = 'immediate',
  ): Promise<{ link: URL | null; mail: Email; requestId: string }> {
    const { people, ids } = world;
    const caseId = await world.report({ title: 'Secret title', summary: 'Secret summary' });
    await world.act(people.manager, caseId, 'accept', {
      originAdministration: ids.x,
      affectedAdministrations: [ids.y],
      commonDomainImpact: 'yes',
    });
    const before = received.length;
    const answer = await people.manager('POST', '/requests', {
      ...{ caseId, kind: 'emergency-action', urgency },
      ...{ subject: 'Secret subject', text: 'Secret text' },
      fields: { system, impact: 'Secret impact' },
      recipients: [{ organisationId: ids.y, role: 'niso' }],
    });
    assert.equal(answer.status, 201, answer.text);
    const requestId = String(answer.body['id']);
    // The mail that says that he takes part comes too; the request's is the one with a link, or else the second.
    const sent = () =>
      received.slice(before).filter((mail) => mail.to?.[0]?.address === 'niso-y@example.test');
    const withLink = () => sent().find((mail) => mail.text?.includes('/acknowledge#'));
    const asked = () => withLink() ?? (urgency === 'normal' ? sent()[1] : undefined);
    for (let tries = 0; asked() === undefined && tries < 150; tries += 1) await delay(100);
    const mail = asked();
    assert.ok(mail, received.map(({ subject, to }) => `${to?.[0]?.address}: ${subject}`).join());
    const link = /https:\/\/cw\.example\.test\/acknowledge#\S+/.exec(mail.text ?? '')?.[0];
    return { link: link === undefined ? null : new URL(link), mail, requestId };
  }
  const tokenOf = (link: URL | null) => {
    assert.ok(link !== null);
    return link.hash.slice(1);
  };
  const look = (token: string) => world.http.nobody('POST', '/acknowledgements/look', { token });
  const acknowledge = (token: string) => world.http.nobody('POST', '/acknowledgements', { token });
  const stateOf = async (requestId: string) => {
    const [row] = await world.http.query<{ state: string; version: number; seen: boolean }>(
      'select state, version, seen_at is not null as seen from request_recipient where request_id = $1',
      [requestId],
    );
    return row;
  };

  it('R-INC-9 acknowledges for the person in whose mail it stands, once; looking at it changes nothing and tells nothing', async () => {
    const { link, mail, requestId } = await ask();
    const token = tokenOf(link);
    assert.match(mail.html ?? '', new RegExp(token.replaceAll('.', '\\.')));
    const whole = `${mail.subject}${mail.text}${mail.html}`;
    assert.equal(/Secret/.test(whole), false, 'above the label that mail may carry');
    assert.equal(link?.search, '', 'no server log holds the token');
    const untouched = await stateOf(requestId);
    for (let times = 0; times < 2; times += 1) {
      const page = await fetch(`${world.http.base}/acknowledge`);
      const text = await page.text();
      assert.equal(/Secret/.test(text), false);
      if (page.status === 200) {
        assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
        assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
      }
      const seen = await look(token);
      assert.equal(seen.status, 200, seen.text);
      assert.deepEqual(Object.keys(seen.body).sort(), ['expiresAt', 'reference', 'state']);
      assert.equal(seen.body['state'], 'open');
      assert.match(String(seen.body['reference']), /^INC-\d{4}-\d{4}\/1$/);
    }
    assert.deepEqual(await stateOf(requestId), untouched);
    // Two at the same moment: one of them acknowledges.
    const both = await Promise.all([acknowledge(token), acknowledge(token)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [200, 410]);
    assert.equal((await stateOf(requestId))?.state, 'acknowledged');
    const second = await acknowledge(token);
    assert.deepEqual(
      [second.status, second.body['code'], second.body['state']],
      [410, 'link-over', 'used'],
    );
    assert.equal((await look(token)).body['state'], 'used');
    const [entry] = await world.http.query<Record<string, string>>(
      `select t.via, t.from_address, p.name from trail_entry t join person p on p.id = t.person_id where t.action = 'request.acknowledge'`,
    );
    assert.deepEqual([entry?.['via'], entry?.['name']], ['link', 'niso-y']);
    assert.match(entry?.['from_address'] ?? '', /^one-time link, /);
    const [stored] = await world.http.query<{ count: number }>(
      `select count(*)::int as count from mail where body_text like '%' || $1 || '%' or body_html like '%' || $1 || '%' or one_time_link::text like '%' || $1 || '%'`,
      [token.slice(-43)],
    );
    assert.equal(stored?.count, 0, 'the link itself is never stored');
  });

  it('refuses what was altered, made elsewhere, or is another link’s', async () => {
    const one = tokenOf((await ask()).link);
    const another = tokenOf((await ask()).link);
    const [key, id, signature] = one.split('.');
    const flipped = `${signature?.startsWith('A') === true ? 'B' : 'A'}${signature?.slice(1)}`;
    const wrong = [
      `${key}.${id}.${flipped}`,
      `${key}.${another.split('.')[1]}.${signature}`,
      `99.${id}.${signature}`,
      `${key}.${id}.`,
      `${one}x`,
      '',
    ];
    for (const token of wrong) {
      const answer = await acknowledge(token);
      assert.deepEqual([answer.status, answer.body['code']], [410, 'link-invalid'], token);
      assert.equal((await look(token)).status, 410);
    }
    // Neither by an address nor as a form of another site.
    const got = await world.http.nobody('GET', `/acknowledgements?token=${one}`);
    assert.equal(got.status, 404);
    const form = await fetch(`${world.http.base}/api/v1/acknowledgements`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: `token=${one}`,
    });
    assert.equal(form.status, 415);
    assert.equal((await look(one)).body['state'], 'open');
  });

  it('works until the time to acknowledge is over, while it is asked, and while the person holds the role', async () => {
    const { people, ids } = world;
    const gone = await ask();
    await world.http.query(
      `update role_holding set valid_to = $1 where role = 'niso' and owner_id = $2`,
      [clock.now(), ids.y],
    );
    const lost = await acknowledge(tokenOf(gone.link));
    assert.deepEqual([lost.status, lost.body['state']], [410, 'not-yours']);
    assert.equal((await stateOf(gone.requestId))?.state, 'sent');
    await world.http.query(
      `update role_holding set valid_to = null where role = 'niso' and owner_id = $1`,
      [ids.y],
    );
    const withdrawn = await ask();
    const [recipient] = await world.http.query<{ id: string }>(
      'select id from request_recipient where request_id = $1',
      [withdrawn.requestId],
    );
    const taken = await people.manager(
      'POST',
      `/requests/${withdrawn.requestId}/recipients/${recipient?.id}/actions/withdraw`,
      { comment: 'Done otherwise.' },
    );
    assert.equal(taken.status, 200, taken.text);
    assert.equal((await acknowledge(tokenOf(withdrawn.link))).body['state'], 'withdrawn');
    const byHand = await ask();
    const [other] = await world.http.query<{ id: string }>(
      'select id from request_recipient where request_id = $1',
      [byHand.requestId],
    );
    const done = await people.nisoY(
      'POST',
      `/requests/${byHand.requestId}/recipients/${other?.id}/actions/accept`,
      {},
    );
    assert.equal(done.status, 200, done.text);
    assert.equal((await acknowledge(tokenOf(byHand.link))).body['state'], 'acknowledged');
    const late = await ask();
    clock.advance(31 * 60_000);
    const expired = await acknowledge(tokenOf(late.link));
    assert.deepEqual([expired.status, expired.body['state']], [410, 'expired']);
    assert.equal((await stateOf(late.requestId))?.state, 'sent');
  });

  it('is in no mail of a request that can wait, and stops whoever guesses', async () => {
    const { link } = await ask('normal');
    assert.equal(link, null);
    const right = tokenOf((await ask('high')).link);
    let blocked = 0;
    for (let guesses = 0; guesses < 60; guesses += 1) {
      if ((await look(`1.${'A'.repeat(22)}.${'A'.repeat(43)}`)).status === 429) blocked += 1;
    }
    assert.ok(blocked > 0);
    assert.equal((await look(right)).status, 429);
    clock.advance(16 * 60_000);
    assert.equal((await look(right)).status, 200);
  });
});
