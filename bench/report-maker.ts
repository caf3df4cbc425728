import type { Block, DocumentModel, Section } from '#documents/model.ts';
import { PLAIN_THEME } from '#documents/theme.ts';
import { randomOf } from './kit/seeded.ts';

const vocabulary =
  'gateway administration evidence transit authentication certificate message queue exchange log entry service interruption measure officer network system recovery notification identifier configuration national common domain report request control finding recommendation deadline contractor availability integrity'.split(
    ' ',
  );

/** A mission report of about twenty pages: chapters of text with lists, tables of four columns and notes; each seed other words. */
export function twentyPages(seed: number): DocumentModel {
  const random = randomOf(seed);
  const word = () => vocabulary[Math.floor(random() * vocabulary.length)] ?? '';
  const words = (count: number) => Array.from({ length: count }, word).join(' ');
  const sentence = (count: number) => {
    const text = words(count);
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  };
  const paragraph = (): Block => ({
    kind: 'paragraph',
    text: Array.from({ length: 5 }, () => sentence(14)).join(' '),
  });
  const table = (rows: number): Block => ({
    kind: 'table',
    caption: words(5),
    columns: [
      { head: 'Control', width: 2 },
      { head: 'Finding', width: 6 },
      { head: 'Status', width: 2 },
      { head: 'Due', width: 2 },
    ],
    rows: Array.from({ length: rows }, (_, at) => [
      `${5 + (at % 11)}.${1 + Math.floor(random() * 9)}`,
      sentence(12),
      word(),
      `2026-${String(1 + (at % 12)).padStart(2, '0')}-${String(1 + (at % 28)).padStart(2, '0')}`,
    ]),
    rowHeads: true,
  });
  const part = (): Section => ({
    title: words(4),
    blocks: [
      paragraph(),
      { kind: 'list', ordered: true, items: [1, 2, 3].map(() => ({ text: sentence(10) })) },
      table(10),
      paragraph(),
      { kind: 'callout', tone: 'important', title: words(3), text: [sentence(16)] },
    ],
  });
  const chapter = (): Section => ({
    title: words(3),
    blocks: [paragraph()],
    sections: [part(), part()],
  });
  return {
    ...frame(seed),
    sections: Array.from({ length: 5 }, chapter),
    annexes: [{ title: words(3), blocks: [table(70)] }],
  };
}

/** Cover, label, look and history of the report. */
function frame(seed: number): Omit<DocumentModel, 'sections' | 'annexes'> {
  return {
    language: 'en',
    cover: {
      ...{ owner: 'DG TAXUD', issueDate: '2026-11-22', version: { edition: 1, revision: 0 } },
      ...{ organisation: 'Taxation and Customs Union DG', programme: 'DG ITSM', project: 'ITSM' },
      title: `Mission Report ${seed}`,
      subject: 'A fact-finding mission',
      reference: `EU-TAXUD-MRP-2026-${String(seed).padStart(4, '0')}`,
      frameworkContract: 'TAXUD/2007/CC/088',
      specificContract: 'SC 06',
      contractLine: 'W.P.8.5 / DLV.8.5.5',
    },
    labels: { information: 'LIMITED', tlp: 'TLP:AMBER' },
    theme: PLAIN_THEME,
    history: [
      {
        version: { edition: 1, revision: 0 },
        date: '2026-11-22',
        description: 'Submitted for Review',
        actions: ['I'],
        pages: 'All',
      },
    ],
    options: {
      ...{ duplex: false, sectionsOnNewPage: false },
      ...{ tableOfContents: true, listOfTables: true, listOfFigures: true },
    },
  };
}
