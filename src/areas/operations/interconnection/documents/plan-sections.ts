import type { Block } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import type { PlanData } from './plan-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<PlanData>;

const textOf = (data: PlanData, name: string): string => String(data.fields[name] ?? '');

function defined(
  { field, say }: Speaker,
  entries: readonly (readonly [string, string | null])[],
): Block[] {
  return [
    {
      kind: 'definitions',
      entries: entries.map(([name, text]) => ({
        term: field(name),
        text: text === null || text === '' ? say('none') : text,
      })),
    },
  ];
}

const paragraph = (text: string): Block[] => (text === '' ? [] : [{ kind: 'paragraph', text }]);

export const planSections = {
  need: ({ data, language }: Input): Block[] => {
    const speaker = speakerOf(language);
    return defined(speaker, [
      ['requesterKind', speaker.option('requesterKind', data.fields['requesterKind'])],
      ['requester', textOf(data, 'requester')],
      ['partner', data.partner],
      ['purpose', textOf(data, 'purpose')],
    ]);
  },
  ends: ({ data, language }: Input): Block[] => {
    const speaker = speakerOf(language);
    return defined(speaker, [
      ['nearEnd', textOf(data, 'nearEnd')],
      ['farEnd', textOf(data, 'farEnd')],
      ['direction', speaker.option('direction', data.fields['direction'])],
      ['connection', textOf(data, 'connection')],
      ['assets', data.assets.join(', ')],
    ]);
  },
  data: ({ data }: Input): Block[] => paragraph(textOf(data, 'data')),
  border: ({ data, language }: Input): Block[] => {
    const { option, say } = speakerOf(language);
    const measures = data.fields['borderMeasures'];
    const chosen = Array.isArray(measures) ? measures : [];
    const items = chosen.map((one) => ({ text: option('borderMeasures', one) }));
    const list: Block[] =
      items.length === 0 ? paragraph(say('noMeasures')) : [{ kind: 'list', ordered: false, items }];
    return [...list, ...paragraph(textOf(data, 'borderDetail'))];
  },
  contacts: ({ data }: Input): Block[] => paragraph(textOf(data, 'contacts')),
  ending: ({ data }: Input): Block[] => paragraph(textOf(data, 'ending')),
  examination: ({ data, language }: Input): Block[] => {
    const { say, verdict } = speakerOf(language);
    if (data.verdicts.length === 0) return [];
    return [
      {
        kind: 'table',
        id: 'table-examination',
        caption: say('examined'),
        rowHeads: true,
        columns: [
          { head: say('principle'), width: 40 },
          { head: say('verdict'), width: 20 },
          { head: say('reason'), width: 40 },
        ],
        rows: data.verdicts.map((one) => [one.name, verdict(one.state), one.reason ?? '–']),
      },
    ];
  },
};
