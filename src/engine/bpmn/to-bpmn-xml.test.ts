import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Procedure } from '../procedure.ts';
import { everythingDrawn } from './everything-drawn.ts';
import { change, changeTexts } from './fixtures/change.ts';
import { earlyWarning, earlyWarningTexts } from './fixtures/early-warning.ts';
import { terms, termsTexts } from './fixtures/terms.ts';
import type { DiagramTexts } from './texts.ts';
import { toBpmnXml } from './to-bpmn-xml.ts';
import { toDiagram } from './to-diagram.ts';

interface Moddle {
  fromXML(xml: string): Promise<{ rootElement: ModdleElement; warnings: readonly unknown[] }>;
  toXML(element: ModdleElement, options: { format: boolean }): Promise<{ xml: string }>;
}
interface ModdleElement {
  readonly $type: string;
  readonly rootElements: readonly {
    readonly $type: string;
    readonly flowElements?: readonly ModdleElement[];
  }[];
}

// The package ships no declaration for its entry point.
const entry: string = 'bpmn-moddle';
const { BpmnModdle } = (await import(entry)) as { BpmnModdle: new () => Moddle };

const samples: readonly (readonly [Procedure, DiagramTexts])[] = [
  [change, changeTexts],
  [terms, termsTexts],
  [earlyWarning, earlyWarningTexts],
];

for (const [procedure, texts] of samples) {
  test(`${procedure.id}: bpmn-moddle reads the XML without warnings, and a round trip keeps everything`, async () => {
    const xml = toBpmnXml(await toDiagram(procedure, texts), procedure);
    const first = await new BpmnModdle().fromXML(xml);
    assert.deepEqual(first.warnings, []);
    const written = (await new BpmnModdle().toXML(first.rootElement, { format: true })).xml;
    const second = await new BpmnModdle().fromXML(written);
    assert.deepEqual(second.warnings, []);
    const again = (await new BpmnModdle().toXML(second.rootElement, { format: true })).xml;
    assert.equal(again, written);
    assert.deepEqual(everythingDrawn(procedure, written), []);
  });

  test(`${procedure.id}: every declaration is in the XML, named and drawn`, async () => {
    const xml = toBpmnXml(await toDiagram(procedure, texts), procedure);
    assert.deepEqual(everythingDrawn(procedure, xml), []);
  });
}

test('what is not drawn is named', async () => {
  const xml = toBpmnXml(await toDiagram(change, changeTexts), change);
  const more: Procedure = { ...change, states: { ...change.states, lost: { kind: 'active' } } };
  assert.deepEqual(everythingDrawn(more, xml), ['state lost is not drawn']);
  assert.throws(() => everythingDrawn(change, '<definitions>'));
});

test('names with markup stay text', async () => {
  const texts: DiagramTexts = { ...changeTexts, states: { requested: 'A & B <i>"x"</i>' } };
  const xml = toBpmnXml(await toDiagram(change, texts), change);
  assert.deepEqual((await new BpmnModdle().fromXML(xml)).warnings, []);
  assert.ok(!xml.includes('<i>'));
});
