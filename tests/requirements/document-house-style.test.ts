import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { deflateSync } from 'node:zlib';
import { changeArea } from '#areas/operations/change/area.ts';
import { organisationArea } from '#areas/organisation/area.ts';
import { readDocx } from '#documents/fixtures/read-docx.ts';
import { elementsOf, PdfReader } from '#documents/fixtures/read-pdf.ts';
import { PLAIN_THEME } from '#documents/theme.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { stopTestServer } from '#tests/database.ts';
import { createDesk, type Desk } from '#tests/documents/desk.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { Problem } from '#work/contract.ts';
import type { HouseStyle, StyleContrasts } from '#work/house-style/contract.ts';
import { chapters, securityPlanArea } from './security-plan-document.ts';

const catalogue = catalogueOf([organisationArea, changeArea, securityPlanArea('IPLN-{number}')]);
const { logo: _none, ...plain } = PLAIN_THEME;
const green = {
  ...{ ...plain, accent: '#14532d', tint: '#e8f3ec' },
  ...{ font: 'serif', headings: 'sans' },
} as const;

/** A PNG of one colour, 8 bits each of red, green and blue. */
function png(width: number, height: number): string {
  const table = Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit += 1)
      value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
    return value >>> 0;
  });
  const crc = (bytes: Buffer) => {
    let value = 0xffffffff;
    for (const byte of bytes) value = (table[(value ^ byte) & 255] ?? 0) ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc(body));
    return Buffer.concat([head, body, tail]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3), 0x55);
  for (let y = 0; y < height; y += 1) rows[y * (1 + width * 3)] = 0;
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]).toString('base64');
}

const logo = { base64: png(90, 30), altText: 'Mark of the contractor' };

