import type { Block } from '#documents/model.ts';
import type { SectionInput } from '#work/deliverables/definition.ts';
import { foundOf, titledList } from './blocks.ts';
import type { IncidentReportData } from './report-data.ts';
import { type Speaker, speakerOf } from './words.ts';

type Input = SectionInput<IncidentReportData>;
type Phase = 'detection' | 'registration' | 'resolution' | 'recovery' | 'closure';

const stamps = [
  ...(['occurredAt', 'detectedAt', 'reportedAt', 'receivedAt', 'registeredAt'] as const),
  ...(['assignedAt', 'containedAt', 'resolvedAt', 'recoveredAt'] as const),
] as const;

/** Days, hours and minutes between two instants, signed: `+2 h 05 min`, from two days on `+3 d 4 h`. */
function elapsed(from: string, to: string): string {
  const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000);
  const sign = minutes < 0 ? '−' : '+';
  const size = Math.abs(minutes);
  const rest = `${String(size % 60).padStart(2, '0')} min`;
  if (size >= 2880)
    return `${sign}${Math.floor(size / 1440)} d ${Math.floor((size % 1440) / 60)} h`;
  return size < 60 ? `${sign}${size} min` : `${sign}${Math.floor(size / 60)} h ${rest}`;
}

/** The time stamps of the incident, with what had passed since its detection. */
function chain({ data, language }: Input): Block[] {
  const { say, option, utc } = speakerOf(language);
  const known = stamps.flatMap((name) => {
    const value = data.fields[name];
    return typeof value === 'string' ? [{ name, value }] : [];
  });
  if (known.length === 0) return [];
  const detected = data.fields['detectedAt'];
  return [
    {
      kind: 'table',
      id: 'table-stamps',
      caption: say('stampsTable'),
      rowHeads: true,
      columns: [
        { head: say('stamp'), width: 46 },
        { head: say('at'), width: 30 },
        { head: say('elapsed'), width: 24, align: 'end' },
      ],
      rows: known.map(({ name, value }) => [
        option('stamp', name),
        utc(value),
        typeof detected !== 'string' || name === 'detectedAt' ? '–' : elapsed(detected, value),
      ]),
    },
  ];
}

function events(phase: Phase): (input: Input) => Block[] {
  return ({ data, language }) => {
    const { say, option, utc, told } = speakerOf(language);
    const found = data.events.filter((one) => one.phase === phase);
    if (found.length === 0) return [];
    return [
      {
        kind: 'table',
        id: `table-${phase}`,
        caption: say('eventsTable', { phase: option('phase', phase) }),
        columns: [
          { head: say('at'), width: 22 },
          { head: say('told'), width: 20 },
          { head: say('event'), width: 37 },
          { head: say('source'), width: 21 },
        ],
        rows: found.map((one) => [
          utc(one.at),
          told(one.at, one.zone),
          one.event,
          one.source ?? say('notKnown'),
        ]),
      },
    ];
  };
}

function actions(data: IncidentReportData, { say, option }: Speaker): Block[] {
  if (data.actions.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'table-actions',
      caption: say('actionsTable'),
      rowHeads: true,
      columns: [
        { head: say('action'), width: 44 },
        { head: say('urgency'), width: 14 },
        { head: say('recipient'), width: 22 },
        { head: say('outcome'), width: 20 },
      ],
      rows: data.actions.map((one) => [
        one.subject,
        option('urgency', one.urgency),
        one.organisation,
        option('recipient', one.open && one.state !== 'done' ? 'open' : one.state),
      ]),
    },
  ];
}

function resolution(input: Input): Block[] {
  const speaker = speakerOf(input.language);
  const { data } = input;
  return [
    ...events('resolution')(input),
    ...actions(data, speaker),
    ...titledList(speaker.say('actionsTaken'), foundOf(data, 'action-taken')),
  ];
}

/** Section 3.3 of Table 8 with its five parts. */
export const timeSections = {
  chain,
  detection: events('detection'),
  registration: events('registration'),
  resolution,
  recovery: events('recovery'),
  closure: events('closure'),
} as const;
