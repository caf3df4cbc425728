import type { DeliverableModule } from '#work/deliverables/definition.ts';
import { clause } from '../fields.ts';
import { loadMeetingData, type MeetingData } from './meeting-data.ts';
import { meetingRecipients } from './meeting-recipients.ts';
import { meetingDocumentRoles } from './meeting-roles.ts';
import { meetingTexts } from './meeting-texts.ts';
import { reportSections } from './report-sections.ts';

/** Meeting Report in its three parts (R-MTG-8, R-MTG-15), for attendees and absentees. */
export const meetingReport: DeliverableModule<MeetingData> = {
  definition: {
    id: 'meeting-report',
    clause: clause('4.2'),
    kind: 'approval',
    procedures: ['meeting'],
    sections: [
      { id: 'previous', mandatory: true, source: { by: 'previous' } },
      { id: 'topics', mandatory: true, source: { by: 'topics' } },
      { id: 'new', mandatory: true, source: { by: 'new' } },
    ],
    referencePattern: '{organisation}-MTR-{year}-{number}',
    compose: 'meeting-data',
    distribution: 'everybody-invited',
    labelRule: 'of-meeting',
    roles: meetingDocumentRoles,
  },
  texts: meetingTexts.report,
  compose: { 'meeting-data': loadMeetingData },
  sections: reportSections,
  distribution: { 'everybody-invited': meetingRecipients },
  labels: { 'of-meeting': ({ label, tlp }) => ({ label, tlp }) },
};