describe('the house style of an organisation', () => {
  let desk: Desk;
  let home: string;
  let author: Principal;
  let quality: Principal;
  let administrator: Principal;
  let elsewhere: Principal;
  let caseId: string;

  before(async () => {
    desk = await createDesk(catalogue, '2026-03-02T08:00:00.000Z');
    const { world } = desk;
    home = await world.organisation('ITSM', 'contractor');
    const other = await world.organisation('NA-AT', 'national-administration');
    author = await world.person('Ada', home, ['itsm-security-manager', 'change-manager', 'liso']);
    quality = await world.person('Quinn', home, ['quality-controller', 'liso']);
    administrator = await world.person('Adam', home, ['system-administrator']);
    elsewhere = await world.person('Else', other, ['system-administrator', 'security-manager']);
    const opened = await desk.ask<{ case: { id: string } }>(author, 'POST', '/cases', {
      procedure: 'change',
      title: 'W.P.8.5 Security Plan',
      fields: { origin: 'other', reason: 'Specific contract 06.' },
    });
    caseId = opened.body.case.id;
  });
  after(async () => {
    await desk.close();
    await stopTestServer();
  });

  const path = () => `/house-styles/${home}`;
  const keep = <T = HouseStyle>(who: Principal, style: object, version = '*') =>
    desk.ask<T>(who, 'PUT', path(), style, { 'if-match': version });
  const problems = ({ body }: { body: Problem }) =>
    (body.faults ?? []).map((one) => `${one.code} ${one.path}`);

  it('is plain at first, read by members, kept by administrators of the same organisation only', async () => {
    const first = await desk.ask<HouseStyle>(author, 'GET', path());
    assert.deepEqual(first.body.style, { ...plain, logo: null });
    assert.deepEqual([first.body.own, first.body.may.edit], [false, false]);
    assert.equal((await desk.ask(elsewhere, 'GET', path())).status, 403);
    for (const who of [author, elsewhere]) assert.equal((await keep(who, green)).status, 403);
    const kept = await keep(administrator, { ...green, logo }, '"0"');
    assert.equal(kept.status, 200, JSON.stringify(kept.body));
    assert.deepEqual(kept.body.style, { ...green, logo });
    assert.equal((await keep(administrator, plain, '"0"')).status, 412);
    const again = await keep(administrator, green, '"1"');
    assert.deepEqual(again.body.style.logo, logo, 'a logo that is not named stays');
  });

  it('refuses what could not be read, with the figure, and a logo that is none', async () => {
    const pale = await keep<Problem>(administrator, { ...green, accent: '#7fb069' });
    assert.equal(pale.status, 422);
    assert.deepEqual(problems(pale), ['theme.contrast /accent', 'theme.contrast /tint']);
    assert.match(
      JSON.stringify(pale.body),
      /contrast of 2\.5\d to 1; WCAG 2\.2, 1\.4\.3 asks for 4\.5 to 1/,
    );
    const broken = Buffer.from(png(20, 20), 'base64').subarray(0, 60).toString('base64');
    for (const base64 of [Buffer.from('<svg/>').toString('base64'), broken, png(20, 1300)]) {
      const refused = await keep<Problem>(administrator, { ...green, logo: { ...logo, base64 } });
      assert.deepEqual(problems(refused), ['image.data /logo'], base64.slice(0, 20));
    }
    const named = await keep<Problem>(administrator, { ...green, accent: 'green' });
    assert.deepEqual(problems(named), ['theme.colour /accent']);
    const shown = await desk.ask(administrator, 'GET', `${path()}/specimen.html?accent=green`);
    assert.equal(shown.status, 422);
    const other = await keep<Problem>(administrator, { ...green, font: 'comic' });
    assert.equal(other.status, 422);
  });

  it('is shown on a specimen before it is kept, with the contrasts of the colours that are tried', async () => {
    const query = `accent=${encodeURIComponent('#7a1f1f')}&language=de`;
    const page = await desk.ask(administrator, 'GET', `${path()}/specimen.html?${query}`);
    const html = page.bytes.toString('utf8');
    assert.ok(html.includes('--accent:#7a1f1f') && html.includes('So sehen Ihre Dokumente aus'));
    assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
    const tried = `${path()}/contrasts?tint=${encodeURIComponent('#777777')}`;
    const { body } = await desk.ask<StyleContrasts>(author, 'GET', tried);
    assert.deepEqual(
      body.items.filter(({ enough }) => !enough).map(({ pair }) => pair),
      ['table-heads', 'links', 'notes'],
    );
    const kept = await desk.ask<HouseStyle>(author, 'GET', path());
    assert.equal(kept.body.style.accent, green.accent);
    assert.equal((await desk.ask(elsewhere, 'GET', `${path()}/specimen.pdf`)).status, 403);
  });

  async function released(): Promise<string> {
    const type = 'security-plan';
    const made = await desk.ask(author, 'POST', `/cases/${caseId}/deliverables`, { type });
    const { id } = made.body.deliverable;
    const texts = Object.fromEntries(Object.keys(chapters).map((chapter) => [chapter, 'Text.']));
    await desk.ask(author, 'PATCH', `/deliverables/${id}`, { texts });
    await desk.act(author, id, 'submit-qc');
    await desk.act(quality, id, 'qc-pass');
    await desk.act(quality, id, 'review-ok');
    await desk.act(quality, id, 'approve');
    await desk.work();
    return id;
  }

  const bytesOf = async (id: string) => {
    const formats = ['docx', 'pdf', 'html'] as const;
    const all = await Promise.all(
      formats.map((format) => desk.ask(author, 'GET', `/deliverables/${id}.${format}`)),
    );
    return all.map(({ bytes }) => bytes);
  };

  it('is applied to DOCX, PDF and HTML, and what was released stays byte for byte', async () => {
    const id = await released();
    const before = await bytesOf(id);
    const [docx, pdf, html] = before;
    assert.ok(docx !== undefined && pdf !== undefined && html !== undefined);
    const parts = await readDocx(docx);
    const styles = parts.get('word/styles.xml')?.toString('utf8') ?? '';
    assert.ok(styles.toLowerCase().includes('14532d') && styles.includes('Noto Serif'));
    assert.ok([...parts.keys()].some((name) => name.startsWith('word/media/')));
    const reader = new PdfReader(pdf);
    const fontNames = reader.fonts().map(({ name }) => name);
    for (const name of ['NotoSerif', 'NotoSans-Bold']) {
      assert.ok(
        fontNames.some((one) => one.includes(name)),
        `${name}: ${fontNames}`,
      );
    }
    assert.match(styles, /w:styleId="Heading1"[\s\S]*?w:ascii="Noto Sans"/);
    assert.match(html.toString('utf8'), /--family:"Noto Serif"[^;]*;--headings:"Noto Sans"/);
    const alts = elementsOf(reader.structure(), 'Figure').map(({ alt }) => alt ?? '');
    assert.ok(alts.some((alt) => alt.includes(logo.altText)));
    assert.ok(html.includes('--accent:#14532d') && html.includes(logo.base64));
    assert.equal((await keep(administrator, { ...plain, logo: null })).status, 200);
    assert.deepEqual(await bytesOf(id), before);
    const next = (await bytesOf(await released()))[2]?.toString('utf8') ?? '';
    assert.ok(next.includes(`--accent:${plain.accent}`) && !next.includes(logo.base64));
  });
});
