import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { catalogue } from '#apps/catalogue.ts';
import { type Locale, textsOf } from '#apps/texts.ts';
import { everythingDrawn } from '#engine/bpmn/everything-drawn.ts';
import { crossings, flaws } from '#engine/bpmn/inspect.ts';
import { toBpmnXml } from '#engine/bpmn/to-bpmn-xml.ts';
import { toDiagram } from '#engine/bpmn/to-diagram.ts';
import { diagramTexts } from '#work/http/definition-routes.ts';

/** How many crossings and flaws each drawing may have, by procedure and language: what was looked at, and may only fall. */
type Allowed = Record<string, { readonly crossings: number; readonly flaws: number }>;

interface Moddle {
  fromXML(xml: string): Promise<{ warnings: readonly unknown[] }>;
}

const locales: readonly Locale[] = ['en', 'fr', 'de'];
const file = fileURLToPath(new URL('./diagrams.json', import.meta.url));
const allowed: Allowed = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Allowed)
  : {};
const found: Allowed = {};
const unlisted = { crossings: 5, flaws: 0 };

// The package ships no declaration for its entry point.
const entry: string = 'bpmn-moddle';
const { BpmnModdle } = (await import(entry)) as { BpmnModdle: new () => Moddle };

/** Names that a reader could not read; lines that only touch a name are counted, see {@link Allowed}. */
const unreadable = /is cut|does not fit|outside the page|overlap|leaves its lane/;

describe('every procedure as it is drawn, with its real names', () => {
  after(() => {
    if (process.env['UPDATE'] === '1') writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`);
  });
  for (const [id, { procedure }] of catalogue.procedures) {
    it(`${id}: everything is there, and can be read in each language`, async () => {
      for (const locale of locales) {
        const diagram = await toDiagram(procedure, diagramTexts(procedure, textsOf(locale)));
        const faults = flaws(diagram);
        const key = `${id} ${locale}`;
        found[key] = { crossings: crossings(diagram), flaws: faults.length };
        const hidden = faults.filter((fault) => unreadable.test(fault));
        assert.deepEqual(hidden, [], key);
        const xml = toBpmnXml(diagram, procedure);
        assert.deepEqual(everythingDrawn(procedure, xml), [], key);
        if (locale === 'en') {
          assert.deepEqual((await new BpmnModdle().fromXML(xml)).warnings, [], key);
        }
        if (process.env['UPDATE'] === '1') continue;
        const limit = allowed[key] ?? unlisted;
        assert.ok(faults.length <= limit.flaws, `${key}: ${faults.join('; ')}`);
        assert.ok(
          found[key].crossings <= limit.crossings,
          `${key}: ${found[key].crossings} crossings`,
        );
      }
    });
  }
});
