import assert from 'node:assert/strict';
import { assessedHigh } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import type { Answer } from '#tests/access/http-world.ts';
import { drafted, passed } from './terms-calls.ts';
import {
  type Clause,
  ceiling,
  contact,
  deadline,
  evidence,
  numberOf,
  tells,
} from './terms-in-force.ts';
import type { Reported } from './terms-missions.ts';
import type { TermsWorld } from './terms-world.ts';

/** The terms that all journeys begin from; of each pair, the second is under the same terms with one clause redrafted. */
export const agreed = {
  incidents: tells('allow'),
  warnings: tells('allow', 'early-warning'),
  findings: tells('allow', 'mission-findings'),
  log: evidence('allow', 'log'),
  'e-mail': evidence('allow', 'e-mail'),
  screenshot: evidence('allow', 'screenshot'),
  image: evidence('allow', 'image'),
  configuration: evidence('allow', 'configuration'),
  other: evidence('allow', 'other'),
  questionnaire: evidence('allow', 'questionnaire'),
  'interview-minutes': evidence('allow', 'interview-minutes'),
  ceiling: ceiling('AMBER'),
  answer: deadline('PT4H'),
  notice: deadline('PT4H', 'incident-notice'),
  acknowledgement: deadline('PT4H', 'acknowledgement'),
  contact: contact('npm', 'around-the-clock'),
} as const satisfies Readonly<Record<string, Clause>>;
export type ClauseName = keyof typeof agreed;

export const placeOf = (name: ClauseName): number => Object.keys(agreed).indexOf(name);

/** A journey that people make under the terms as agreed, and again once one clause is redrafted; and how each comes out. */
export interface Pair {
  readonly clause: ClauseName;
  readonly redrafted: Clause;
  readonly journey: (terms: 'as agreed' | 'redrafted') => Promise<unknown>;
  readonly outcomes: readonly [asAgreed: unknown, redrafted: unknown];
}

/** What refuses, and by which clause. */
export const refusalOf =
  (name: ClauseName) =>
  ({ body }: Answer): string => {
    if (body['code'] === undefined) return 'done';
    const clause = new RegExp(
      `TOC-\\d{4}-\\d{4} version \\d+, clause ${numberOf(placeOf(name))}\\b`,
    );
    return `${body['code']}${clause.test(String(body['detail'])) ? ' by name' : ''}`;
  };
export const forbidden = 'forbidden-by-terms by name';

/** What journeys need that was there before the terms: missions, each used up by a journey. */
export interface Before {
  readonly world: TermsWorld;
  /** Missions with their approved report, one for each journey that distributes it. */
  readonly reported: readonly [Reported, Reported];
  /** Missions whose programme waits for its approval: for the terms as agreed, and for others. */
  readonly prepared: readonly [string, string];
}

/** An incident at X with Common Domain impact, which the LISO has not decided about; and what came of accepting it. */
export async function incident(world: TermsWorld, affected: readonly string[], more: object = {}) {
  const id = await world.report({ originAdministration: world.ids.x, ...more }, 'undecided');
  const answer = await world.people.manager('POST', `/cases/${id}/actions/accept`, {
    fields: { commonDomainImpact: 'yes', affectedAdministrations: affected },
  });
  return { id, answer };
}

/** Told or not. */
export function tellingPairs({ world, reported }: Before): Readonly<Record<string, Pair>> {
  const { people, ids, leadX } = world;
  const forbids = (event: string) => tells('forbid', event);
  const findings = [...reported[0].findings];
  return {
    'tells/incident-common-domain': {
      ...{ clause: 'incidents', redrafted: forbids('incident-common-domain') },
      journey: async () => {
        const { id, answer } = await incident(world, [ids.y]);
        const read = await people.nisoY('GET', `/cases/${id}`);
        return [refusalOf('incidents')(answer), read.status];
      },
      outcomes: [
        ['done', 200],
        [forbidden, 404],
      ],
    },
    'tells/early-warning': {
      ...{ clause: 'warnings', redrafted: forbids('early-warning') },
      journey: async () => {
        const id = await world.warning();
        const answer = await leadX('POST', `/cases/${id}/tellings`, { organisations: [ids.y] });
        const read = await world.informedY('GET', `/cases/${id}`);
        return [refusalOf('warnings')(answer), read.status];
      },
      outcomes: [
        ['done', 200],
        [forbidden, 404],
      ],
    },
    'tells/mission-findings': {
      ...{ clause: 'findings', redrafted: forbids('mission-findings') },
      journey: () => toldOf(world, reported[0].id, findings.shift()),
      outcomes: [
        ['done', 200],
        [forbidden, 404],
      ],
    },
    'ceiling/finding': {
      ...{ clause: 'ceiling', redrafted: ceiling('GREEN') },
      journey: () => toldOf(world, reported[0].id, findings.shift()),
      outcomes: [
        ['done', 200],
        ['done', 404],
      ],
    },
  };
}

