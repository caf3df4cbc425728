import type { Block } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import type { IncidentReportData, ReportedExhibit } from './report-data.ts';
import { speakerOf } from './words.ts';

type Input = SectionInput<IncidentReportData>;

/** E-mails are E-1, E-2, …; log extracts and other evidence L-1, L-2, … in the order of their instants. */
function exhibitBlocks(
  exhibits: readonly ReportedExhibit[],
  letter: 'E' | 'L',
  language: Input['language'],
): Block[] {
  const { say, utc } = speakerOf(language);
  if (exhibits.length === 0) return [];
  const numberOf = (index: number) => `${letter}-${index + 1}`;
  return [
    {
      kind: 'table',
      id: `table-exhibits-${letter.toLowerCase()}`,
      caption: say(letter === 'E' ? 'emailTable' : 'logTable'),
      rowHeads: true,
      columns: [
        { head: say('exhibit'), width: 9 },
        { head: say('at'), width: 22 },
        { head: say('from'), width: 29 },
        { head: say('about'), width: 40 },
      ],
      rows: exhibits.map((one, index) => [numberOf(index), utc(one.at), one.from, one.subject]),
    },
    ...exhibits.flatMap((one, index): Block[] => [
      {
        kind: 'paragraph',
        text: [
          { text: `${numberOf(index)}  ${one.subject}`, bold: true },
          { lineBreak: true },
          `${one.from}, ${utc(one.at)} UTC`,
          { lineBreak: true },
          { text: `${say('analysisOf')}: `, italic: true },
          one.analysis ?? say('noAnalysis'),
        ],
      },
      { kind: 'code', text: one.excerpt },
    ]),
  ];
}

function eMails({ data, language }: Input): Block[] {
  const found = data.exhibits.filter(({ kind }) => kind === 'e-mail');
  return exhibitBlocks(found, 'E', language);
}

/** The checks for consistency close the section: what the evidence came to. */
function logs({ data, language }: Input): Block[] {
  const { say, option, utc } = speakerOf(language);
  const found = data.exhibits.filter(({ kind }) => kind !== 'e-mail');
  const checks: Block = {
    kind: 'table',
    id: 'table-checks',
    caption: say('checksTable'),
    columns: [
      { head: say('at'), width: 22 },
      { head: say('result'), width: 20 },
      { head: say('analysisOf'), width: 58 },
    ],
    rows: data.checks.map((one) => [utc(one.at), option('check', one.kind), one.text]),
  };
  return [
    ...exhibitBlocks(found, 'L', language),
    ...(found.length === 0 || data.checks.length === 0 ? [] : [checks]),
  ];
}

/** Sections 3.1 and 3.2 of Table 8. */
export const evidenceSections = { 'e-mails': eMails, logs } as const;
