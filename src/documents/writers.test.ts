import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnprintableDocumentError } from './check.ts';
import { writeDocx } from './docx/write-docx.ts';
import { historyInDocx, historyInHtml, historyInPdf } from './fixtures/printed-history.ts';
import { sampleReport } from './fixtures/sample-report.ts';
import { SECURITY_PLAN_HISTORY_CELLS } from './fixtures/security-plan-history.ts';
import { writeHtml } from './html/write-html.ts';
import type { DocumentModel } from './model.ts';
import { writePdf } from './pdf/write-pdf.ts';

test('R-DOC-2 R-DOC-3 R-DOC-4 R-DOC-5 R-DOC-6 the history of the Security Plan prints as the same table in all three', async () => {
  const model = sampleReport(1);
  const printed = {
    docx: await historyInDocx(await writeDocx(model)),
    html: historyInHtml(writeHtml(model, { nonce: 'n' })),
    pdf: historyInPdf(await writePdf(model)),
  };
  for (const [writer, rows] of Object.entries(printed)) {
    assert.deepEqual(rows, SECURITY_PLAN_HISTORY_CELLS, writer);
  }
});

test('every writer refuses a document that cannot be printed', async () => {
  const model = sampleReport(1);
  const broken = { ...model, cover: { ...model.cover, issueDate: 'soon' } };
  await assert.rejects(writeDocx(broken), UnprintableDocumentError);
  await assert.rejects(writePdf(broken), UnprintableDocumentError);
  assert.throws(() => writeHtml(broken, { nonce: 'n' }), UnprintableDocumentError);
});

test('a draft that is not fit for delivery still prints', async () => {
  const model = sampleReport(1);
  const draft: DocumentModel = {
    ...model,
    history: [],
    sections: [
      {
        title: '',
        mandatory: true,
        blocks: [
          { kind: 'table', caption: '', columns: [{ head: '', width: 1 }], rows: [] },
          { kind: 'list', ordered: false, items: [] },
          { kind: 'paragraph', text: '' },
        ],
      },
    ],
    annexes: [],
    theme: { ...model.theme, logo: null },
    labels: { information: '', tlp: null },
  };
  assert.ok((await writeDocx(draft)).length > 0);
  assert.ok((await writePdf(draft)).length > 0);
  assert.ok(writeHtml(draft, { nonce: 'n' }).length > 0);
});