/** Tells Y of a finding at X; what comes of it, and whether it reads the finding. */
async function toldOf(world: TermsWorld, mission: string, finding?: string): Promise<unknown[]> {
  const { people, ids } = world;
  const path = `/cases/${mission}/finding-tellings`;
  const answer = await people.liso('POST', path, { finding, organisations: [ids.y] });
  const read = await world.npmY('GET', `/mission-findings/${finding}`);
  return [refusalOf('findings')(answer), read.status];
}

/** Documents that tell of something: to whom they may go. */
export function documentPairs({ world, reported }: Before): Readonly<Record<string, Pair>> {
  const { people, ids } = world;
  const reports = [...reported];
  const outcomes = [
    ['done', 200],
    [forbidden, 404],
  ] as const;
  const toY = { fields: { organisation: ids.y, reason: 'It runs the same gateway.' } };
  return {
    'document/mission-report': {
      ...{ clause: 'findings', redrafted: tells('forbid', 'mission-findings'), outcomes },
      journey: async () => {
        const report = reports.shift()?.report ?? '';
        const path = `/deliverables/${report}/actions`;
        const listed = await people.manager('POST', `${path}/add-recipient`, toY);
        await passed(report, [[people.manager, 'distribute']]);
        const ofX = await people.npmX('GET', `/deliverables/${report}.html`);
        assert.equal(ofX.status, 200, 'where it took place it needs no leave to be read');
        const read = await world.npmY('GET', `/deliverables/${report}.html`);
        return [refusalOf('findings')(listed), read.status];
      },
    },
    'document/security-incident-report': {
      ...{ clause: 'incidents', redrafted: tells('forbid') },
      journey: async () => {
        const { id, answer } = await incident(world, []);
        assert.equal(answer.status, 200, answer.text);
        await assessedHigh(world, id);
        const report = await drafted(people.manager, id, 'security-incident-report');
        const path = `/deliverables/${report}/actions/add-recipient`;
        return refusalOf('incidents')(await people.manager('POST', path, toY));
      },
      outcomes: ['done', forbidden],
    },
    'document/early-warning-report': {
      ...{ clause: 'warnings', redrafted: tells('forbid', 'early-warning') },
      journey: () => delivered(world, 'warnings'),
      outcomes: [
        ['sent', null, 200],
        ['hold', 'by name', 404],
      ],
    },
    'ceiling/document': {
      ...{ clause: 'ceiling', redrafted: ceiling('GREEN') },
      journey: () => delivered(world, 'ceiling'),
      outcomes: [
        ['sent', null, 200],
        ['mask', 'by name', 404],
      ],
    },
    ...maskedCase(world),
  };
}

/** An incident and a warning above a ceiling: told that there is something, and nothing of it. */
function maskedCase(world: TermsWorld): Readonly<Record<string, Pair>> {
  const { people, ids, isirtX } = world;
  return {
    'ceiling/case': {
      ...{ clause: 'ceiling', redrafted: ceiling('GREEN') },
      journey: async () => {
        const { id, answer } = await incident(world, [ids.y]);
        assert.equal(answer.status, 200, answer.text);
        const warning = await world.warning();
        const path = `/cases/${warning}/tellings`;
        const told = await world.leadX('POST', path, { organisations: [ids.y] });
        assert.equal(told.status, 200, told.text);
        const { body } = await isirtX('GET', `/cases/${warning}`);
        const { reference } = body['case'] as { reference: string };
        const asks = await world.tasks(world.informedY, 'ask-about-warning');
        return [
          (await people.nisoY('GET', `/cases/${id}`)).status,
          (await world.informedY('GET', `/cases/${warning}`)).status,
          asks.filter(({ subject }) => subject === reference).length,
        ];
      },
      outcomes: [
        [200, 200, 0],
        [404, 404, 1],
      ],
    },
  };
}

/** X delivers the report of a warning: what becomes of it for Y, by which clause, and whether Y reads it. */
async function delivered(world: TermsWorld, name: ClauseName): Promise<unknown[]> {
  const id = await world.issued(await world.warning());
  await passed(id, [[world.isirtX, 'deliver']]);
  const { body } = await world.isirtX('GET', `/deliverables/${id}`);
  const recipients = body['recipients'] as {
    organisationId: string;
    withheld: { outcome: string; because: string } | null;
  }[];
  const ofY = recipients.find(({ organisationId }) => organisationId === world.ids.y);
  const clause = `clause ${numberOf(placeOf(name))}`;
  const because = ofY?.withheld?.because.endsWith(clause) === true ? 'by name' : null;
  const read = await world.informedY('GET', `/deliverables/${id}.html`);
  return [ofY?.withheld?.outcome ?? 'sent', because, read.status];
}
