import type { Block, Table } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { foundOf, paragraph, titledList } from './blocks.ts';
import { evidenceSections } from './evidence-sections.ts';
import type { IncidentReportData } from './report-data.ts';
import { timeSections } from './time-sections.ts';
import { speakerOf } from './words.ts';

type Input = SectionInput<IncidentReportData>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The case's own words, for the author to write better ones. */
export function proposeSummary({ data, language }: Input): string {
  const { say } = speakerOf(language);
  return say('summaryProposal', {
    reference: data.reference,
    title: data.title,
    origin: data.origin ?? say('notKnown'),
    impact: data.decision?.outcome === 'high' ? say('highImpact') : say('notHighImpact'),
    summary: text(data.fields['summary']),
  });
}

export function proposeOverview({ data }: Input): string {
  return text(data.fields['summary']);
}

function identification({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const { fields } = data;
  const ticket = [text(fields['ticketSystem']), text(fields['ticket'])].filter(Boolean).join(' ');
  const rows: [string, string][] = [
    [say('incident'), data.reference],
    [say('name'), data.title],
    ...(ticket === '' ? [] : [[say('ticket'), ticket] as [string, string]]),
    ...(text(fields['reporter']) === ''
      ? []
      : [[say('reporter'), text(fields['reporter'])] as [string, string]]),
    [say('category'), option('category', fields['category'])],
    [say('origin'), data.origin ?? say('notKnown')],
    [say('affected'), data.affected.join(', ') || say('notKnown')],
    [say('commonDomain'), option('commonDomain', fields['commonDomainImpact'])],
    [say('labels'), `${data.label}, TLP:${data.tlp}`],
  ];
  return [
    {
      kind: 'table',
      id: 'table-identification',
      caption: say('identificationTable'),
      rowHeads: true,
      columns: [
        { head: say('particular'), width: 34 },
        { head: say('detail'), width: 66 },
      ],
      rows,
    },
  ];
}

/** What was affected and how, with the decision and each judgement of a significant impact. */
function overview({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  const judged = [...data.systems, ...data.information];
  if (judged.length === 0) return [];
  const reasons = judged.filter(({ judgement }) => text(judgement) !== '');
  return [
    ...decisionBlock(data, language),
    impactTable(data, language),
    ...reasons.map(({ name, judgement }) =>
      paragraph([{ text: `${say('judgement', { name })}: `, bold: true }, text(judgement)]),
    ),
  ];
}

function decisionBlock({ decision }: IncidentReportData, language: Input['language']): Block[] {
  const { say, utc } = speakerOf(language);
  if (decision === null) return [];
  const rules = decision.met.map(({ rule, by }) => (by ? `${rule} (${by})` : rule)).join(', ');
  const outcome = decision.outcome === 'high' ? say('highImpact') : say('notHighImpact');
  const at = utc(decision.at);
  const said =
    decision.because === 'inputs'
      ? say('decidedFrom', { at, table: decision.table, outcome, rules })
      : say(decision.because, { at, rationale: decision.rationale ?? '' });
  const tone = decision.outcome === 'high' ? 'important' : 'note';
  return [{ kind: 'callout', tone, title: outcome, text: [said] }];
}

function impactTable(data: IncidentReportData, language: Input['language']): Table {
  const { say, option } = speakerOf(language);
  return {
    kind: 'table',
    id: 'table-impact',
    caption: say('impactTable'),
    rowHeads: true,
    columns: [
      { head: say('what'), width: 34 },
      { head: say('rank'), width: 16 },
      { head: say('confidentiality'), width: 17 },
      { head: say('integrity'), width: 16 },
      { head: say('availability'), width: 17 },
    ],
    rows: [...data.systems, ...data.information].map((one) => [
      one.name,
      option('rank', one.rank),
      option('impact', one.confidentiality),
      option('impact', one.integrity),
      option('impact', one.availability),
    ]),
  };
}

/** In this order, whatever the alphabet says: who leads first. */
const parts = [
  ...['itsm-security-manager', 'itsm-security-officer', 'quality-controller', 'service-desk'],
  ...['application-management', 'csip-manager', 'liso', 'niso', 'npm', 'lsa'],
];

function parties({ data, language, organisation }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const inOrder = data.parties.toSorted((a, b) => parts.indexOf(a.role) - parts.indexOf(b.role));
  const grouped = Map.groupBy(inOrder, ({ name }) => name);
  const rows = [...grouped].map(([name, taken]) => {
    const said = taken.map(({ role }) => option('part', role)).join('; ');
    const origin = taken.some((part) => part.origin);
    return [name, origin ? `${said} (${say('originMark')})` : said];
  });
  return [
    {
      kind: 'table',
      id: 'table-parties',
      caption: say('partiesTable'),
      rowHeads: true,
      columns: [
        { head: say('organisation'), width: 36 },
        { head: say('part'), width: 64 },
      ],
      rows: [[organisation, say('part.owner')], ...rows],
    },
  ];
}

function services({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  const rows = data.systems
    .filter(({ services: named }) => text(named) !== '')
    .map(({ name, services: named }) => [name, text(named)]);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'table-services',
      caption: say('servicesTable'),
      rowHeads: true,
      columns: [
        { head: say('system'), width: 38 },
        { head: say('services'), width: 62 },
      ],
      rows,
    },
  ];
}

function causes({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  return [
    ...titledList(say('rootCauses'), foundOf(data, 'root-cause')),
    ...titledList(say('relatedIssues'), foundOf(data, 'related-issue')),
  ];
}

function deviations({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  if (data.gaps.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'table-gaps',
      caption: say('gapsTable'),
      rowHeads: true,
      columns: [
        { head: say('policy'), width: 26 },
        { head: say('deviation'), width: 40 },
        { head: say('requirement'), width: 34 },
      ],
      rows: data.gaps.map((gap) => [
        gap.policy,
        gap.consequence === null
          ? gap.deviation
          : [gap.deviation, { lineBreak: true }, { text: gap.consequence, italic: true }],
        gap.requirement,
      ]),
    },
  ];
}

function recommendations({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const rows = data.recommendations.map((one, index) => [
    String(index + 1),
    [{ text: one.title, bold: true }, { lineBreak: true } as const, one.text],
    option('goesTo', one.goesTo),
    option('urgency', one.urgency),
  ]);
  const table: Block = {
    kind: 'table',
    id: 'table-recommendations',
    caption: say('recommendationsTable'),
    columns: [
      { head: say('exhibit'), width: 7, align: 'end' },
      { head: say('recommendation'), width: 53 },
      { head: say('goesTo'), width: 25 },
      { head: say('urgency'), width: 15 },
    ],
    rows,
  };
  return [
    ...titledList(say('lessons'), foundOf(data, 'lesson')),
    ...(rows.length === 0 ? [] : [table]),
  ];
}

/** The functions that write the sections, by the names that the definition calls. */
export const reportSections = {
  identification,
  overview,
  parties,
  services,
  causes,
  ...evidenceSections,
  ...timeSections,
  deviations,
  recommendations,
} as const;
