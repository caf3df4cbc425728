import type { Block } from '#documents/model.ts';
import { formatDate } from '#documents/texts.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import type { EarlyWarningReportData } from './report-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<EarlyWarningReportData>;

/** More vulnerabilities than this say less than their worst: the annexed advisory names them all. */
const mostShown = 40;

/** Severity and exploitation as published, the decision points of SSVC as the person set them, and what was decided and why. */
export function assessment({ data, language }: Input): Block[] {
  const speaker = speakerOf(language);
  const { say, option } = speaker;
  const { fields } = data;
  const blocks: Block[] = [];
  // What was decided comes first: most readers need no more.
  if (typeof fields['imperative'] === 'boolean') {
    const tone = fields['imperative'] ? 'important' : 'note';
    const said = say(fields['imperative'] ? 'imperative' : 'notImperative');
    const priority = say('decidedAs', { priority: option('priority', fields['priority']) });
    blocks.push({ kind: 'callout', tone, text: [said, priority] });
  }
  for (const [word, text] of [
    ['impact', fields['impact']],
    ['rationale', fields['rationale']],
  ] as const) {
    if (typeof text !== 'string') continue;
    blocks.push({ kind: 'paragraph', text: [{ text: `${say(word)}. `, bold: true }, text] });
  }
  blocks.push(decision(fields, speaker), ...severity(data, speaker, language));
  return blocks;
}

function severity(
  data: EarlyWarningReportData,
  { say }: Speaker,
  language: Input['language'],
): Block[] {
  const { advisory, vulnerabilities } = data;
  if (advisory === null && vulnerabilities.length === 0) return [];
  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 });
  const listed =
    vulnerabilities.length > 0
      ? vulnerabilities.slice(0, mostShown)
      : [
          {
            id: advisory?.sourceId ?? '',
            cvssScore: advisory?.severityScore ?? null,
            cvssVector: advisory?.severityVector ?? null,
            exploited: advisory?.exploited ?? false,
            kevAddedOn: null,
            kevDueDate: advisory?.kevDueDate ?? null,
            epss: advisory?.epss ?? null,
          },
        ];
  return [
    {
      kind: 'table',
      id: 'table-severity',
      caption: say('severityTable'),
      rowHeads: true,
      columns: [
        { head: say('vulnerability'), width: 20 },
        { head: say('cvss'), width: 50 },
        { head: say('kev'), width: 20 },
        { head: say('epss'), width: 10, align: 'end' },
      ],
      rows: listed.map((one) => {
        // A vulnerability that no catalogue scores has what its advisory says of the whole.
        const score = one.cvssScore ?? advisory?.severityScore ?? null;
        const vector = one.cvssVector ?? advisory?.severityVector ?? null;
        return [
          one.id,
          score === null
            ? say('notKnown')
            : vector === null
              ? number.format(score)
              : [{ text: number.format(score), bold: true }, { lineBreak: true }, vector],
          one.kevAddedOn !== null && one.kevDueDate !== null
            ? say('yesSince', {
                date: formatDate(one.kevAddedOn, language),
                due: formatDate(one.kevDueDate, language),
              })
            : say(one.exploited ? 'yes' : 'no'),
          one.epss === null ? '–' : percent.format(one.epss),
        ];
      }),
    },
  ];
}

function decision(fields: EarlyWarningReportData['fields'], { say, option }: Speaker): Block {
  return {
    kind: 'table',
    id: 'table-decision',
    caption: say('decisionTable'),
    rowHeads: true,
    columns: [
      { head: say('decisionPoint'), width: 50 },
      { head: say('answer'), width: 50 },
    ],
    rows: [
      [say('point.exploitation'), option('exploitation', fields['exploitation'])],
      [say('point.exposure'), option('ssvc.exposure', fields['exposure'])],
      [say('point.automatable'), option('automatable', fields['automatable'])],
      [say('point.humanImpact'), option('humanImpact', fields['humanImpact'])],
      [say('proposed'), option('priority', fields['proposedPriority'])],
      [say('decided'), option('priority', fields['priority'])],
    ],
  };
}
