import type { Block, Inline } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { assessments, severities } from '../fields.ts';
import { dayOf, lines, paragraph, particulars } from './blocks.ts';
import { objectives, scope, subject } from './mission-sections.ts';
import type { ReportData, ReportedFinding } from './report-data.ts';
import { speakerOf } from './words.ts';

type Input = SectionInput<ReportData>;

/** The report recalls what was approved, and says which version that was. */
function description({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  if (data.programme === null) return [];
  const { reference, version, at } = data.programme;
  return [paragraph(say('programmeReminder', { reference, version, date: dayOf(at, language) }))];
}

function findings(input: Input): Block[] {
  const { data, language } = input;
  const { say } = speakerOf(language);
  if (data.findings.length === 0) return [];
  const controls = new Set(data.findings.map(({ control }) => control)).size;
  return [
    paragraph(say('findingsIntro', { count: data.findings.length, controls })),
    statusTable(input),
    overviewTable(input),
    ...data.findings.map((finding) => findingTable(finding, input)),
  ];
}

function statusTable({ data, language }: Input): Block {
  const { say, option } = speakerOf(language);
  const count = (assessment: string, severity: string | null) =>
    data.findings.filter(
      (one) => one.assessment === assessment && (severity === null || one.severity === severity),
    ).length;
  const shown = (value: number) => (value === 0 ? '–' : String(value));
  return {
    kind: 'table',
    id: 'table-findings-status',
    caption: say('statusTable'),
    rowHeads: true,
    columns: [
      { head: say('status'), width: 36 },
      ...severities.map((one) => ({
        head: option('severity', one),
        width: 13,
        align: 'end' as const,
      })),
      { head: say('total'), width: 12, align: 'end' },
    ],
    rows: assessments.map((assessment) => [
      option('assessment', assessment),
      ...severities.map((severity) => shown(count(assessment, severity))),
      [{ text: shown(count(assessment, null)), bold: true }],
    ]),
  };
}

function overviewTable({ data, language }: Input): Block {
  const { say, option } = speakerOf(language);
  return {
    kind: 'table',
    id: 'table-findings',
    caption: say('overviewTable'),
    columns: [
      { head: say('number'), width: 6, align: 'end' },
      { head: say('finding'), width: 34 },
      { head: say('control'), width: 30 },
      { head: say('status'), width: 17 },
      { head: say('severity'), width: 13 },
    ],
    rows: data.findings.map((one) => [
      String(one.number),
      one.title,
      one.control,
      option('assessment', one.assessment),
      option('severity', one.severity),
    ]),
  };
}

function findingTable(finding: ReportedFinding, { language }: Input): Block {
  const { say, option } = speakerOf(language);
  const rows: [string, Inline][] = [
    [say('control'), finding.control],
    [say('organisation'), finding.organisation],
    [
      say('status'),
      `${option('assessment', finding.assessment)} (${say('severity')}: ${option('severity', finding.severity)})`,
    ],
    [say('statement'), lines(finding.statement)],
  ];
  if (finding.recommendation !== null)
    rows.push([say('recommendation'), lines(finding.recommendation)]);
  if (finding.evidence.length > 0) {
    const cited = finding.evidence.map(
      (one) => `${option('evidence', one.kind)}: ${one.reference}`,
    );
    rows.push([say('evidence'), lines(cited.join('\n'))]);
  }
  if (finding.note !== null) rows.push([say('note'), lines(finding.note)]);
  if (finding.responsible !== null) {
    const date = dayOf(finding.dueOn, language);
    rows.push([say('responsible'), say('responsibleUntil', { name: finding.responsible, date })]);
  }
  const caption = say('findingTable', { number: finding.number, title: finding.title });
  return particulars(
    `table-finding-${finding.number}`,
    caption,
    [say('particular'), say('detail')],
    rows,
  );
}

export const reportSections = { description, subject, objectives, scope, findings };
