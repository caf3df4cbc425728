import type { Block } from '#documents/model.ts';
import { formatDate } from '#documents/texts.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { type Coverage, percentOf } from '../coverage.ts';
import type { AntivirusReportData, ReportedInfection } from './report-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<AntivirusReportData>;

/** Hosts named in the table of scans; those beyond are counted. */
const mostHosts = 60;

const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
const sum = <T>(all: readonly T[], of: (one: T) => number) =>
  all.reduce((total, one) => total + of(one), 0);

function numbersOf({ language }: Input): Intl.NumberFormat {
  return new Intl.NumberFormat(language);
}

const dayOf = (at: string, { language }: Input) => formatDate(at.slice(0, 10), language);

/** The period in four sentences, until the author writes better ones. */
export function proposeSummary(input: Input): string {
  const { data, language } = input;
  const { say } = speakerOf(language);
  const { coverage, hosts } = data;
  const files = sum(hosts, (one) => one.filesInfected);
  const open = sum(data.infections, ({ states }) => states['found'] ?? 0);
  const found = files === 0 ? 'proposedClean' : open === 0 ? 'proposedInfected' : 'proposedOpen';
  const sentences = [
    say('period', { from: dayOf(data.periodFrom, input), to: dayOf(data.periodTo, input) }),
    say('proposedCoverage', {
      percent: percentOf(coverage),
      count: coverage.clients + coverage.servers,
    }),
    say('proposedScans', { scans: sum(hosts, (one) => one.scans), hosts: hosts.length }),
    say(found, { files, open }),
  ];
  return sentences.join(' ');
}

function definitions(input: Input): Block[] {
  const { say } = speakerOf(input.language);
  const period = say('period', {
    from: dayOf(input.data.periodFrom, input),
    to: dayOf(input.data.periodTo, input),
  });
  if (input.data.definitions.length === 0) {
    return [paragraph(period), paragraph(say('noDefinitions'))];
  }
  return [
    paragraph(period),
    {
      kind: 'table',
      id: 'table-definitions',
      caption: say('definitionsTable'),
      rowHeads: true,
      columns: [
        { head: say('product'), width: 22 },
        { head: say('checks'), width: 12, align: 'end' },
        { head: say('acquired'), width: 12, align: 'end' },
        { head: say('notAcquired'), width: 13, align: 'end' },
        { head: say('latest'), width: 16 },
        { head: say('released'), width: 14 },
        { head: say('oldest'), width: 11, align: 'end' },
      ],
      rows: input.data.definitions.map((one) => [
        one.product,
        String(one.checks),
        String(one.acquired),
        String(one.notAcquired),
        one.lastVersion,
        dayOf(one.lastReleasedAt, input),
        say('hours', { count: one.oldestHours }),
      ]),
    },
  ];
}

function coverageRows(coverage: Coverage, { say }: Speaker, number: Intl.NumberFormat): string[][] {
  const row = (head: string, total: number, current: number) => [
    head,
    number.format(total),
    number.format(current),
    total === 0 ? '–' : `${Math.floor((current * 100) / total)} %`,
  ];
  return [
    row(say('kind.server'), coverage.servers, coverage.serversCurrent),
    row(say('kind.client'), coverage.clients, coverage.clientsCurrent),
    row(
      say('both'),
      coverage.servers + coverage.clients,
      coverage.serversCurrent + coverage.clientsCurrent,
    ),
  ];
}

function distribution(input: Input): Block[] {
  const { data, language } = input;
  const speaker = speakerOf(language);
  const { say } = speaker;
  if (data.coverage.clients + data.coverage.servers === 0) {
    return [paragraph(say('noInstallations'))];
  }
  const blocks: Block[] = [
    {
      kind: 'table',
      id: 'table-coverage',
      caption: say('coverageTable'),
      rowHeads: true,
      columns: [
        { head: say('kind'), width: 40 },
        { head: say('total'), width: 20, align: 'end' },
        { head: say('current'), width: 20, align: 'end' },
        { head: say('share'), width: 20, align: 'end' },
      ],
      rows: coverageRows(data.coverage, speaker, numbersOf(input)),
    },
  ];
  if (data.coverageReason !== null && data.coverageReason.trim() !== '') {
    const text = [{ text: `${say('reason')}. `, bold: true }, data.coverageReason];
    blocks.push({ kind: 'paragraph', text });
  }
  return blocks;
}

