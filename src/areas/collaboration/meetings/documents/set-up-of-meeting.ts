import type { DeliverableModule } from '#work/deliverables/definition.ts';
import { clause } from '../fields.ts';
import { agendaSections } from './agenda-sections.ts';
import { loadMeetingData, type MeetingData } from './meeting-data.ts';
import { meetingRecipients } from './meeting-recipients.ts';
import { meetingDocumentRoles } from './meeting-roles.ts';
import { meetingTexts } from './meeting-texts.ts';

/** Set up of Meeting: the agenda, and if needed what is presented (R-MTG-4, R-MTG-14). LISO convenes by sending it. */
export const setUpOfMeeting: DeliverableModule<MeetingData> = {
  definition: {
    id: 'set-up-of-meeting',
    clause: clause('4.1'),
    kind: 'approval',
    procedures: ['meeting'],
    sections: [
      { id: 'agenda', mandatory: true, source: { by: 'agenda' } },
      { id: 'documents', mandatory: false, source: { by: 'documents' } },
    ],
    referencePattern: '{organisation}-SUM-{year}-{number}',
    compose: 'meeting-data',
    distribution: 'everybody-invited',
    labelRule: 'of-meeting',
    roles: meetingDocumentRoles,
  },
  texts: meetingTexts.setUp,
  compose: { 'meeting-data': loadMeetingData },
  sections: agendaSections,
  distribution: { 'everybody-invited': meetingRecipients },
  labels: { 'of-meeting': ({ label, tlp }) => ({ label, tlp }) },
};
