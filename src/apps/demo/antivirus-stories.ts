import { begin, staff } from './protection-staff.ts';
import type { Story, Team } from './story.ts';

const { antivirus, security, manager } = staff;

/** Hosts that are scanned every week; the others have the resident scanner only. */
const scanned = ['files-2', 'mx-3', 'mx-1', 'dns-1', 'dns-2', 'bill-app-1'];

interface Found {
  readonly path: string;
  readonly signature: string;
}

/** What clamscan prints of one scan. */
function scanText(at: Date, files: number, found: readonly Found[]): string {
  const stamp = (moment: Date) =>
    `${moment.toISOString().slice(0, 10).replaceAll('-', ':')} ${moment.toISOString().slice(11, 19)}`;
  const seconds = Math.round(files / 40);
  return [
    ...found.map(({ path, signature }) => `${path}: ${signature} FOUND`),
    ...['', '----------- SCAN SUMMARY -----------', 'Known viruses: 8709123'],
    ...['Engine version: 1.4.3', `Scanned directories: ${Math.round(files / 9)}`],
    ...[`Scanned files: ${files}`, `Infected files: ${found.length}`],
    `Data scanned: ${(files / 31).toFixed(2)} MB`,
    `Data read: ${(files / 40).toFixed(2)} MB (ratio 1.29:1)`,
    `Time: ${seconds}.120 sec (${Math.floor(seconds / 60)} m ${seconds % 60} s)`,
    `Start Date: ${stamp(at)}`,
    `End Date:   ${stamp(new Date(at.getTime() + seconds * 1000))}`,
    '',
  ].join('\n');
}

/** The management console's list: the servers of the fleet, and workplaces, some of which were away. */
function consoleList({ fleet, time }: Team, day: number, late: number): string {
  const line = (name: string, type: string, behind: number) => {
    const seen = time.at(day - behind, '05:40').toISOString();
    const released = time.at(day - behind, '03:55').toISOString();
    return `${name};${type};ClamAV;1.4.3;${27_800 + day - behind};${released};${seen};yes`;
  };
  const servers = [...fleet.assets.values()].filter(({ profile }) => profile !== null).slice(0, 60);
  return [
    'Computer;Type;Product;Engine;Definitions;Definitions date;Last seen;Resident protection',
    ...servers.map(({ name }) => line(name, 'server', 0)),
    ...Array.from({ length: 64 }, (_, at) => line(`ws-${101 + at}`, 'client', at < late ? 9 : 0)),
    '',
  ].join('\n');
}

/** Two months of antivirus management: one that management acknowledged, one under way with an infection to judge. */
export function antivirusStories(team: Team): Record<string, Story> {
  return {
    'antivirus last month': tellLastMonth(team),
    'antivirus this month': tellThisMonth(team),
  };
}

async function check({ desk, time }: Team, day: number, result: string): Promise<void> {
  await desk.create(antivirus, 'virus-definitions', {
    ...{ product: 'ClamAV', definitionsVersion: String(27_800 + day), result },
    releasedAt: time.at(day, '03:55').toISOString(),
    checkedAt: time.at(day, '06:00').toISOString(),
    source: 'Mirror of the distribution',
  });
}

async function scan(team: Team, day: number, host: string, found: readonly Found[] = []) {
  const { desk, fleet, time } = team;
  const target = fleet.assets.get(host)?.id;
  if (target === undefined) return;
  const files = 18_000 + host.length * 731 + (day + 80) * 17;
  await desk.import(antivirus, 'clamav', scanText(time.at(day, '02:00'), files, found), {
    ...{ fileName: `${host}.log`, target },
  });
}