function scans(input: Input): Block[] {
  const { say } = speakerOf(input.language);
  const number = numbersOf(input);
  const { hosts } = input.data;
  if (hosts.length === 0) return [paragraph(say('noScans'))];
  const table: Block = {
    kind: 'table',
    id: 'table-scans',
    caption: say('scansTable'),
    rowHeads: true,
    columns: [
      { head: say('host'), width: 32 },
      { head: say('scans'), width: 12, align: 'end' },
      { head: say('lastScan'), width: 18 },
      { head: say('files'), width: 16, align: 'end' },
      { head: say('infected'), width: 12, align: 'end' },
      { head: say('errors'), width: 10, align: 'end' },
    ],
    rows: hosts
      .slice(0, mostHosts)
      .map((one) => [
        one.host,
        number.format(one.scans),
        dayOf(one.lastAt, input),
        one.filesScanned === null ? '–' : number.format(one.filesScanned),
        number.format(one.filesInfected),
        number.format(one.errors),
      ]),
  };
  const more = hosts.length - mostHosts;
  return more > 0 ? [table, paragraph(say('more', { count: more }))] : [table];
}

function became({ states, treatments }: ReportedInfection, { say, option }: Speaker): string {
  const parts = (['treated', 'false-positive', 'found'] as const).flatMap((state) => {
    const count = states[state] ?? 0;
    if (count === 0) return [];
    const how = treatments.map((one) => option('treatment', one)).join(', ');
    const said = say(`state.${state}`, { count });
    return [state === 'treated' && how !== '' ? `${said} (${how})` : said];
  });
  return parts.join('; ');
}

function infections(input: Input): Block[] {
  const { data, language } = input;
  const speaker = speakerOf(language);
  const { say } = speaker;
  if (data.infections.length === 0) return [paragraph(say('noInfections'))];
  const found: Block = {
    kind: 'table',
    id: 'table-infections',
    caption: say('infectionsTable'),
    rowHeads: true,
    columns: [
      { head: say('signature'), width: 28 },
      { head: say('host'), width: 22 },
      { head: say('found'), width: 16 },
      { head: say('infectedFiles'), width: 10, align: 'end' },
      { head: say('became'), width: 24 },
    ],
    rows: data.infections.map((one) => [
      one.signature,
      one.host,
      dayOf(one.foundAt, input),
      String(one.files),
      became(one, speaker),
    ]),
  };
  return data.handOffs.length === 0 ? [found] : [found, handedOver(data, speaker)];
}

function handedOver(data: AntivirusReportData, { say, option }: Speaker): Block {
  return {
    kind: 'table',
    id: 'table-hand-offs',
    caption: say('handOffTable'),
    rowHeads: true,
    columns: [
      { head: say('incident'), width: 70 },
      { head: say('status'), width: 30 },
    ],
    rows: data.handOffs.map((one) => [
      one.reference === null ? one.title : `${one.reference}: ${one.title}`,
      option('hand-off', one.state),
    ]),
  };
}

function outdated(input: Input): Block[] {
  const { data, language } = input;
  const { say, option } = speakerOf(language);
  if (data.outdated.length === 0) return [paragraph(say('allCurrent'))];
  return [
    {
      kind: 'table',
      id: 'table-outdated',
      caption: say('outdatedTable'),
      rowHeads: true,
      columns: [
        { head: say('computer'), width: 30 },
        { head: say('kind'), width: 14 },
        { head: say('product'), width: 22 },
        { head: say('version'), width: 16 },
        { head: say('reported'), width: 18 },
      ],
      rows: data.outdated.map((one) => [
        one.name,
        option('installation', one.kind),
        one.product,
        one.definitionsVersion ?? say('unknown'),
        one.reportedAt === null ? say('never') : dayOf(one.reportedAt, input),
      ]),
    },
  ];
}

/** The functions that write the sections, by the names that the definition calls. */
export const reportSections = { definitions, distribution, scans, infections, outdated } as const;
