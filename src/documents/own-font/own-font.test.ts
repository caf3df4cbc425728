import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTheme } from '../check-theme.ts';
import { writeDocx } from '../docx/write-docx.ts';
import { latinOtf, ownFace, ownFamily, withUse } from '../fixtures/own-font.ts';
import { readDocx } from '../fixtures/read-docx.ts';
import { PdfReader, textIn } from '../fixtures/read-pdf.ts';
import { sampleReport } from '../fixtures/sample-report.ts';
import { documentCsp } from '../html/html-style.ts';
import { writeHtml } from '../html/write-html.ts';
import type { DocumentModel, FaceName } from '../model.ts';
import { writePdf } from '../pdf/write-pdf.ts';
import { specimen } from '../specimen.ts';
import { PLAIN_THEME } from '../theme.ts';
import { dressFace } from './dress-face.ts';
import { faceNames, MissingFontError } from './own-faces.ts';
import { readFace } from './read-face.ts';
import { readSfnt } from './sfnt.ts';

const wholeFamily = () => {
  const faces = faceNames.map((name): [FaceName, Buffer] => [name, ownFace(name)]);
  return ownFamily(Object.fromEntries(faces));
};

function setIn(family: ReturnType<typeof ownFamily>, text = 'Text.'): DocumentModel {
  const model = specimen(
    { ...PLAIN_THEME, font: 'own', ownFont: family.ownFont },
    { language: 'fr', organisation: 'Ministère', code: 'MIN', issueDate: '2026-11-23' },
  );
  const blocks = [{ kind: 'paragraph', text: [text, { text: 'penché', italic: true }] } as const];
  return { ...model, sections: [{ title: 'Titre', blocks }, ...model.sections] };
}

/** Fonts of a PDF without the six letters of their subset. */
const namesIn = (pdf: Uint8Array) =>
  new PdfReader(pdf).fonts().map(({ name, embedded }) => {
    assert.match(name, /^[A-Z]{6}\+/, 'only what is used of it is embedded');
    assert.ok(embedded, name);
    return name.slice(7);
  });

const wordParts = async (model: DocumentModel, family: ReturnType<typeof ownFamily>) => {
  const parts = await readDocx(await writeDocx(model, family.fonts));
  const text = (name: string) => parts.get(name)?.toString('utf8') ?? '';
  const files = [...parts].filter(([name]) => name.endsWith('.odttf')).map(([, bytes]) => bytes);
  return { styles: text('word/styles.xml'), table: text('word/fontTable.xml'), files };
};

/** The files as Word sees them: the first 32 bytes are mixed with the key of each (ISO/IEC 29500-4, 17.8.1). */
function unmixed(files: readonly Buffer[], table: string): Buffer[] {
  const keys = [...table.matchAll(/w:fontKey="\{([0-9A-Fa-f-]{36})\}"/g)].map(([, key = '']) =>
    Buffer.from(key.replaceAll('-', ''), 'hex').reverse(),
  );
  return files.map((bytes, i) =>
    Buffer.from(bytes.map((byte, at) => (at < 32 ? byte ^ (keys[i]?.[at % 16] ?? 0) : byte))),
  );
}

test('a PDF embeds what it uses of an own family, in its own bold and italic, and Noto for nothing else', async () => {
  const family = wholeFamily();
  const names = namesIn(await writePdf(setIn(family), 'ua-1', family.fonts));
  for (const name of ['Amtsschrift-Regular', 'Amtsschrift-Bold', 'Amtsschrift-Italic']) {
    assert.ok(names.includes(name), `${name} in ${names}`);
  }
  assert.deepEqual(
    names.filter((name) => name.startsWith('NotoS')),
    [],
  );
});

test('letters and faces that an own family lacks are those of the shipped family that is like it', async () => {
  const family = ownFamily({ regular: latinOtf() });
  const pdf = await writePdf(setIn(family, 'Ελλάδα България '), 'ua-1', family.fonts);
  const names = namesIn(pdf);
  assert.ok(names.includes('KanzleiRegular'), String(names));
  assert.ok(names.includes('NotoSans-Regular'), 'Greek and Cyrillic');
  assert.ok(names.includes('NotoSans-Bold') && names.includes('NotoSans-Italic'), String(names));
  assert.match(textIn(new PdfReader(pdf).structure()), /Ελλάδα България/);
});

test('the same document and files give the same bytes; without the files nothing is printed in their stead', async () => {
  const family = wholeFamily();
  const model = setIn(family);
  const first = await writePdf(model, 'ua-1', family.fonts);
  for (let i = 0; i < 8; i += 1) {
    const other = ownFamily({ regular: ownFace('regular', `Andere ${i}`) });
    await writePdf(setIn(other), 'ua-1', other.fonts);
  }
  assert.deepEqual(await writePdf(model, 'ua-1', family.fonts), first);
  const none = new Map<string, Uint8Array>();
  const unknown = setIn(ownFamily({ regular: ownFace('regular', 'Nie gedruckt') }));
  await assert.rejects(writePdf(unknown, 'ua-1', none), MissingFontError);
  await assert.rejects(writeDocx(unknown, none), MissingFontError);
  assert.throws(() => writeHtml(unknown, { nonce: 'n' }, none), MissingFontError);
});

