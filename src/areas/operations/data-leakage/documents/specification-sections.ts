import type { Block, Inline } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { classifications, operations } from '../fields.ts';
import type { PrintedRule, SpecificationData } from './specification-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<SpecificationData>;

const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text });

/** The case's own purpose and policy, until the author writes better words. */
export function proposePurpose({ data, language }: Input): string {
  const { say, option } = speakerOf(language);
  return `${option('kind', data.kind)}. ${data.purpose}\n\n${say('restsOn', { policy: data.policy })}`;
}

function data({ data: said, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (said.categories.length === 0) return [paragraph(say('noCategories'))];
  return [
    {
      kind: 'table',
      id: 'table-categories',
      caption: say('categoriesTable'),
      rowHeads: true,
      columns: [
        { head: say('category'), width: 34 },
        { head: say('about'), width: 18 },
        { head: say('classification'), width: 18 },
        { head: say('personalData'), width: 15 },
        { head: say('communications'), width: 15 },
      ],
      rows: said.categories.map((one) => [
        one.name,
        option('about', one.about),
        option('label', one.classification),
        say(one.personalData ? 'yes' : 'no'),
        say(one.communications ? 'yes' : 'no'),
      ]),
    },
  ];
}

const highestFirst = classifications.toReversed();

function cell(rule: PrintedRule | undefined, { say, option }: Speaker): Inline {
  if (rule === undefined) return say('noRule');
  return [
    { text: option('permission', rule.permission), bold: true },
    { lineBreak: true },
    rule.rule,
  ];
}

function rules({ data: said, language }: Input): Block[] {
  const speaker = speakerOf(language);
  const { say, option } = speaker;
  const find = (classification: string, operation: string) =>
    said.rules.find((one) => one.classification === classification && one.operation === operation);
  return [
    paragraph(say('rulesIntroduced')),
    {
      kind: 'table',
      id: 'table-rules',
      caption: say('rulesTable'),
      rowHeads: true,
      columns: [
        { head: say('classification'), width: 16 },
        ...operations.map((operation) => ({ head: option('operation', operation), width: 21 })),
      ],
      rows: highestFirst.map((classification) => [
        option('label', classification),
        ...operations.map((operation) => cell(find(classification, operation), speaker)),
      ]),
    },
  ];
}

function places({ data: said, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const blocks: Block[] = [];
  if (said.holdings.length === 0) blocks.push(paragraph(say('noHoldings')));
  else {
    blocks.push({
      kind: 'table',
      id: 'table-holdings',
      caption: say('holdingsTable'),
      rowHeads: true,
      columns: [
        { head: say('dataColumn'), width: 28 },
        { head: say('classification'), width: 16 },
        { head: say('where'), width: 30 },
        { head: say('medium'), width: 16 },
        { head: say('flows'), width: 10, align: 'end' },
      ],
      rows: said.holdings.map((one) => [
        one.name,
        option('label', one.classification),
        one.where,
        option('medium', one.medium),
        String(one.flows),
      ]),
    });
  }
  if (said.flows.length === 0) return [...blocks, paragraph(say('noFlows'))];
  return [
    ...blocks,
    {
      kind: 'table',
      id: 'table-flows',
      caption: say('flowsTable'),
      rowHeads: true,
      columns: [
        { head: say('flow'), width: 24 },
        { head: say('from'), width: 19 },
        { head: say('to'), width: 21 },
        { head: say('scope'), width: 16 },
        { head: say('protection'), width: 20 },
      ],
      rows: said.flows.map((one) => [
        [one.name, { lineBreak: true }, one.data],
        one.from === null || one.from === '' ? '–' : one.from,
        one.to === null || one.to === '' ? '–' : one.to,
        option('scope', one.scope),
        one.protection,
      ]),
    },
  ];
}

function monitoring({ data: said, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (said.interfaces.length === 0) return [paragraph(say('noInterfaces'))];
  return [
    paragraph(say('monitoringIntroduced')),
    {
      kind: 'table',
      id: 'table-interfaces',
      caption: say('interfacesTable'),
      rowHeads: true,
      columns: [
        { head: say('interface'), width: 30 },
        { head: say('interfaceKind'), width: 20 },
        { head: say('watchedBy'), width: 36 },
        { head: say('watched'), width: 14 },
      ],
      rows: said.interfaces.map((one) => [
        one.name,
        option('interface', one.kind),
        one.watchedBy,
        say(one.watched ? 'yes' : 'no'),
      ]),
    },
  ];
}

function review({ data: said, language }: Input): Block[] {
  const { say } = speakerOf(language);
  const { experience } = said;
  const blocks: Block[] = [
    paragraph(say('reviewedEvery', { months: said.reviewMonths })),
    paragraph(
      say('experience', {
        detected: experience.detected,
        confirmed: experience.confirmed,
        falsePositives: experience.falsePositives,
      }),
    ),
  ];
  if (experience.broken.length > 0) {
    blocks.push({
      kind: 'table',
      id: 'table-broken',
      caption: say('brokenTable'),
      rowHeads: true,
      columns: [
        { head: say('rule'), width: 80 },
        { head: say('events'), width: 20, align: 'end' },
      ],
      rows: experience.broken.map((one) => [one.rule, String(one.events)]),
    });
  }
  if (said.reviewInput === null) return blocks;
  const lessons = said.reviewInput.split('\n\n').map((one): Block => paragraph(one));
  return [...blocks, paragraph([{ text: say('lessons'), bold: true }]), ...lessons];
}

function rationale({ data: said, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const rank = (one: PrintedRule) =>
    highestFirst.indexOf(one.classification) * 10 + operations.indexOf(one.operation);
  if (said.rules.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'table-rationale',
      caption: say('rationaleTable'),
      rowHeads: true,
      columns: [
        { head: say('rule'), width: 26 },
        { head: say('conditions'), width: 37 },
        { head: say('why'), width: 37 },
      ],
      rows: [...said.rules]
        .sort((a, b) => rank(a) - rank(b))
        .map((one) => [
          [
            option('label', one.classification),
            { lineBreak: true },
            option('operation', one.operation),
          ],
          one.conditions ?? '–',
          one.rationale,
        ]),
    },
  ];
}

/** The functions that write the sections, by the names that the definition calls. */
export const specificationSections = {
  data,
  rules,
  places,
  monitoring,
  review,
  rationale,
} as const;
