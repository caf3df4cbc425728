import type { Block, Inline } from '#documents/model.ts';
import type { IncidentReportData } from './report-data.ts';

export const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text });

/** A lead-in in bold and a list below it; nothing where there is nothing to list. */
export function titledList(title: string, items: readonly string[]): Block[] {
  if (items.length === 0) return [];
  return [
    paragraph([{ text: title, bold: true }]),
    { kind: 'list', ordered: false, items: items.map((item) => ({ text: item })) },
  ];
}

/** Findings of one kind, in the order in which they were recorded. */
export const foundOf = (data: IncidentReportData, kind: string): string[] =>
  data.findings.filter((one) => one.kind === kind).map((one) => one.text);
