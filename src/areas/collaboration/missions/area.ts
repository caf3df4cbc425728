import { daysOf } from '#work/calendar/case-dates.ts';
import type { AreaModule, ProcedureModule, RegisterDate } from '#work/catalogue.ts';
import { missionProgramme } from './documents/mission-programme.ts';
import { missionReport } from './documents/mission-report.ts';
import { collectionEffects } from './effects/collection.ts';
import { listEffects } from './effects/lists.ts';
import { mayAsk } from './effects/may-ask.ts';
import { outcomeEffects } from './effects/outcome.ts';
import { partyEffects } from './effects/parties.ts';
import { type MissionFacts, missionFacts } from './facts.ts';
import { missionFunctions } from './functions.ts';
import { missionRoutes } from './http.ts';
import { csipImprovements, improvementFunctions } from './improvements.ts';
import { missionPayloads } from './payloads.ts';
import { factFindingMission } from './procedure.ts';
import { withdrawRequests } from './reactions/withdraw-requests.ts';
import { missionInterviews, missionRegisters } from './registers.ts';
import { findingTellingsModule } from './telling.ts';

const missionModule: ProcedureModule<MissionFacts> = {
  procedure: factFindingMission,
  functions: missionFunctions,
  facts: missionFacts,
  effects: { ...partyEffects, ...listEffects, ...collectionEffects, ...outcomeEffects },
  payloads: missionPayloads,
  mayAsk,
  dates: ({ state, fields }) => {
    const mission = daysOf('startsOn', fields['startsOn'], fields['endsOn']);
    return mission === null || state === 'cancelled' ? [] : [{ ...mission, takesPlace: true }];
  },
};

/** Interviews stand in the calendars of the mission's team and of the administration, until they were held or dropped. */
const datesOf = (register: string): RegisterDate[] =>
  register === missionInterviews.id
    ? [
        {
          field: 'plannedAt',
          endedBy: ['heldAt', 'droppedBecause'],
          ofReaders: true,
          takesPlace: true,
        },
      ]
    : [];

/** Fact-finding missions (Security Plan §4), and the service improvements that they lead to (SM-IMP). */
export const missionsArea: AreaModule = {
  procedures: [missionModule],
  registers: [
    ...missionRegisters.map((register) => ({ register, dates: datesOf(register.id) })),
    findingTellingsModule,
    {
      register: csipImprovements,
      functions: improvementFunctions,
      dates: [{ field: 'plannedFor', endedBy: ['result'] }],
      waitsFor: [
        {
          states: ['proposed', 'agreed', 'in-progress', 'implemented'],
          roles: ['csip-manager'],
        },
      ],
    },
  ],
  reactions: [withdrawRequests],
  deliverables: [missionProgramme, missionReport],
  routes: missionRoutes,
};
