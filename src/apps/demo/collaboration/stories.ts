import type { DemoDesk } from '../demo-desk.ts';
import type { PassingTime } from '../passing-time.ts';
import type { Story } from '../story.ts';
import { CollaborationDesk } from './collaboration-desk.ts';
import { tellOutage, tellVirus, tellYesterday } from './incident-stories.ts';
import { tellConvenedMeeting, tellMeeting, tellNextMeeting } from './meeting-stories.ts';
import { tellMission } from './mission-story.ts';
import { tellReportedMission } from './reported-mission-story.ts';
import { tellTerms, tellUpdate } from './terms-story.ts';

/** What central body, contractor and administrations do together: terms, meetings, incidents, each in several states. */
export function collaborationStories(demo: DemoDesk, time: PassingTime): Record<string, Story> {
  const desk = new CollaborationDesk(demo);
  return {
    'terms in force': tellTerms(desk, time),
    'terms updated': tellUpdate(desk, time),
    'meeting held': tellMeeting(desk, time),
    'meeting convened': tellConvenedMeeting(desk, time),
    'meeting set up': tellNextMeeting(desk, time),
    'mission reported on': tellReportedMission(desk, time),
    mission: tellMission(desk, time),
    'incident reported on': tellOutage(desk, time),
    'incident without report': tellVirus(desk, time),
    'incident of yesterday': tellYesterday(desk, time),
  };
}
