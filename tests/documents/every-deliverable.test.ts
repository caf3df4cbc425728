import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { table8 } from '#areas/collaboration/incident-coordination/fixtures/incident-steps.ts';
import { checkDocument } from '#documents/check.ts';
import { stopTestServer } from '#tests/database.ts';
import { allSections } from '#work/deliverables/compose-model.ts';
import { render } from '#work/deliverables/renderings.ts';
import { readByOffice, readByOthers } from './other-readers.ts';
import { textsOf } from './printed-texts.ts';
import { writeEvery } from './real-size.ts';
import { languages, type Written } from './write-documents.ts';

describe('every kind of document that cases leave, from cases of real size', () => {
  let written: Written[] = [];

  before(async () => {
    written = await writeEvery();
  });
  after(stopTestServer);

  it('R-DOC-8 is written in English, French and German: a new kind brings its case along', () => {
    for (const type of catalogue.deliverables.keys()) {
      const found = written.filter((one) => one.type === type).map(({ language }) => language);
      const missing = `open a case that leaves ${type} in tests/documents/real-size.ts`;
      assert.deepEqual(found, languages, missing);
    }
  });

  it('has something to say in every mandatory section, in words of its language', () => {
    for (const { type, language, model } of written) {
      const module = catalogue.deliverables.get(type);
      const sections = allSections([...model.sections, ...model.annexes]);
      for (const { id, mandatory } of module?.definition.sections ?? []) {
        const section = sections.find((one) => one.id === id);
        assert.ok(section !== undefined, `${type} ${language} lacks ${id}`);
        assert.equal(section.title, module?.texts[language][`sections.${id}`]);
        const said = section.blocks.length + (section.sections ?? []).length;
        assert.ok(!mandatory || said > 0, `${type} ${language}: ${id} is empty`);
      }
      const faults = checkDocument(model).filter(({ severity }) => severity === 'error');
      assert.deepEqual(faults, [], `${type} ${language}`);
    }
  });

  it('leaves no text out and prints no key of one', () => {
    for (const { type, language, model } of written) {
      for (const text of textsOf(model)) {
        assert.doesNotMatch(
          text,
          /\bundefined\b|\[object |\bNaN\b|Invalid Date/,
          `${type} ${language}`,
        );
        assert.doesNotMatch(text, /\{[a-zA-Z]+\}/, `${type} ${language}: a place was not filled`);
        assert.doesNotMatch(
          text,
          /^(sections|register|procedure|option)\.[\w.-]+$/,
          `${type} ${language}`,
        );
      }
    }
  });

  it('R-SIR-3 fills every section of Table 8', () => {
    const report = written.find(
      ({ type, language }) => type === 'security-incident-report' && language === 'en',
    );
    const numbered = (sections: Written['model']['sections'], above = ''): string[] =>
      sections.flatMap((section, i) => {
        const { blocks, title, sections: parts = [] } = section;
        assert.ok(blocks.length + parts.length > 0, title);
        const said = textsOf({ sections: [{ ...section, title: '', sections: [] }], annexes: [] });
        assert.ok(parts.length > 0 || said.join('').length > 40, `${title} says next to nothing`);
        return [`${above}${i + 1} ${title}`, ...numbered(parts, `${above}${i + 1}.`)];
      });
    assert.deepEqual(numbered(report?.model.sections ?? []), table8);
  });

  for (const language of languages) {
    it(`prints all of it in Word, PDF and HTML, as other readers read it (${language})`, async () => {
      for (const { type, model } of written.filter((one) => one.language === language)) {
        const [docx, pdf, html] = await Promise.all([
          render(model, 'docx'),
          render(model, 'pdf'),
          render(model, 'html'),
        ]);
        const wanted = textsOf(model);
        for (const [format, text] of Object.entries(await readByOthers({ docx, pdf, html }))) {
          const lost = wanted.filter((part) => !text.includes(part));
          assert.deepEqual(lost, [], `${type} as ${format} in ${language}`);
        }
      }
    });
  }

  it('opens in an office suite, when the machine has one', async () => {
    const model = written.find(({ type }) => type === 'security-incident-report')?.model;
    assert.ok(model !== undefined);
    const text = await readByOffice(await render(model, 'docx'));
    if (text === null) return;
    const lost = textsOf(model).filter((part) => !text.includes(part));
    assert.deepEqual(lost, []);
  });
});
