import type { Collaborator } from './collaboration-stage.ts';
import type { Desk } from './desk.ts';
import type { Values } from './form-at-desk.ts';
import type { Stage } from './stage.ts';

/** Who does what with a document; with values in the form that opens. */
export type DocumentStep = readonly [who: Collaborator, action: string, values?: Values];

/** What a line of the document history says. */
export const historyRow: Values = { Action: ['Insert'], Pages: 'All' };

/** Opens a document from the page of its case, where the author's desk is. Returns the address of the document. */
export async function openDocument(desk: Desk, title: string): Promise<string> {
  await desk.press(desk.main.getByRole('button', { name: `Write: ${title}` }));
  await desk.page.waitForURL(/\/deliverables\/[0-9a-f-]{36}$/);
  return new URL(desk.page.url()).pathname;
}

/** Takes a document from hand to hand. */
export async function passDocument(
  stage: Stage<Collaborator>,
  path: string,
  steps: readonly DocumentStep[],
): Promise<void> {
  for (const [who, action, values] of steps) {
    const desk = await stage.at(who);
    if (new URL(desk.page.url()).pathname !== path) await desk.visit(path);
    else await desk.page.reload();
    await desk.act(action, values);
  }
}
