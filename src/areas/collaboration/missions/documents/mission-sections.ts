import type { Block, Inline } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { dayOf, lines, paragraph, paragraphs, particulars, stacked } from './blocks.ts';
import type { MissionData } from './mission-data.ts';
import { speakerOf } from './words.ts';

type Input = SectionInput<MissionData>;

/** What the mission is: who asked for it, what for, when. */
export function subject({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  const { startsOn, endsOn } = data;
  const period =
    startsOn === null || endsOn === null
      ? say('toBeAgreed')
      : say('periodText', { from: dayOf(startsOn, language), to: dayOf(endsOn, language) });
  const targets = data.targets.map((one) => option('target', one));
  return [
    ...paragraphs(data.description),
    particulars(
      'table-mission',
      say('missionTable'),
      [say('particular'), say('detail')],
      [
        [say('mission'), `${data.reference} ${data.title}`],
        [say('kindOfMission'), option('missionKind', data.missionKind)],
        [say('requestedOn'), dayOf(data.openedAt, language)],
        [say('period'), period],
        [
          say('targets'),
          targets.length === 0 ? option('target', 'administration') : targets.join(', '),
        ],
      ],
    ),
  ];
}

/** The objectives, then each control with what is to be documented of it, and why it was chosen. */
export function objectives({ data, language }: Input): Block[] {
  const { say, option } = speakerOf(language);
  if (data.objectives.length === 0 && data.controls.length === 0) return [];
  return [
    paragraph(say('objectivesIntro')),
    {
      kind: 'list',
      ordered: true,
      items: data.objectives.map(({ objective, detail }) => ({
        text:
          detail === null
            ? [{ text: objective, bold: true }]
            : [{ text: objective, bold: true }, ` ${detail}`],
      })),
    },
    paragraph(say('controlsIntro')),
    {
      kind: 'table',
      id: 'table-controls',
      caption: say('controlsTable'),
      rowHeads: true,
      columns: [
        { head: say('control'), width: 26 },
        { head: say('whatToDocument'), width: 38 },
        { head: say('rationale'), width: 36 },
      ],
      rows: data.controls.map((one): Inline[] => [
        one.name,
        lines(one.whatToDocument),
        one.basis.length === 0
          ? lines(one.rationale)
          : [
              ...[lines(one.rationale)].flat(),
              { lineBreak: true },
              { text: one.basis.map((basis) => option('basis', basis)).join(', '), italic: true },
            ],
      ]),
    },
  ];
}

export function scope({ data, language }: Input): Block[] {
  const { say } = speakerOf(language);
  const none = say('none');
  return [
    particulars(
      'table-scope',
      say('scopeTable'),
      [say('particular'), say('detail')],
      [
        [say('communities'), stacked(data.communities, none)],
        [say('threads'), stacked(data.threads, none)],
        [say('memberStates'), stacked(data.memberStates, none)],
        [say('administrations'), stacked(data.administrations, none)],
      ],
    ),
  ];
}
