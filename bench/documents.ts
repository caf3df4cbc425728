import { PdfReader } from '#documents/fixtures/read-pdf.ts';
import { render } from '#work/deliverables/renderings.ts';
import { type Bench, timed } from './kit/bench.ts';
import { type Figures, percentile } from './kit/figures.ts';
import { twentyPages } from './report-maker.ts';

/** A report of twenty pages with tables as DOCX, as PDF, and as both; other words in each round, so that nothing is remembered. */
export const bench: Bench = {
  run: async (figures, { small }) => measure(figures, small ? 1 : 12),
};

async function measure(figures: Figures, rounds: number): Promise<void> {
  const most = 1000;
  const first = twentyPages(1);
  figures.add('the first PDF of a process', await timed(() => render(first, 'pdf')), 'ms', {
    most,
  });
  figures.add('the first DOCX of a process', await timed(() => render(first, 'docx')), 'ms', {
    most,
  });
  const times = { pdf: [] as number[], docx: [] as number[], html: [] as number[] };
  const both: number[] = [];
  const processor: number[] = [];
  let pages = 0;
  let bytes = { pdf: 0, docx: 0 };
  for (let round = 0; round < rounds; round += 1) {
    const model = twentyPages(2 + round * 2);
    let pdf = new Uint8Array();
    let docx = new Uint8Array();
    times.pdf.push(
      await timed(async () => {
        pdf = Uint8Array.from(await render(model, 'pdf'));
      }),
    );
    times.docx.push(
      await timed(async () => {
        docx = Uint8Array.from(await render(model, 'docx'));
      }),
    );
    times.html.push(await timed(() => render(model, 'html')));
    const other = twentyPages(3 + round * 2);
    const before = process.cpuUsage();
    both.push(
      await timed(async () => {
        await Promise.all([render(other, 'pdf'), render(other, 'docx')]);
      }),
    );
    // Of all threads; says what it takes beside other work too.
    const { user, system } = process.cpuUsage(before);
    processor.push((user + system) / 1000);
    pages = new PdfReader(pdf).pageCount();
    bytes = { pdf: pdf.length, docx: docx.length };
  }
  figures.add('pages of the report', pages, 'pages', { least: 20 });
  figures.add('size of the PDF', bytes.pdf / 1000, 'kB');
  figures.add('size of the DOCX', bytes.docx / 1000, 'kB');
  figures.times('DOCX and PDF of the same report', both, { at: 50, most });
  figures.add('processor time of both, median', percentile(processor, 0.5), 'ms');
  figures.times('PDF', times.pdf, { at: 50, most });
  figures.times('DOCX', times.docx, { at: 50, most });
  figures.times('HTML', times.html);
}
