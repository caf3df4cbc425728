import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Caller } from '#tests/access/http-world.ts';
import { stopTestServer } from '#tests/database.ts';
import { act, passed } from '../terms-stage/terms-calls.ts';
import { evidence, numberOf, tells } from '../terms-stage/terms-in-force.ts';
import {
  approvesProgramme,
  prepared,
  type Reported,
  reported,
} from '../terms-stage/terms-missions.ts';
import { incident } from '../terms-stage/terms-pairs.ts';
import { createTermsWorld, type TermsWorld } from '../terms-stage/terms-world.ts';

type Ruling = 'allow' | 'forbid';

/** The same clauses in the same places, which allow everything or forbid it. */
const clauses = (ruling: Ruling) => [
  tells('allow'),
  tells(ruling, 'early-warning'),
  tells(ruling, 'mission-findings'),
  evidence(ruling),
  evidence(ruling, 'questionnaire'),
  evidence(ruling, 'interview-minutes'),
];
const [, ofWarnings = '', ofFindings = '', ofLogs = '', ofQuestions = '', ofTalks = ''] = clauses(
  'allow',
).map((_, place) => numberOf(place));

interface Line {
  readonly organisationId: string;
  readonly reason: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly id: string;
  readonly kind: string;
}

describe('who can see documents, findings and requests, and by which clause; other terms change nothing of it', () => {
  let world: TermsWorld;
  let mission: Reported;

  before(async () => {
    world = await createTermsWorld();
    mission = await reported(world, 2);
  });
  after(async () => {
    await world.close();
    await stopTestServer();
  });

  const status = async (who: Caller, path: string) => (await who('GET', path)).status;
  async function audience(who: Caller, path: string, owner: string): Promise<Line[]> {
    const { status: got, body, text } = await who('GET', `${path}/audience?owner=${owner}`);
    assert.equal(got, 200, text);
    return body['items'] as Line[];
  }
  /** Terms, version and clause by which an organisation sees a record, as its owner reads it and as it reads itself. */
  async function ground(
    [owner, reader]: readonly [Caller, Caller],
    path: string,
    ownerId: string,
    organisation: string,
  ): Promise<string> {
    const lines = [];
    for (const who of [owner, reader]) {
      const all = await audience(who, path, ownerId);
      const line = all.find((one) => one.organisationId === organisation);
      assert.equal(line?.reason, 'terms', JSON.stringify(all));
      const { terms, version, clause, clauseTitle } = line.detail;
      assert.equal(clauseTitle, 'A rule');
      lines.push(`${terms} version ${version}, clause ${clause}`);
    }
    assert.equal(lines[0], lines[1]);
    return lines[0] ?? '';
  }
  const under = (ruling: Ruling, work: () => Promise<void>) =>
    world.under(clauses(ruling), async ({ reference }) => {
      terms = reference;
      await work();
    });
  let terms = '';
  const by = (clause: string, version = 2) => `${terms} version ${version}, clause ${clause}`;
  const code = ({ body }: { readonly body: Record<string, unknown> }) => body['code'] ?? null;

  it('R-EW-8 the report of an early warning names the clause by which a party reads it, and what was held back stays so', async () => {
    const { ids, isirtX, informedY } = world;
    const delivers = async () => {
      const id = await world.issued(await world.warning());
      await passed(id, [[isirtX, 'deliver']]);
      return `/deliverables/${id}`;
    };
    let told = '';
    await under('allow', async () => {
      told = await delivers();
      assert.equal(await ground([isirtX, informedY], told, ids.x, ids.y), by(ofWarnings));
    });
    await under('forbid', async () => {
      assert.equal(await status(informedY, `${told}.html`), 200, 'it stays told');
      assert.equal(await ground([isirtX, informedY], told, ids.x, ids.y), by(ofWarnings));
      const held = await delivers();
      await under('allow', async () => {
        assert.equal(await status(informedY, `${held}.html`), 404, 'it is not granted afterwards');
        assert.equal(await status(informedY, `${held}/audience?owner=${ids.x}`), 404);
        const others = await audience(isirtX, held, ids.x);
        assert.ok(!others.some(({ organisationId }) => organisationId === ids.y));
      });
    });
  });

  it('a report of a mission and a finding of it name the clause to whom they were told, and to nobody else', async () => {
    const { ids, npmY } = world;
    const { liso, manager, nisoZ } = world.people;
    const [told = '', held = ''] = mission.findings;
    const tell = async (finding: string) =>
      code(
        await liso('POST', `/cases/${mission.id}/finding-tellings`, {
          ...{ finding, organisations: [ids.y] },
        }),
      );
    const report = `/deliverables/${mission.report}`;
    const seen = async () => [
      await ground([liso, npmY], `/mission-findings/${told}`, ids.central, ids.y),
      await ground([liso, npmY], report, ids.central, ids.y),
    ];
    let version = 0;
    await under('allow', async () => {
      assert.equal(await tell(told), null);
      const fields = { organisation: ids.y, reason: 'It runs the same gateway.' };
      await passed(mission.report, [
        [manager, 'add-recipient', { fields }],
        [manager, 'distribute'],
      ]);
      version = Number(/version (\d+)/.exec((await seen())[0] ?? '')?.[1]);
      assert.deepEqual(await seen(), [by(ofFindings, version), by(ofFindings, version)]);
    });
    await under('forbid', async () => {
      assert.equal(await tell(held), 'forbidden-by-terms');
      assert.deepEqual(await seen(), [by(ofFindings, version), by(ofFindings, version)]);
      assert.equal(await status(npmY, `/mission-findings/${told}`), 200, 'it stays told');
      assert.equal(await status(npmY, `${report}.html`), 200);
    });
    await under('allow', async () => {
      assert.equal(await status(npmY, `/mission-findings/${held}`), 404, 'nothing is granted');
      assert.deepEqual(await seen(), [by(ofFindings, version), by(ofFindings, version)]);
    });
    for (const path of [`/mission-findings/${told}`, report]) {
      assert.equal(await status(nisoZ, `${path}/audience?owner=${ids.central}`), 404);
    }
  });

  /** Requests of a case that X reads, by their kind. */
  async function requestsOf(caseId: string): Promise<Asked[]> {
    const { body, text } = await world.people.npmX('GET', `/requests?caseId=${caseId}&limit=50`);
    assert.ok(Array.isArray(body['items']), text);
    return body['items'] as Asked[];
  }

  it('a request for evidence names the clause by which it was asked, whether the case asks or a person; forbidden later, it stays asked', async () => {
    const { ids } = world;
    const { liso, manager, nisoX, nisoY } = world.people;
    const { id, answer } = await incident(world, []);
    assert.equal(answer.status, 200, answer.text);
    await act(manager, id, 'note-analysis', { analysis: 'Queues grow.' });
    const caseAsks = async () => {
      const fields = { subject: 'Logs', items: 'All of it.', urgency: 'high', evidence: 'log' };
      return code(await manager('POST', `/cases/${id}/actions/request-evidence`, { fields }));
    };
    const personAsks = async () =>
      code(
        await manager('POST', '/requests', {
          ...{ caseId: id, kind: 'evidence', subject: 'More', text: 'More.', urgency: 'high' },
          ...{ fields: { evidence: 'log' } },
          recipients: [{ organisationId: ids.x, role: 'niso' }],
        }),
      );
    const asked = async () => {
      const { body } = await nisoX('GET', `/requests?caseId=${id}&limit=50`);
      return (body['items'] as Asked[]).map((one) => `/requests/${one.id}`);
    };
    const grounds = async () => {
      const found = [];
      for (const path of await asked()) {
        found.push(await ground([liso, nisoX], path, ids.central, ids.x));
        assert.equal(await status(nisoY, `${path}/audience?owner=${ids.central}`), 404);
      }
      return found;
    };
    let before: string[] = [];
    await under('allow', async () => {
      assert.deepEqual([await caseAsks(), await personAsks()], [null, null]);
      before = await grounds();
      assert.equal(before.length, 2);
      for (const one of before) assert.match(one, new RegExp(`^${terms}.* clause ${ofLogs}$`));
    });
    await under('forbid', async () => {
      assert.equal(await personAsks(), 'forbidden-by-terms');
      assert.deepEqual(await grounds(), before, 'what was asked stays asked, by its clause');
      for (const path of await asked()) assert.equal(await status(nisoX, path), 200);
    });
    await under('allow', async () => {
      assert.deepEqual(await grounds(), before, 'what was refused is not sent afterwards');
    });
  });

  it('what a programme of a mission asks names the clause of each kind', async () => {
    const { ids } = world;
    const { liso, npmX } = world.people;
    const id = await prepared(world, 'questions-and-talks');
    await under('allow', async () => {
      const approved = await approvesProgramme(world, id);
      assert.equal(approved.status, 200, approved.text);
    });
    await under('forbid', async () => {
      const clauseOf = { questionnaire: ofQuestions, interview: ofTalks } as const;
      for (const [kind, clause] of Object.entries(clauseOf)) {
        const asked = (await requestsOf(id)).find((one) => one.kind === kind);
        assert.ok(asked, kind);
        const path = `/requests/${asked.id}`;
        const found = await ground([liso, npmX], path, ids.central, ids.x);
        assert.match(found, new RegExp(`^${terms} version \\d+, clause ${clause}$`), kind);
      }
    });
  });
});
