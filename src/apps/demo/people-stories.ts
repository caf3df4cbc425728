import type { DemoDesk } from './demo-desk.ts';
import type { PassingTime } from './passing-time.ts';
import type { Story } from './story.ts';

/** Accounts and roles, contacts, duties and absences of those who work together, each in several states. */
export function peopleStories(desk: DemoDesk, time: PassingTime): Record<string, Story> {
  return {
    'roles asked for': tellRequests(desk, time),
    'duty of the contractor': tellContractor(desk, time),
    'duty of an administration': tellAdministration(desk, time),
    absences: tellAbsences(desk, time),
  };
}

const officer = 'officer.itsm@demo.test';
const manager = 'itsm@demo.test';
const serviceDesk = 'desk.itsm@demo.test';
const nisoDe = 'niso.de@demo.test';
const npmDe = 'npm.de@demo.test';

async function askFor(desk: DemoDesk, who: string, title: string, fields: object): Promise<string> {
  const asked = { kind: 'role', ...fields };
  return (await desk.open(who, 'account-request', title, asked)).id;
}

async function enterContact(
  desk: DemoDesk,
  [proposer, approver]: readonly [string, string],
  title: string,
  fields: object,
): Promise<string> {
  const change = { change: 'enter', reason: 'The directory is kept up to date.', ...fields };
  const { id } = await desk.open(proposer, 'contact-change', title, change);
  const { fields: now } = await desk.act(approver, id, 'approve');
  return String(now['written']);
}

/** A request granted and ended again, one refused, one that waits, and a new account that waits. */
async function* tellRequests(desk: DemoDesk, time: PassingTime): Story {
  const lead = 'isirt.lead@demo.test';
  const security = 'security@demo.test';
  yield time.at(-60, '09:10');
  const audit = await askFor(desk, lead, 'Auditor for the yearly audit', {
    person: desk.personId('reviewer@demo.test'),
    role: 'auditor',
    reason: 'Stands beside the external auditors while they look at the response team.',
  });
  yield time.at(-59, '11:30');
  await desk.act(security, audit, 'approve');
  yield time.at(-31, '15:00');
  await desk.act(security, audit, 'end', {}, 'The audit is over.');
  yield time.at(-22, '10:05');
  const both = await askFor(desk, lead, 'Change manager for the response team', {
    person: desk.personId(lead),
    role: 'change-manager',
    reason: 'To authorise emergency changes without waiting for the change manager.',
  });
  yield time.at(-21, '08:50');
  const because = 'Who asks for a change does not authorise it: ask for a substitute instead.';
  await desk.act(security, both, 'refuse', {}, because);
  yield time.at(-18, '13:20');
  const tester = await askFor(desk, 'change@demo.test', 'Second tester of patches', {
    person: desk.personId('implementer@demo.test'),
    role: 'patch-tester',
    validTo: time.at(120).toISOString().slice(0, 10),
    reason: 'The laboratory is short of people until spring.',
  });
  yield time.at(-17, '09:00');
  await desk.act(security, tester, 'approve');
  yield time.at(-2, '16:40');
  await askFor(desk, lead, 'Analyst of the response team', {
    person: desk.personId('tester@demo.test'),
    role: 'isirt',
    reason: 'Joins the team for the exercise in December.',
  });
  yield time.at(-1, '10:15');
  await askFor(desk, 'npm.fr@demo.test', 'Compte pour la nouvelle adjointe du RNSSI', {
    ...{ kind: 'account', name: 'Léa Marchand', email: 'lea.marchand@demo.test', locale: 'fr' },
    role: 'niso',
    reason: 'Elle rejoint le bureau de la sécurité le mois prochain.',
  });
}

