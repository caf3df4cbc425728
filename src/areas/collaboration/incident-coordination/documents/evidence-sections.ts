import type { Block } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import type { CitedEvidence, IncidentReportData, ReportedExhibit } from './report-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<IncidentReportData>;

/** E-mails are E-1, E-2, …; log extracts and other evidence L-1, L-2, … in the order of their instants. */
function exhibitBlocks(
  exhibits: readonly ReportedExhibit[],
  letter: 'E' | 'L',
  language: Input['language'],
): Block[] {
  const speaker = speakerOf(language);
  const { say, utc } = speaker;
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
          { lineBreak: true },
          { text: `${say('evidenceOf')}: `, italic: true },
          citationOf(one, speaker),
        ],
      },
      { kind: 'code', text: one.excerpt },
    ]),
  ];
}

/** Of which file an extract is: its reference, where in it, and the begin of its hash; what became of its bytes. */
function citationOf({ cited, rangeUnit, rangeFrom, rangeTo }: ReportedExhibit, speaker: Speaker) {
  const { say } = speaker;
  if (cited === null) return say('noFile');
  const range =
    rangeUnit === null || rangeFrom === null
      ? []
      : [say(`range.${rangeUnit}`, { from: rangeFrom, to: rangeTo ?? rangeFrom })];
  const file = [`${cited.reference} ${cited.fileName}`, ...range].join(', ');
  const fate = fateOf(cited, speaker);
  return `${file}, SHA-256 ${cited.sha256.slice(0, 16)}…${fate === null ? '' : `. ${fate}`}`;
}

/** What a reader must know of the bytes: that they are gone, in quarantine, or were not looked at. */
function fateOf({ scan, state }: CitedEvidence, { say }: Speaker): string | null {
  if (state === 'destroyed') return say('bytesDestroyed');
  if (scan === 'infected') return say('bytesInfected');
  return null;
}

/** Every file that an extract was taken from, once, with its whole hash. */
function citedBlock(exhibits: readonly ReportedExhibit[], language: Input['language']): Block[] {
  const speaker = speakerOf(language);
  const { say, option, utc } = speaker;
  const files = new Map(
    exhibits.flatMap(({ cited }) => (cited === null ? [] : [[cited.reference, cited] as const])),
  );
  if (files.size === 0) return [];
  const inOrder = [...files.values()].sort((a, b) =>
    a.reference.localeCompare(b.reference, 'en', { numeric: true }),
  );
  const count = new Intl.NumberFormat(language);
  return [
    {
      kind: 'table',
      id: 'table-cited-evidence',
      caption: say('citedTable'),
      rowHeads: true,
      columns: [
        { head: say('exhibit'), width: 8 },
        { head: say('file'), width: 27 },
        { head: say('collected'), width: 25 },
        { head: 'SHA-256', width: 40 },
      ],
      rows: inOrder.map((one) => [
        one.reference,
        `${one.fileName}, ${say('bytes', { count: count.format(one.bytes) })}. ${option('scan', one.scan)}${one.state === 'destroyed' ? `. ${say('bytesDestroyed')}` : ''}`,
        `${utc(one.collectedAt)}, ${one.collectedBy}`,
        [
          { text: one.sha256.slice(0, 32), code: true },
          { lineBreak: true },
          { text: one.sha256.slice(32), code: true },
        ],
      ]),
    },
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
    ...citedBlock(data.exhibits, language),
    ...(found.length === 0 || data.checks.length === 0 ? [] : [checks]),
  ];
}

/** Sections 3.1 and 3.2 of Table 8. */
export const evidenceSections = { 'e-mails': eMails, logs } as const;
