import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { changeArea } from '#areas/operations/change/area.ts';
import { organisationArea } from '#areas/organisation/area.ts';
import { digestOf, latinOtf, ownFace, withUse } from '#documents/fixtures/own-font.ts';
import { readDocx } from '#documents/fixtures/read-docx.ts';
import { PdfReader } from '#documents/fixtures/read-pdf.ts';
import type { FaceName } from '#documents/model.ts';
import { PLAIN_THEME } from '#documents/theme.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { newId } from '#kernel/database/ids.ts';
import { stopTestServer } from '#tests/database.ts';
import { createDesk, type Desk } from '#tests/documents/desk.ts';
import { catalogueOf } from '#work/catalogue.ts';
import type { Problem } from '#work/contract.ts';
import type { FontFile, HouseStyle } from '#work/house-style/contract.ts';
import { chapters, securityPlanArea } from '../security-plan-document.ts';

const catalogue = catalogueOf([organisationArea, changeArea, securityPlanArea('IPLN-{number}')]);
const { logo: _none, ...plain } = PLAIN_THEME;
const own = { ...plain, font: 'own' } as const;
const file = 'application/octet-stream';

describe('the own font of an organisation', () => {
  let desk: Desk;
  let home: string;
  let away: string;
  let author: Principal;
  let quality: Principal;
  let administrator: Principal;
  let manager: Principal;
  let assurer: Principal;
  let stranger: Principal;
  let caseId: string;

  before(async () => {
    desk = await createDesk(catalogue, '2026-03-02T08:00:00.000Z');
    const { world } = desk;
    home = await world.organisation('ITSM', 'contractor');
    away = await world.organisation('QAC', 'contractor');
    author = await world.person('Ada', home, ['itsm-security-manager', 'change-manager', 'liso']);
    quality = await world.person('Quinn', home, ['quality-controller', 'liso']);
    administrator = await world.person('Adam', home, ['system-administrator']);
    manager = await world.person('Mia', home, ['security-manager']);
    assurer = await world.person('Anna', away, ['qac']);
    stranger = await world.person('Else', away, ['system-administrator', 'security-manager']);
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
  const sendTo = <T = FontFile>(who: Principal, to: string, name: string, bytes: Buffer) =>
    desk.ask<T>(who, 'POST', `/house-styles/${to}/fonts?name=${encodeURIComponent(name)}`, bytes, {
      'content-type': file,
    });
  const send = async (name: string, bytes: Buffer): Promise<string> => {
    const sent = await sendTo(administrator, home, name, bytes);
    assert.equal(sent.status, 201, JSON.stringify(sent.body));
    assert.equal(sent.body.sha256, digestOf(bytes));
    return sent.body.sha256;
  };
  const keep = <T = HouseStyle>(style: object, who = administrator) =>
    desk.ask<T>(who, 'PUT', path(), style, { 'if-match': '*' });
  const styleNow = async () => (await desk.ask<HouseStyle>(author, 'GET', path())).body;
  const faults = ({ body }: { body: Problem }) =>
    (body.faults ?? []).map((one) => `${one.code} ${one.path}`);
  const sql = <T extends object>(text: string, values: unknown[] = []): Promise<T[]> =>
    desk.world.test.database.transaction(
      { role: 'owner', scope: [], person: null },
      async ({ client }) => (await client.query<T>(text, values)).rows,
    );
  const fontsIn = (pdf: Uint8Array) =>
    new PdfReader(pdf).fonts().map(({ name, embedded }) => {
      assert.ok(embedded, name);
      return name.slice(7);
    });
  const family = async (): Promise<Record<FaceName, string>> => ({
    regular: await send('Amtsschrift-Regular.ttf', ownFace('regular')),
    bold: await send('Amtsschrift-Bold.ttf', ownFace('bold')),
    italic: await send('Amtsschrift-Italic.ttf', ownFace('italic')),
    boldItalic: await send('Amtsschrift-BoldItalic.ttf', ownFace('boldItalic')),
  });

  it('is sent by those who keep the house style, told what it is, and tried on a specimen before anything is kept', async () => {
    for (const who of [author, stranger]) {
      assert.equal((await sendTo(who, home, 'a.ttf', ownFace())).status, 403);
    }
    assert.deepEqual(await sql('select 1 from house_font'), []);
    const byManager = await sendTo(manager, home, 'Amtsschrift-Bold.ttf', ownFace('bold'));
    const { sha256: _sha256, bytes: _bytes, ...told } = byManager.body;
    assert.deepEqual(told, {
      ...{ fileName: 'Amtsschrift-Bold.ttf', family: 'Amtsschrift', format: 'ttf' },
      ...{ postscriptName: 'Amtsschrift-Bold', embedding: 'installable', kin: 'serif' },
      ...{ weight: 700, italic: false, greek: true, cyrillic: true },
    });
    const files = await family();
    const query = new URLSearchParams({ font: 'own', ...files });
    const tried = await desk.ask(author, 'GET', `${path()}/specimen.pdf?${query}`);
    assert.equal(tried.status, 200, JSON.stringify(tried.body));
    assert.ok(fontsIn(tried.bytes).includes('Amtsschrift-Bold'));
    const page = await desk.ask(author, 'GET', `${path()}/specimen.html?${query}`);
    assert.match(String(page.headers['content-security-policy']), /font-src data:/);
    assert.ok(page.bytes.includes('@font-face{font-family:"Amtsschrift"'));
    const before = await styleNow();
    assert.deepEqual([before.own, before.ownFont, before.style.font], [false, null, 'sans']);
    const untried = await desk.ask<Problem>(author, 'GET', `${path()}/specimen.pdf?font=own`);
    assert.deepEqual([untried.status, ...faults(untried)], [422, 'theme.font /font']);
    const plainPage = await desk.ask(author, 'GET', `${path()}/specimen.html`);
    assert.doesNotMatch(String(plainPage.headers['content-security-policy']), /font-src/);
  });

  it('is kept as a family: each file in its place, sent by the same organisation; the trail names the files', async () => {
    const files = await family();
    const otf = await send('Kanzlei.otf', latinOtf());
    const refused = async (ownFont: object) => faults(await keep<Problem>({ ...own, ownFont }));
    assert.deepEqual(await refused({ ...files, bold: files.italic }), [
      'font.is-italic /ownFont/bold',
    ]);
    assert.deepEqual(await refused({ ...files, italic: files.bold }), [
      'font.is-upright /ownFont/italic',
    ]);
    assert.deepEqual(await refused({ regular: files.bold, bold: files.regular }), [
      'font.not-bold /ownFont/bold',
    ]);
    assert.deepEqual(await refused({ regular: files.regular, bold: otf }), [
      'font.family /ownFont/bold',
    ]);
    const theirs = await sendTo(stranger, away, 'Fremd.ttf', ownFace('regular', 'Fremd'));
    assert.equal(theirs.status, 201);
    assert.deepEqual(await refused({ regular: theirs.body.sha256 }), [
      'font.unknown /ownFont/regular',
    ]);
    assert.deepEqual(faults(await keep<Problem>({ ...own })), ['theme.font /font']);
    assert.equal((await styleNow()).own, false);
    assert.equal((await keep({ ...own, ownFont: files }, author)).status, 403);

    const kept = await keep({ ...own, ownFont: files });
    assert.equal(kept.status, 200, JSON.stringify(kept.body));
    assert.equal(kept.body.ownFont?.family, 'Amtsschrift');
    assert.deepEqual(
      kept.body.ownFont?.faces.map(({ face, file: { sha256 } }) => [face, sha256]),
      Object.entries(files),
    );
    const again = await keep({ ...own, headings: 'sans' });
    assert.equal(again.body.ownFont?.family, 'Amtsschrift', 'a family that is not named stays');
    const entries = await sql<{ action: string; details: unknown }>(
      `select action, details from trail_entry where owner_id = $1 and kind = 'house-style' order by id`,
      [home],
    );
    const told = (action: string) =>
      JSON.stringify(entries.filter((one) => one.action === action).map((one) => one.details));
    for (const digest of Object.values(files)) {
      assert.ok(told('house-style.send-font').includes(digest));
      assert.ok(told('house-style.keep').includes(digest));
    }
  });

  async function written(): Promise<string> {
    const type = 'security-plan';
    const made = await desk.ask(author, 'POST', `/cases/${caseId}/deliverables`, { type });
    const { id } = made.body.deliverable;
    const texts = Object.fromEntries(Object.keys(chapters).map((chapter) => [chapter, 'Text.']));
    await desk.ask(author, 'PATCH', `/deliverables/${id}`, { texts });
    return id;
  }
  const read = async (who: Principal, id: string, format: string) => {
    const answer = await desk.ask(who, 'GET', `/deliverables/${id}.${format}`);
    assert.equal(answer.status, 200, `${format}: ${answer.bytes.toString().slice(0, 300)}`);
    return answer;
  };
  const bytesOf = async (id: string) => ({
    pdf: (await read(author, id, 'pdf')).bytes,
    html: (await read(author, id, 'html')).bytes,
  });

  it('is in the DOCX, PDF and HTML of documents; what was frozen with it stays byte for byte when it is taken away', async () => {
    const files = await family();
    await keep({ ...own, ownFont: files });
    const [released, handedIn] = [await written(), await written()];
    await desk.act(author, released, 'submit-qc');
    await desk.act(quality, released, 'qc-pass');
    await desk.act(quality, released, 'review-ok');
    await desk.act(quality, released, 'approve');
    await desk.act(author, handedIn, 'give-to-qac', { organisation: away, reason: 'Review' });
    await desk.act(author, handedIn, 'submit-qc');
    const unstored = await bytesOf(released);
    await desk.work();
    const before = { released: await bytesOf(released), handedIn: await bytesOf(handedIn) };
    assert.deepEqual(before.released, unstored);
    for (const { pdf, html } of Object.values(before)) {
      const names = fontsIn(pdf);
      assert.ok(names.includes('Amtsschrift-Regular') && names.includes('Amtsschrift-Bold'));
      assert.ok(html.includes('@font-face{font-family:"Amtsschrift"'));
      assert.ok(!html.includes('Noto Sans Mono","Noto Sans"'));
    }
    const word = await readDocx((await read(author, released, 'docx')).bytes);
    assert.match(word.get('word/fontTable.xml')?.toString() ?? '', /"Amtsschrift">.*embedBold/s);
    const frozen = JSON.parse((await read(author, released, 'json')).bytes.toString());
    assert.equal(frozen.theme.ownFont.faces.bold.sha256, files.bold);
    const shared = await read(assurer, handedIn, 'pdf');
    assert.ok(fontsIn(shared.bytes).includes('Amtsschrift-Bold'), 'for whom it was given to');

    const removed = await keep({ ...plain, headings: 'sans', ownFont: null });
    assert.deepEqual([removed.status, removed.body.ownFont], [200, null]);
    desk.world.clock.advance(48 * 3600 * 1000);
    await send('Kanzlei.otf', latinOtf());
    assert.deepEqual(
      { released: await bytesOf(released), handedIn: await bytesOf(handedIn) },
      before,
    );
    const next = await written();
    assert.ok(!fontsIn((await bytesOf(next)).pdf).some((name) => name.startsWith('Amts')));
  });

  it('prints nothing in the stead of a file that was altered or is not there any more', async () => {
    const bytes = ownFace('regular', 'Kurzlebig');
    const regular = await send('Kurzlebig.ttf', bytes);
    await keep({ ...own, ownFont: { regular } });
    const id = await written();
    await desk.act(author, id, 'submit-qc');
    await read(author, id, 'pdf');
    for (const change of [
      "update house_font set bytes = bytes || '\\x00'",
      'delete from house_font',
    ]) {
      await sql(`${change} where owner_id = $1 and sha256 = $2`, [home, regular]);
      for (const format of ['pdf', 'docx', 'html']) {
        const answer = await desk.ask(author, 'GET', `/deliverables/${id}.${format}`);
        assert.equal(answer.status, 500, `${change}: ${format}`);
      }
    }
    await keep({ ...plain, ownFont: null });
  });

  it('of an organisation is no font of another one, in the same database', async () => {
    const regular = await send('Amtsschrift-Regular.ttf', ownFace());
    const query = new URLSearchParams({ font: 'own', regular });
    const theirs = `/house-styles/${away}`;
    const tried = await desk.ask<Problem>(stranger, 'GET', `${theirs}/specimen.pdf?${query}`);
    assert.deepEqual([tried.status, ...faults(tried)], [422, 'font.unknown /ownFont/regular']);
    assert.equal((await desk.ask(stranger, 'GET', `${path()}/specimen.pdf`)).status, 403);
    const seen = await desk.world.test.database.transaction(
      { role: 'app', scope: [away], person: null },
      async ({ client }) =>
        (await client.query<{ owner_id: string }>('select owner_id from house_font')).rows,
    );
    assert.ok(seen.length > 0 && seen.every(({ owner_id }) => owner_id === away));
  });

  it('is named where its maker allows no more than viewing', async () => {
    const viewed = withUse(ownFace('regular', 'Nur Lesen'), 0x0004);
    const regular = await send('Nur-Lesen.ttf', viewed);
    const kept = await keep({ ...own, ownFont: { regular } });
    assert.equal(kept.body.ownFont?.faces[0]?.file.embedding, 'print');
    const id = await written();
    const { pdf, html } = await bytesOf(id);
    assert.ok(fontsIn(pdf).includes('NurLesen-Regular'));
    assert.ok(!html.includes('@font-face') && html.includes('--family:"Nur Lesen","Noto Serif"'));
    const word = await readDocx((await read(author, id, 'docx')).bytes);
    const table = word.get('word/fontTable.xml')?.toString() ?? '';
    assert.match(table, /w:name="Nur Lesen"><w:altName w:val="Noto Serif"\/>/);
    await keep({ ...plain, ownFont: null });
  });

  it('that was sent and never kept goes after a day, and no more than some are tried', async () => {
    const tried = await send('Versuch.ttf', ownFace('regular', 'Versuch'));
    const there = async (sha256: string) =>
      (await sql('select 1 from house_font where owner_id = $1 and sha256 = $2', [home, sha256]))
        .length;
    const kept = await send('Amtsschrift-Regular.ttf', ownFace());
    await keep({ ...own, ownFont: { regular: kept } });
    await keep({ ...plain, ownFont: null });
    desk.world.clock.advance(25 * 3600 * 1000);
    await send('Kanzlei.otf', latinOtf());
    assert.deepEqual([await there(tried), await there(kept)], [0, 1]);
    for (let i = 0; i < 23; i += 1) {
      await sql(
        `insert into house_font (owner_id, sha256, file_name, facts, bytes, sent_at) values ($1, $2, 'x', '{}', '\\x00', $3)`,
        [home, digestOf(Buffer.from(newId())), desk.world.clock.now()],
      );
    }
    const more = await sendTo<Problem>(administrator, home, 'v.ttf', ownFace('bold', 'Versuch'));
    assert.deepEqual([more.status, more.body.code], [409, 'fonts-tried']);
  });
});