test('Word gets the faces of a TrueType family; of others the name and what stands in for it', async () => {
  const family = wholeFamily();
  const whole = await wordParts(setIn(family), family);
  assert.match(whole.styles, /w:ascii="Amtsschrift"/);
  assert.match(
    whole.table,
    /<w:font w:name="Amtsschrift">.*embedRegular.*embedBold.*embedItalic.*embedBoldItalic/s,
  );
  const seen = unmixed(whole.files, whole.table).map(readFace);
  assert.deepEqual(
    seen.map(({ family, weight, italic }) => [family, weight, italic]),
    [
      ['Amtsschrift', 400, false],
      ['Amtsschrift', 700, false],
      ['Amtsschrift', 400, true],
      ['Amtsschrift', 700, true],
    ],
  );
  const viewed = ownFamily({ regular: withUse(ownFace(), 0x0004) });
  for (const [name, other] of [
    ['Kanzlei', ownFamily({ regular: latinOtf() })],
    ['Amtsschrift', viewed],
  ] as const) {
    const named = await wordParts(setIn(other), other);
    assert.match(named.styles, new RegExp(`w:ascii="${name}"`));
    const kin = other.ownFont.kin === 'serif' ? 'Noto Serif' : 'Noto Sans';
    const entry = `<w:font w:name="${name}"><w:altName w:val="${kin}"/></w:font>`;
    assert.ok(named.table.includes(entry), named.table);
    assert.match(named.table, new RegExp(`<w:font w:name="${kin}">.*embedRegular`, 's'));
  }
});

test('a page carries an own family as data, unless it may only be viewed; others keep their policy', () => {
  const family = wholeFamily();
  const html = writeHtml(setIn(family), { nonce: 'n' }, family.fonts);
  assert.equal(html.match(/@font-face\{font-family:"Amtsschrift"/g)?.length, 4);
  assert.ok(html.includes(`base64,${ownFace('bold').toString('base64')}`));
  assert.match(html, /--family:"Amtsschrift","Noto Serif"/);
  const viewed = ownFamily({ regular: withUse(ownFace(), 0x0004) });
  const named = writeHtml(setIn(viewed), { nonce: 'n' }, viewed.fonts);
  assert.ok(!named.includes('@font-face') && named.includes('--family:"Amtsschrift","Noto Serif"'));
  assert.match(documentCsp('n', true), /font-src data:/);
  assert.doesNotMatch(documentCsp('n'), /font-src/);
});

test('a family that is not asked for leaves no trace in the document', async () => {
  const { ownFont, fonts } = wholeFamily();
  const model = sampleReport(1);
  const kept = { ...model, theme: { ...model.theme, ownFont } };
  assert.deepEqual(await writePdf(kept, 'ua-1', fonts), await writePdf(model));
  assert.equal(writeHtml(kept, { nonce: 'n' }), writeHtml(model, { nonce: 'n' }));
});

test('a font of its own that there is not is a fault of the theme', () => {
  const faults = checkTheme({ ...PLAIN_THEME, headings: 'own' });
  assert.deepEqual(
    faults.map(({ code, path }) => `${code} ${path}`),
    ['theme.font /headings'],
  );
});

test('a face is read with its family, use, kin and scripts, and dressed without changing its outlines', () => {
  const facts = readFace(ownFace('boldItalic'));
  assert.deepEqual(facts, {
    family: 'Amtsschrift',
    postscriptName: 'Amtsschrift-BoldItalic',
    format: 'ttf',
    embedding: 'installable',
    kin: 'serif',
    weight: 700,
    italic: true,
    greek: true,
    cyrillic: true,
  });
  const latin = readFace(latinOtf());
  assert.deepEqual([latin.format, latin.greek, latin.cyrillic], ['otf', false, false]);
  const uses = [0x0004, 0x0008, 0x000c, 0x0006].map((use) => readFace(withUse(ownFace(), use)));
  assert.deepEqual(
    uses.map(({ embedding }) => embedding),
    ['print', 'editable', 'editable', 'print'],
  );
  const dressed = dressFace(ownFace('bold'), {
    family: 'Ganz anders',
    face: 'regular',
    postscriptName: 'Amtsschrift-Bold',
  });
  const kanzlei = { family: 'Kanzlei', face: 'regular', postscriptName: 'Kanzlei' } as const;
  const thin = readSfnt(latinOtf()).tables.get('post');
  const thick = readSfnt(dressFace(latinOtf(), kanzlei)).tables.get('post');
  assert.deepEqual(
    [thin?.readInt16BE(10), thick?.readInt16BE(10)],
    [0, 50],
    'links stay underlined',
  );
  const { family, weight, italic, postscriptName } = readFace(dressed);
  assert.deepEqual(
    [family, weight, italic, postscriptName],
    ['Ganz anders', 400, false, 'Amtsschrift-Bold'],
  );
});
