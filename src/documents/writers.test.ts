import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnprintableDocumentError } from './check.ts';
import { writeDocx } from './docx/write-docx.ts';
import { readDocx, tablesOf, unescapeXml } from './fixtures/read-docx.ts';
import { elementsOf, PdfReader, textIn } from './fixtures/read-pdf.ts';
import { sampleReport } from './fixtures/sample-report.ts';
import { SECURITY_PLAN_HISTORY_CELLS } from './fixtures/security-plan-history.ts';
import { writeHtml } from './html/write-html.ts';
import type { DocumentModel } from './model.ts';
import { writePdf } from './pdf/write-pdf.ts';

/** The first table with six columns that a writer prints, without its head. */
async function historyTables(
  model: DocumentModel,
): Promise<Record<string, string[][] | undefined>> {
  const docx = await readDocx(await writeDocx(model));
  const word = tablesOf(docx.get('word/document.xml')?.toString('utf8') ?? '');
  const html = [...writeHtml(model, { nonce: 'n' }).matchAll(/<table>.*?<\/table>/gs)].map(
    ([table]) =>
      [...table.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
        [...row.matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) => unescapeXml(cell)),
      ),
  );
  const pdf = elementsOf(new PdfReader(await writePdf(model)).structure(), 'Table').map((table) =>
    elementsOf(table, 'TR').map((row) => row.children.map(textIn)),
  );
  const first = (tables: string[][][]) => tables.find((rows) => rows[0]?.length === 6)?.slice(1);
  return { docx: first(word), html: first(html), pdf: first(pdf) };
}

test('R-DOC-2 R-DOC-3 R-DOC-4 R-DOC-5 R-DOC-6 the history of the Security Plan prints as the same table in all three', async () => {
  const tables = await historyTables(sampleReport(1));
  for (const [writer, rows] of Object.entries(tables)) {
    const spaced = rows?.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').trim()));
    assert.deepEqual(spaced, SECURITY_PLAN_HISTORY_CELLS, writer);
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