/** The contractor's officers take turns around the clock, week by week; the week after next lacks two days. */
async function* tellContractor(desk: DemoDesk, time: PassingTime): Story {
  yield time.at(-46, '09:00');
  const role = await askFor(desk, officer, 'Security officer for the turns of duty', {
    person: desk.personId(serviceDesk),
    role: 'itsm-security-officer',
    reason: 'Two officers are needed for a duty around the clock.',
  });
  yield time.at(-45, '10:00');
  await desk.act(manager, role, 'approve');
  yield time.at(-44, '09:30');
  const partners = ['EU-TAXUD', 'DE', 'FR', 'IT'].map((code) => desk.organisation(code));
  const contact = await enterContact(desk, [officer, manager], 'Security officer on duty', {
    ...{ name: 'Security officer on duty', function: 'Coordination of security incidents' },
    ...{ phone: '+352 20 555 100', email: 'duty.itsm@demo.test', hours: '24 hours, every day' },
    ...{ aroundTheClock: true, languages: ['en', 'fr', 'de'], escalationLevel: 1 },
    sharedWith: partners,
  });
  await enterContact(desk, [serviceDesk, manager], 'Service Desk', {
    ...{ name: 'Service Desk', function: 'Tickets and first support' },
    ...{ phone: '+352 20 555 200', email: 'desk@demo.test' },
    ...{ hours: 'Monday to Friday, 7:00 to 20:00, Europe/Luxembourg' },
    ...{ aroundTheClock: false, languages: ['en', 'fr'], escalationLevel: 2, sharedWith: partners },
  });
  const rota = await desk.create(manager, 'duty-rotas', {
    ...{ name: 'Security officer on duty', role: 'itsm-security-officer' },
    ...{ cover: 'around-the-clock', zone: 'Europe/Luxembourg', opensAt: '08:00' },
    ...{ closesAt: '18:00', workdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] },
    sharedWith: partners,
  });
  yield time.at(-9, '08:00');
  const turn = (person: string, from: Date, to: Date) =>
    desk.create(manager, 'duty-shifts', {
      ...{ rota: rota.id, person: desk.personId(person), contact },
      ...{ startsAt: from.toISOString(), endsAt: to.toISOString() },
    });
  const past = await turn(officer, time.at(-8), time.at(-3));
  await turn(serviceDesk, time.at(-3), time.at(2));
  await turn(officer, time.at(2), time.at(7, '17:00'));
  await turn(serviceDesk, time.at(9), time.at(16));
  yield time.at(-3, '08:00');
  await desk.run(officer, desk.register('duty-shifts').act, {
    ...{ id: past.id, action: 'hand-over' },
    fields: {
      handOver: 'Two evidence requests of the outage are open; Rome answers on Wednesday.',
    },
  });
}

/** An administration is on duty outside its office hours; a change of its telephone waits for the second person. */
async function* tellAdministration(desk: DemoDesk, time: PassingTime): Story {
  yield time.at(-38, '09:00');
  const role = await askFor(desk, npmDe, 'Zweite Person für die Bereitschaft', {
    person: desk.personId('assets.de@demo.test'),
    role: 'niso',
    reason: 'Die Bereitschaft braucht zwei Personen im Wechsel.',
  });
  yield time.at(-37, '10:00');
  await desk.act(nisoDe, role, 'approve');
  yield time.at(-36, '11:00');
  const partners = ['EU-TAXUD', 'ITSM', 'FR'].map((code) => desk.organisation(code));
  const contact = await enterContact(desk, [nisoDe, npmDe], 'Bereitschaft Bonn', {
    ...{ name: 'Bereitschaft Bonn', function: 'Nationale Informationssicherheit' },
    ...{ phone: '+49 228 555 0100', email: 'bereitschaft.de@demo.test' },
    ...{ hours: 'Außerhalb der Bürozeiten', aroundTheClock: false, languages: ['de', 'en'] },
    ...{ escalationLevel: 1, sharedWith: partners },
  });
  const rota = await desk.create(nisoDe, 'duty-rotas', {
    ...{ name: 'Bereitschaft Bonn', role: 'niso', cover: 'outside-office-hours' },
    ...{ zone: 'Europe/Berlin', opensAt: '08:00', closesAt: '16:30', sharedWith: partners },
    workdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
  });
  const people = [nisoDe, 'assets.de@demo.test'];
  for (const [index, day] of [-6, 1, 8].entries()) {
    await desk.create(nisoDe, 'duty-shifts', {
      ...{ rota: rota.id, person: desk.personId(people[index % 2] ?? nisoDe), contact },
      startsAt: time.at(day, '15:00').toISOString(),
      endsAt: time.at(day + 7, '15:00').toISOString(),
    });
  }
  yield time.at(-1, '14:10');
  await desk.open(nisoDe, 'contact-change', 'Neue Nummer der Bereitschaft', {
    ...{ change: 'change', contact, phone: '+49 228 555 0177', mobile: '+49 170 555 0177' },
    reason: 'Der alte Anschluss wird zum Monatsende abgeschaltet.',
  });
}

async function* tellAbsences(desk: DemoDesk, time: PassingTime): Story {
  yield time.at(-4, '16:00');
  await away('operations@demo.test', 'On leave', -1, 8);
  await away('npm.fr@demo.test', 'En mission', 0, 6);
  await away('niso.pt@demo.test', 'De férias', 3, 17);

  async function away(email: string, note: string, from: number, to: number): Promise<void> {
    await desk.create(email, 'absences', {
      ...{ person: desk.personId(email), note },
      startsAt: time.at(from, '06:00').toISOString(),
      endsAt: time.at(to, '06:00').toISOString(),
    });
  }
}
