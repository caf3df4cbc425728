import type { Block, Inline } from '#documents/model.ts';
import { formatDate } from '#documents/texts.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { type Part, planKinds } from '../choices.ts';
import { ruleInWords } from './rule-words.ts';
import type { TermsData } from './terms-data.ts';
import { speakerOf } from './words.ts';

type Input = SectionInput<TermsData>;

const paragraph = (text: Inline): Block => ({ kind: 'paragraph', text });

function scope({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  const date = (value: string | null) =>
    value === null ? null : formatDate(value.slice(0, 10), language);
  const rows: [string, string][] = [
    [say('communities'), data.scope.communities.join(', ')],
    [say('threads'), data.scope.threads.join(', ')],
    [say('memberStates'), data.scope.memberStates.join(', ')],
    [say('effect'), date(data.effectiveFrom) ?? say('onApproval')],
  ];
  if (data.validUntil !== null) rows.push([say('until'), date(data.validUntil) ?? '']);
  if (data.wholeDocument !== null) rows.push([say('wholeDocument'), data.wholeDocument]);
  return [
    paragraph(say('scopeText')),
    {
      kind: 'table',
      id: 'table-scope',
      caption: say('scopeTable'),
      rowHeads: true,
      columns: [
        { head: say('particular'), width: 30 },
        { head: say('detail'), width: 70 },
      ],
      rows,
    },
    {
      kind: 'table',
      id: 'table-parties',
      caption: say('partiesTable'),
      rowHeads: true,
      columns: [
        { head: say('administration'), width: 60 },
        { head: say('agreement'), width: 40 },
      ],
      rows: data.parties.map((party) => [
        party.name,
        party.waived
          ? say('waived')
          : party.agreedOn === null
            ? say('pending')
            : say('agreedOn', { date: formatDate(party.agreedOn, language) }),
      ]),
    },
  ];
}

/** What was left out by agreement says so in its place. */
function leftOut({ data, language }: Input, part: Part): Block[] | null {
  if (!data.omitted.includes(part)) return null;
  return [paragraph(speakerOf(language).say('leftOut', { reason: data.omissionReason ?? '' }))];
}

/** The clauses of a part: number and title, text, standard, and its rule in words. */
function clauses({ data, language }: Input, part: Part): Block[] {
  const speaker = speakerOf(language);
  return data.clauses
    .filter(({ fields }) => fields['part'] === part)
    .flatMap(({ number, fields, standard }): Block[] => {
      const rule = ruleInWords(speaker, fields, data.names);
      return [
        paragraph([
          { text: `${number}  ${String(fields['title'])}`, bold: true },
          { lineBreak: true },
          String(fields['text']),
          ...(standard === null
            ? []
            : [
                { lineBreak: true as const },
                { text: speaker.say('standard', { standard }), italic: true },
              ]),
        ]),
        ...(rule === null
          ? []
          : [
              {
                kind: 'callout' as const,
                tone: 'note' as const,
                title: `${speaker.say('ruleTitle')} (${number})`,
                text: [rule],
              },
            ]),
      ];
    });
}

const partSection =
  (part: Part) =>
  (input: Input): Block[] =>
    leftOut(input, part) ?? clauses(input, part);

function roles(input: Input): Block[] {
  const left = leftOut(input, 'roles');
  if (left !== null) return left;
  const { say, option } = speakerOf(input.language);
  const who = (value: unknown) =>
    Array.isArray(value) && value.length > 0
      ? value.map((one) => option('raci', one)).join(', ')
      : '–';
  const rows = input.data.clauses
    .filter(({ fields }) => fields['part'] === 'roles')
    .map(({ number, fields }) => [
      `${number} ${String(fields['title'])}`,
      ...['responsible', 'accountable', 'consulted', 'informed'].map((name) => who(fields[name])),
    ]);
  const table: Block[] =
    rows.length === 0
      ? []
      : [
          {
            kind: 'table',
            id: 'table-raci',
            caption: say('raciTable'),
            rowHeads: true,
            columns: [
              { head: say('subjectColumn'), width: 28 },
              ...(['responsible', 'accountable', 'consulted', 'informed'] as const).map((word) => ({
                head: say(word),
                width: 18,
              })),
            ],
            rows,
          },
        ];
  return [paragraph(say('rolesIntro')), ...clauses(input, 'roles'), ...table];
}

function sla(input: Input): Block[] {
  const left = leftOut(input, 'sla');
  if (left !== null) return left;
  const { data, language } = input;
  const { say, option } = speakerOf(language);
  const row = (direction: 'slaToCentral' | 'slaFromCentral'): Inline[] => [
    say(direction),
    String(data.sla[direction] ?? say('notNamed')),
    [
      { text: option('status', data.sla[`${direction}Compliance`]), bold: true },
      ...(typeof data.sla[`${direction}Statement`] === 'string'
        ? [{ lineBreak: true as const }, String(data.sla[`${direction}Statement`])]
        : []),
    ],
  ];
  return [
    paragraph(say('slaIntro')),
    {
      kind: 'table',
      id: 'table-sla',
      caption: say('slaTable'),
      rowHeads: true,
      columns: [
        { head: say('direction'), width: 28 },
        { head: say('agreementColumn'), width: 26 },
        { head: say('compliance'), width: 46 },
      ],
      rows: [row('slaToCentral'), row('slaFromCentral')],
    },
    ...clauses(input, 'sla'),
  ];
}

function plans(input: Input): Block[] {
  const left = leftOut(input, 'plans');
  if (left !== null) return left;
  const { data, language } = input;
  const { say, option } = speakerOf(language);
  const total = data.parties.filter(({ waived }) => !waived).length;
  const common = (kind: string): string => {
    const plan = data.commonPlans.find((one) => one.plan === kind);
    if (plan !== undefined) return `${plan.title}, ${plan.edition}`;
    return data.commonPlansWaived === null
      ? say('missing')
      : say('waivedPlan', { reason: data.commonPlansWaived });
  };
  const day = (value: string) => formatDate(value, language);
  const details: Block[] =
    data.commonPlans.length === 0
      ? []
      : [
          {
            kind: 'table',
            id: 'table-common-plans',
            caption: say('commonTable'),
            rowHeads: true,
            columns: [
              { head: say('plan'), width: 16 },
              { head: say('planTitle'), width: 30 },
              { head: say('edition'), width: 12 },
              { head: say('validity'), width: 20 },
              { head: say('place'), width: 22 },
            ],
            rows: planKinds
              .flatMap((kind) => data.commonPlans.filter((one) => one.plan === kind))
              .map((one) => [
                option('plan', one.plan),
                one.title,
                one.edition,
                `${day(one.validFrom)} – ${day(one.validTo)}`,
                one.place,
              ]),
          },
        ];
  return [
    paragraph(say('plansIntro')),
    {
      kind: 'table',
      id: 'table-plans',
      caption: say('plansMatrix'),
      rowHeads: true,
      columns: [
        { head: say('plan'), width: 20 },
        { head: say('commonDomain'), width: 45 },
        { head: say('localDomain'), width: 35 },
      ],
      rows: planKinds.map((kind) => [
        option('plan', kind),
        common(kind),
        say('given', { count: data.localPlans[kind] ?? 0, total }),
      ]),
    },
    ...details,
    paragraph(say('localNote')),
    ...clauses(input, 'plans'),
  ];
}

function compliance({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const of = (clauseId: string, against: string) =>
    data.assessments.filter((one) => one.clauseId === clauseId && one.against === against);
  const counted = (clauseId: string) => {
    const found = of(clauseId, 'administration');
    return found.length === 0
      ? say('notStated')
      : found.map((one) => `${option('status', one.status)}: ${one.count}`).join(', ');
  };
  const single = (clauseId: string, against: string) => {
    const [found] = of(clauseId, against);
    return found === undefined ? say('notStated') : option('status', found.status);
  };
  return [
    paragraph(say('complianceIntro')),
    {
      kind: 'table',
      id: 'table-compliance',
      caption: say('complianceTable'),
      rowHeads: true,
      columns: [
        { head: say('clause'), width: 36 },
        { head: say('administrations'), width: 28 },
        { head: say('toCentral'), width: 18 },
        { head: say('fromCentral'), width: 18 },
      ],
      rows: data.clauses.map(({ id, number, fields }) => [
        `${number} ${String(fields['title'])}`,
        counted(id),
        single(id, 'sla-to-central'),
        single(id, 'sla-from-central'),
      ]),
    },
  ];
}

/** The functions that write the sections, by the names that the definition calls. */
export const termsSections = {
  scope,
  roles,
  sla,
  plans,
  terms: ({ language }: Input): Block[] => [paragraph(speakerOf(language).say('termsIntro'))],
  'risk-management': partSection('risk-management'),
  'security-controls': partSection('security-controls'),
  awareness: partSection('awareness'),
  'best-practice': partSection('best-practice'),
  compliance,
} as const;