async function* tellLastMonth(team: Team): Story {
  const { desk, time } = team;
  yield time.at(-44, '08:10');
  const dayOf = (day: number) => time.at(day).toISOString().slice(0, 10);
  const { id } = await desk.open(antivirus, 'antivirus', 'Antivirus, last month', {
    ...{ periodFrom: dayOf(-45), periodTo: dayOf(-16) },
  });
  await check(team, -44, 'acquired');
  await desk.act(antivirus, id, 'record-check');
  yield time.at(-43, '09:00');
  await desk.import(antivirus, 'antivirus-installations', consoleList(team, -44, 2), {
    fileName: 'console.csv',
  });
  await desk.act(antivirus, id, 'record-distribution');
  for (const day of [-38, -31, -24, -17]) {
    yield time.at(day, '07:30');
    await check(team, day, day === -24 ? 'already-there' : 'acquired');
    for (const host of scanned) {
      const infected = day === -24 && host === 'files-2';
      const found = [
        { path: '/srv/share/sales/offer_2026.doc', signature: 'Doc.Dropper.Agent-9912' },
        { path: '/srv/share/sales/old/offer_2026.doc', signature: 'Doc.Dropper.Agent-9912' },
        { path: '/srv/share/tools/setup.exe', signature: 'Win.Adware.Bundler-441' },
      ];
      await scan(team, day, host, infected ? found : []);
    }
  }
  yield time.at(-23, '10:00');
  const page = await desk.ask(antivirus, desk.register('infections').list, {
    filters: { state: 'found' },
  });
  for (const { id: infection, fields } of page.items) {
    const harmless = String(fields['path']).endsWith('setup.exe');
    await desk.run(antivirus, desk.register('infections').act, {
      id: infection,
      action: harmless ? 'dismiss' : 'treat',
      comment: harmless ? 'The installer of our own deployment tool; reported to ClamAV.' : null,
      fields: harmless
        ? {}
        : { treatment: 'deleted', note: 'Came by mail; the sender is blocked.' },
    });
  }
  yield time.at(-15, '09:30');
  await desk.import(antivirus, 'antivirus-installations', consoleList(team, -17, 2), {
    fileName: 'console.csv',
  });
  await desk.act(antivirus, id, 'conclude-scans');
  await desk.act(antivirus, id, 'draft-report');
  const report = await begin(desk, antivirus, id, 'antivirus-report');
  await report.write({
    measures: 'Attachments with macros are held back at the mail gateway since the ninth.',
  });
  await report.act(antivirus, 'submit-qc');
  yield time.at(-14, '11:00');
  await report.act(staff.quality, 'qc-pass');
  await report.act(antivirus, 'deliver');
  await desk.act(antivirus, id, 'submit-report');
  yield time.at(-12, '08:45');
  await report.act(manager, 'acknowledge', 'Read.');
  await desk.act(manager, id, 'acknowledge', {}, 'The step at the mail gateway was right.');
}

async function* tellThisMonth(team: Team): Story {
  const { desk, time } = team;
  yield time.at(-10, '08:10');
  const dayOf = (day: number) => time.at(day).toISOString().slice(0, 10);
  const { id } = await desk.open(antivirus, 'antivirus', 'Antivirus, this month', {
    ...{ periodFrom: dayOf(-15), periodTo: dayOf(14) },
  });
  await check(team, -10, 'acquired');
  await desk.act(antivirus, id, 'record-check');
  yield time.at(-9, '09:00');
  await desk.import(antivirus, 'antivirus-installations', consoleList(team, -10, 11), {
    fileName: 'console.csv',
  });
  await desk.act(antivirus, id, 'record-distribution', {
    coverageReason:
      'Eleven workplaces of field staff were not on the network; they update when they return.',
  });
  yield time.at(-3, '07:30');
  await check(team, -3, 'acquired');
  await desk.import(antivirus, 'antivirus-installations', consoleList(team, -3, 4), {
    fileName: 'console.csv',
  });
  for (const host of scanned) {
    const found = [{ path: '/var/spool/mail/held/4471', signature: 'Win.Trojan.Emotet-9951' }];
    await scan(team, -3, host, host === 'mx-3' ? found : []);
  }
  yield time.at(-2, '10:20');
  // An unjudged infection holds back the report: shown as it stands.
  const page = await desk.ask(security, desk.register('security-events').list, { filters: {} });
  const [event] = page.items.filter(({ fields }) => String(fields['title']).includes('files-2'));
  if (event === undefined) return;
  await desk.run(security, desk.register('security-events').act, {
    ...{ id: event.id, action: 'assess' },
    fields: { outcome: 'incident', assessment: 'Came by mail to two people of sales.' },
  });
}
