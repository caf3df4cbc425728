import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from '#tests/access/http-world.ts';
import type { RecipientView, RequestDetail, RequestView } from '#work/requests/contract.ts';
import type { TermsDesk } from '../terms-desk.ts';

/** Every other country of the Union: with Germany and France twenty-seven administrations. */
const others = 'AT BE BG CY CZ DK EE ES FI GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK';

/** Who speaks for some of them; the others are administrations where nobody has an account. */
const speakers: readonly [string, string, readonly string[]][] = [
  ['npmat', 'AT', ['npm']],
  ['npmes', 'ES', ['npm']],
  ['npmit', 'IT', ['npm']],
  ['standin', 'IT', []],
];

/** Terms of Collaboration with all administrations: what each is asked, and what it answers. */
export interface AgreementDesk {
  readonly desk: TermsDesk;
  /** Ids of organisations by country. */
  readonly at: Readonly<Record<string, string>>;
  readonly caseId: string;
  /** The requests for agreement of the case as somebody reads them, the newest first. */
  board(who: string): Promise<readonly RequestView[]>;
  /** What one of the parties was asked in the newest request, as the owner reads it. */
  of(country: string, request?: number): Promise<RecipientView>;
  /** How many recipients of a request stand in which state. */
  standing(request?: number): Promise<Record<string, number>>;
  /** What somebody reads on the page of the newest request. */
  page(who: string): Promise<RequestDetail>;
  /** Performs an action of the life of his own recipient. */
  respond(
    who: string,
    action: string,
    input?: { readonly comment?: string; readonly fields?: object; readonly onBehalfOf?: string },
    status?: number,
  ): Promise<Answer>;
  /** Kinds of what people of a country were told, sorted, since the last look. */
  told(country: string): Promise<string[]>;
}

/** Opens and drafts terms with twenty-seven administrations, ready to be handed out. */
export async function agreementDesk(desk: TermsDesk): Promise<AgreementDesk> {
  const { world, organisations } = desk;
  const at: Record<string, string> = { DE: organisations.de, FR: organisations.fr };
  for (const country of others.split(' ')) {
    const id = await world.organisation(`NA-${country}`);
    await world.query(
      `update organisation set kind = 'national-administration', country = $2 where id = $1`,
      [id, country],
    );
    at[country] = id;
  }
  for (const [name, country, roles] of speakers) {
    const person = await world.person(name, at[country] ?? '', roles);
    Object.assign(desk.people, { [name]: person });
    Object.assign(desk.as, { [name]: await world.withSession(person) });
  }
  const members = await world.query<{ id: string }>(
    'select id from membership where country = any ($1)',
    [Object.keys(at)],
  );
  Object.assign(desk.scope, { memberStates: members.map(({ id }) => id) });
  const caseId = await desk.drafted('ToC of all administrations');
  return { desk, at, caseId, ...reading(desk, at, caseId) };
}

type Reading = Omit<AgreementDesk, 'desk' | 'at' | 'caseId'>;

function reading(desk: TermsDesk, at: Readonly<Record<string, string>>, caseId: string): Reading {
  const board = async (who: string) => {
    const path = `/requests?caseId=${caseId}&kind=agreement&limit=20`;
    const { status, body, text } = await desk.call(who)('GET', path);
    assert.equal(status, 200, text);
    return body['items'] as RequestView[];
  };
  const page = async (who: string) => {
    const [newest] = await board(who);
    const { status, body, text } = await desk.call(who)('GET', `/requests/${newest?.id}`);
    assert.equal(status, 200, text);
    return body as unknown as RequestDetail;
  };
  const seen = new Set<string>();
  return {
    ...{ board, page },
    of: async (country, request = 0) => {
      const found = (await board('liso'))[request]?.recipients.find(
        ({ organisationId }) => organisationId === at[country],
      );
      assert.ok(found, `${country} was not asked`);
      return found;
    },
    standing: async (request = 0) => {
      const recipients = (await board('liso'))[request]?.recipients ?? [];
      return Object.fromEntries(
        [...Map.groupBy(recipients, ({ state }) => state)]
          .map(([state, found]): [string, number] => [state, found.length])
          .sort(),
      );
    },
    respond: async (who, action, input = {}, status = 200) => {
      const { request } = await page(who);
      const mine = request.recipients.find((one) => one.mine);
      const path = `/requests/${request.id}/recipients/${mine?.id}/actions/${action}`;
      const answer = await desk.call(who)('POST', path, input);
      assert.equal(answer.status, status, `${who} ${action}: ${answer.text}`);
      return answer;
    },
    told: async (country) => {
      const rows = await desk.world.query<{ id: string; kind: string; name: string }>(
        `select n.id, n.kind, p.name from notification n join person p on p.id = n.person_id
          where n.owner_id = $1 and n.record_kind = 'request' order by n.id`,
        [at[country]],
      );
      const fresh = rows.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      return fresh.map(({ kind, name }) => `${kind} ${name}`).sort();
    },
  };
}

/** Waits for what the worker does afterwards. */
export async function until<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  for (let tries = 0; tries < 300; tries += 1) {
    const found = await find();
    if (found !== undefined) return found;
    await delay(100);
  }
  throw new Error('what the worker does did not come');
}
