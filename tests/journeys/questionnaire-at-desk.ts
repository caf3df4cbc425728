import { anchorOf } from '#areas/collaboration/missions/web/questionnaire/parts.ts';
import type { content } from '#tests/requirements/mission-content.ts';
import type { Desk } from './desk.ts';

/** Answers questions by the input of each kind, with a remark where there is one. */
export async function fillIn(desk: Desk, questions: typeof content.questions): Promise<void> {
  const yesNo = (answer: string) => (answer === 'yes' ? 'Yes' : 'No');
  for (const { number, kind, answer, remark, question } of questions) {
    const field = desk.main.locator(`#${anchorOf(number)}`);
    if (kind === 'yes-no') await desk.tick(field.getByLabel(yesNo(answer), { exact: true }));
    else if (kind === 'single-choice') await desk.tick(field.getByLabel(answer, { exact: true }));
    else if (kind === 'multiple-choice') {
      for (const one of answer.split('\n')) await desk.tick(field.getByLabel(one, { exact: true }));
    } else if (kind === 'file') {
      const buffer = Buffer.from('account,reason\nop1,night shift\nop2,night shift\n');
      const file = { name: answer, mimeType: 'text/csv', buffer };
      await field.locator('input[type="file"]').setInputFiles(file);
      await field.getByRole('listitem').filter({ hasText: answer }).waitFor();
    } else await desk.write(field.getByRole('textbox').or(field.locator('input')).first(), answer);
    if (remark === undefined) continue;
    await desk.press(field.getByRole('button', { name: `Add a remark: ${question}` }));
    await desk.write(field.getByLabel('Remark', { exact: true }), remark);
  }
}

/** Hands in what is saved, and confirms it. */
export async function handIn(desk: Desk): Promise<void> {
  await desk.main.getByText(/^Saved/).waitFor();
  await desk.press(desk.main.getByRole('button', { name: 'Hand in' }));
  await desk.press(desk.page.getByRole('dialog').getByRole('button', { name: 'Hand in' }));
  await desk.toast('The questionnaire is handed in');
}
