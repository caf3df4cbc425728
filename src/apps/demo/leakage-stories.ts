import type { DemoDesk } from './demo-desk.ts';
import { categories, flows, holdings, interfaces, rules, specifications } from './leakage-data.ts';
import { begin, staff } from './protection-staff.ts';
import type { Story, Team } from './story.ts';

const { security, protection, manager, quality, analyst } = staff;

type Kind = keyof typeof specifications;
type Ids = ReadonlyMap<string, string>;

/** Data leakage management of the operator: registers, specifications in several states, events. */
export function leakageStories(team: Team): Record<string, Story> {
  return { 'data leakage': tellLeakage(team) };
}

const given = (fields: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== ''));

async function writeRegisters(desk: DemoDesk): Promise<{ interfaces: Ids; data: Ids }> {
  const kept = new Map<string, string>();
  for (const [name, about, classification, personalData, communications] of categories) {
    const fields = { name, about, classification, personalData, communications };
    kept.set(name, (await desk.create(protection, 'data-categories', fields)).id);
  }
  for (const [classification, operation, permission, rule, conditions, rationale] of rules) {
    const fields = given({ classification, operation, permission, rule, conditions, rationale });
    await desk.create(security, 'handling-rules', fields);
  }
  const data = new Map<string, string>();
  for (const [name, of, classification, location, medium, people] of holdings) {
    const fields = { name, category: kept.get(of), classification, location, medium };
    const made = { ...fields, ...(people === 0 ? {} : { peopleConcerned: people }) };
    data.set(name, (await desk.create(protection, 'data-inventory', made)).id);
  }
  const watched = new Map<string, string>();
  for (const [name, kind, watchedBy, isWatched] of interfaces) {
    const fields = { name, kind, watchedBy, watched: isWatched };
    watched.set(name, (await desk.create(security, 'monitored-interfaces', fields)).id);
  }
  for (const [name, of, to, toWhere, scope, by, protectedBy, ground, reason] of flows) {
    const fields = {
      ...{ name, data: data.get(of), toWhere, scope, protection: protectedBy, ground },
      toOrganisation: to === null ? null : desk.organisation(to),
      interface: by === null ? null : (watched.get(by) ?? null),
      exceptionReason: reason,
    };
    await desk.create(security, 'data-flows', given(fields));
  }
  return { interfaces: watched, data };
}

async function specification(desk: DemoDesk, kind: Kind, title: string): Promise<string> {
  const fields = {
    ...{ kind, purpose: specifications[kind], reviewMonths: 12 },
    policy: 'Information security policy, chapter 8',
  };
  return (await desk.open(security, 'leakage-specification', title, fields)).id;
}

/** Written, checked, reviewed, approved, distributed, in force. */
async function putInForce(desk: DemoDesk, id: string, text: string): Promise<void> {
  const document = await begin(desk, security, id, 'leakage-specification');
  await document.write({ procedure: text });
  await document.act(security, 'submit-qc');
  await document.act(quality, 'qc-pass');
  await document.act(manager, 'review-ok');
  await document.act(manager, 'approve');
  await document.act(security, 'distribute');
  await desk.act(security, id, 'put-in-force');
}

async function* tellLeakage({ desk, time }: Team): Story {
  yield time.at(-66, '09:10');
  const known = await writeRegisters(desk);
  const requirements = await specification(desk, 'requirements', 'Protection against data leakage');
  const media = await specification(desk, 'media-handling', 'Handling of media');
  const exchange = await specification(desk, 'information-exchange', 'Exchange with partners');
  yield time.at(-60, '10:00');
  await putInForce(
    desk,
    requirements,
    'Whoever handles data knows their classification and looks up the rule. What has no rule is asked about first.',
  );
  await putInForce(
    desk,
    media,
    'Media are registered when they are bought. They leave the building encrypted, signed out and signed in again.',
  );
  yield time.at(-55, '14:00');
  await putInForce(
    desk,
    exchange,
    'Files go to partners by the transfer server. The agreement names who may fetch them; others get nothing.',
  );
  yield time.at(-20, '09:00');
  const publishing = await specification(desk, 'information-publishing', 'Publishing information');
  const draft = await begin(desk, security, publishing, 'leakage-specification');
  await draft.write({ procedure: 'The owner releases the text, communications publish it.' });
  await draft.act(security, 'submit-qc');
  yield* tellEvents({ desk, time }, known, exchange);
}

const event = (desk: DemoDesk, title: string, fields: object) =>
  desk.open(analyst, 'data-leakage', title, fields);

async function* tellEvents(
  { desk, time }: Pick<Team, 'desk' | 'time'>,
  known: { readonly interfaces: Ids; readonly data: Ids },
  exchange: string,
): Story {
  yield time.at(-13, '15:20');
  const harmless = await event(desk, 'Upload of a price list', {
    happened: 'The proxy reported the upload of a table with prices to a customer’s portal.',
    ...{ detectedAt: time.at(-13, '15:02').toISOString(), detectedBy: 'Proxy' },
    ...{ interface: known.interfaces.get('Web access of workplaces') },
    ...{ classification: 'PUBLIC', operation: 'share' },
  });
  await desk.act(security, harmless.id, 'dismiss', {}, 'The price list was released last week.');
  yield time.at(-6, '11:40');
  const sent = await event(desk, 'Customer list sent to the wrong partner', {
    happened:
      'A file with 1,240 customers meant for the printing house lay in the folder of another partner for two hours.',
    ...{ detectedAt: time.at(-6, '11:15').toISOString(), detectedBy: 'Weekly review of the log' },
    ...{ interface: known.interfaces.get('File exchange with partners') },
    ...{ data: known.data.get('Customer register'), recipient: 'Baltlink Networks' },
    ...{ classification: 'LIMITED', operation: 'share' },
  });
  await desk.act(security, sent.id, 'confirm', {
    ...{ classification: 'LIMITED', operation: 'share', conditionsKept: false },
    ...{ personalData: true, peopleConcerned: 1240 },
    assessment: 'Fetched once by the partner, who confirmed in writing to have deleted it.',
  });
  yield time.at(-2, '16:10');
  await event(desk, 'Call records in a mail to a private address', {
    happened:
      'The content filter held back a mail with a table of call records to a private address.',
    ...{ detectedAt: time.at(-2, '16:04').toISOString(), detectedBy: 'Content filter' },
    ...{ interface: known.interfaces.get('Outgoing mail') },
    ...{ data: known.data.get('Call records of the last six months') },
    ...{ classification: 'SENSITIVE', operation: 'share' },
  });
  yield time.at(-2, '17:00');
  const reason = 'A file lay in the folder of another partner: folders by name are not enough.';
  await desk.act(security, exchange, 'review-now', {}, reason);
}
