import type { Block, Inline } from '#documents/model.ts';
import { formatDate } from '#documents/texts.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { assessment } from './report-assessment.ts';
import type { EarlyWarningReportData, ReportedAsset } from './report-data.ts';
import { speakerOf } from './words.ts';

type Input = SectionInput<EarlyWarningReportData>;

const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text });
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The organisation's own opening words are the case's summary until the author writes better ones. */
export function proposeSummary({ data }: Input): string {
  return text(data.fields['summary']);
}

function source({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const { advisory } = data;
  const rows: [string, string][] = [
    [say('case'), data.reference],
    [say('received'), formatDate(data.openedAt.slice(0, 10), language)],
    [say('kindOfSource'), option('source', data.fields['source'])],
  ];
  if (advisory !== null) {
    rows.push([say('advisory'), `${advisory.sourceId}: ${advisory.title}`]);
    rows.push([say('publisher'), advisory.publisher]);
    if (advisory.revision !== null)
      rows.push([say('revision'), dated(advisory.revision, language)]);
  }
  const ids = data.vulnerabilities.map((one) => one.id);
  if (ids.length > 0) rows.push([say('vulnerabilities'), ids.join(', ')]);
  const table: Block = {
    kind: 'table',
    id: 'table-source',
    caption: say('sourceTable'),
    rowHeads: true,
    columns: [
      { head: say('particular'), width: 28 },
      { head: say('detail'), width: 72 },
    ],
    rows,
  };
  return advisory === null ? [table, paragraph(say('noAdvisory'))] : [table];
}

/** Some sources count revisions by the instant of their change: its day says enough. */
function dated(revision: string, language: Input['language']): string {
  const day = /^(\d{4}-\d{2}-\d{2})T/.exec(revision)?.[1];
  return day === undefined ? revision : formatDate(day, language);
}

function assets({ data, language, organisation }: Input): Block[] {
  const { say } = speakerOf(language);
  const count = data.assets.length;
  const counted =
    count === 0
      ? say('affectedNone', { organisation })
      : count === 1
        ? say('affectedOne', { organisation })
        : say('affectedCount', { organisation, count });
  const more = data.unknown > 0 ? ` ${say('unknownCount', { count: data.unknown })}` : '';
  const repaired = data.repaired.length > 0 ? ` ${say('repairedNote')}` : '';
  return [
    paragraph(`${counted}${more}${repaired}`),
    ...assetTable('table-assets', say('assetsTable'), data.assets, language),
    ...assetTable('table-repaired', say('repairedTable'), data.repaired, language),
  ];
}

function assetTable(
  id: string,
  caption: string,
  rows: readonly ReportedAsset[],
  language: Input['language'],
): Block[] {
  const { say, option } = speakerOf(language);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      id,
      caption,
      rowHeads: true,
      columns: [
        { head: say('asset'), width: 24 },
        { head: say('system'), width: 27 },
        { head: say('environment'), width: 19 },
        { head: say('exposure'), width: 14 },
        { head: say('value'), width: 16 },
      ],
      rows: rows.map((asset) => [
        asset.name,
        [asset.system, ...asset.services].filter((name) => name !== null).join(', ') || '–',
        option('environment', asset.environment),
        option('exposure', asset.exposure),
        asset.value === null && asset.valueClass === null
          ? say('notKnown')
          : [option('value', asset.valueClass), asset.value === null ? '' : `(${asset.value})`]
              .join(' ')
              .trim(),
      ]),
    },
  ];
}

function recommendations({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (data.recommendations.length === 0) return [paragraph(say('noRecommendations'))];
  return [
    {
      kind: 'table',
      id: 'table-recommendations',
      caption: say('recommendationsTable'),
      rowHeads: true,
      columns: [
        { head: say('recommendation'), width: 52 },
        { head: say('kind'), width: 16 },
        { head: say('urgency'), width: 16 },
        { head: say('assetsColumn'), width: 10, align: 'end' },
      ],
      rows: data.recommendations.map((one) => [
        [{ text: one.title, bold: true }, { lineBreak: true }, one.text],
        option('kind', one.kind),
        option('priority', one.urgency),
        one.assets === 0 ? '–' : String(one.assets),
      ]),
    },
  ];
}

function measures({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (data.measures.length === 0) return [paragraph(say('noMeasures'))];
  return [
    {
      kind: 'table',
      id: 'table-measures',
      caption: say('measuresTable'),
      rowHeads: true,
      columns: [
        { head: say('measure'), width: 50 },
        { head: say('reference'), width: 20 },
        { head: say('status'), width: 30 },
      ],
      rows: data.measures.map((one) => [
        one.title,
        one.reference ?? '–',
        one.outcome === null ? option('state', one.handOffState) : option('outcome', one.outcome),
      ]),
    },
  ];
}

function distribution({ recipients, language }: Input): Block[] {
  const { say } = speakerOf(language);
  if (recipients.length === 0) return [paragraph(say('noRecipients'))];
  return [
    {
      kind: 'table',
      id: 'table-distribution',
      caption: say('distributionTable'),
      columns: [
        { head: say('organisation'), width: 32 },
        { head: say('person'), width: 24 },
        { head: say('reason'), width: 44 },
      ],
      rows: recipients.map((one) => [one.organisation, one.person ?? '–', one.reason]),
    },
  ];
}

/** Products and versions together, not a row a host: how many assets have each stands beside it. */
function products({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (data.components.length === 0) return [paragraph(say('noProducts'))];
  const groups = Map.groupBy(data.components, (one) =>
    JSON.stringify([one.ecosystem, one.package, one.version, one.fixedVersion]),
  );
  const rows = [...groups.values()].flatMap((group) => {
    const [one] = group;
    if (one === undefined) return [];
    const names = new Set(group.map(({ asset }) => asset)).size;
    return [
      [
        [{ text: one.package, code: true }, ` (${one.ecosystem})`],
        one.version,
        one.fixedVersion ?? say('noFix'),
        String(names),
        option('confidence', one.confidence),
      ],
    ];
  });
  return [
    {
      kind: 'table',
      id: 'table-products',
      caption: say('productsTable'),
      rowHeads: true,
      columns: [
        { head: say('product'), width: 34 },
        { head: say('installed'), width: 20 },
        { head: say('fixed'), width: 20 },
        { head: say('hosts'), width: 10, align: 'end' },
        { head: say('confidence'), width: 16 },
      ],
      rows,
    },
  ];
}

/** The functions that write the sections, by the names that the definition calls. */
export const reportSections = {
  source,
  assets,
  assessment,
  recommendations,
  measures,
  distribution,
  products,
} as const;
