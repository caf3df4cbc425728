import type { Collaborator } from '../collaboration-stage.ts';
import type { Desk } from '../desk.ts';
import { historyRow, openDocument, passDocument } from '../document-at-desks.ts';
import { readPdf } from '../read-pdf.ts';
import type { Stage } from '../stage.ts';

/** The page of the meeting as somebody sees it now. */
export type At = (who: Collaborator) => Promise<Desk>;

export type Topics = readonly (readonly [topic: string, presenter: string, minutes: number])[];

/** Enters the topics from a spreadsheet. */
export async function enterTopics(manager: Desk, topics: Topics): Promise<void> {
  await manager.actSeveral('Add an agenda item', {
    table: [
      ['Topic', 'Presenter', 'Minutes'],
      ...topics.map(([topic, presenter, minutes]) => [topic, presenter, `${minutes}`]),
    ],
  });
}

/** Writes a document, has it controlled by a colleague and looked at by the LISO. Returns its address. */
async function writeDocument(stage: Stage<Collaborator>, at: At, type: string): Promise<string> {
  const document = await openDocument(await at('manager'), type);
  await passDocument(stage, document, [
    ['manager', 'Hand in for quality control', {}],
    ['colleague', 'Pass quality control', historyRow],
    ['liso', 'Submit for approval', historyRow],
  ]);
  return document;
}

/** The Set up of Meeting from its author to everybody whom the LISO sends it to. Returns its address. */
export async function passSetUp(stage: Stage<Collaborator>, at: At): Promise<string> {
  const document = await writeDocument(stage, at, 'Set up of Meeting');
  await (await at('manager')).act('Submit the set-up to the LISO');
  await passDocument(stage, document, [['liso', 'Approve']]);
  await (await at('liso')).act('Approve the set-up', {});
  await passDocument(stage, document, [['liso', 'Distribute']]);
  return document;
}

/** What the Meeting Report that was sent says, as one line, and its address. */
export interface SentReport {
  readonly document: string;
  readonly words: string;
}

/** The Meeting Report from its author to everybody whom the LISO sends it to, and the end of the meeting with it. */
export async function passReport(stage: Stage<Collaborator>, at: At): Promise<SentReport> {
  const document = await writeDocument(stage, at, 'Meeting Report');
  await (await at('manager')).act('Submit the report to the LISO');
  await passDocument(stage, document, [
    ['liso', 'Approve'],
    ['liso', 'Distribute'],
  ]);
  const words = await wordsOf(await stage.at('liso'));
  const liso = await at('liso');
  await liso.act('Approve the report and close', {});
  await liso.state('Closed');
  return { document, words };
}

/** What the document of this page says, cell by cell of its tables. */
export async function wordsOf(desk: Desk): Promise<string> {
  return readPdf(await desk.download('PDF'), 'raw').replace(/\s+/g, ' ');
}

export const minutesOf = ({ page }: Desk, topic: string) => page.getByLabel(`Minutes: ${topic}`);

/** Types the minutes of a topic and saves them by Ctrl+Enter. */
export async function minute(desk: Desk, topic: string, text: string): Promise<void> {
  const field = minutesOf(desk, topic);
  const item = desk.main.getByRole('listitem').filter({ has: field });
  const save = item.getByRole('button', { name: 'Save', exact: true });
  await desk.write(field, text);
  await save.waitFor();
  await desk.page.keyboard.press('Control+Enter');
  await save.waitFor({ state: 'detached' });
}
