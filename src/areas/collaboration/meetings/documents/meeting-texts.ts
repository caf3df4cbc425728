/** Titles of the two deliverables and their parts (Security Plan §5.4), and why somebody receives them. */
export const meetingTexts = {
  setUp: {
    en: {
      title: 'Set up of Meeting',
      subject: 'Facilitate meeting, Security Plan §5 (SEC.9)',
      'sections.agenda': 'Agenda of the meeting',
      'sections.documents': 'Presentations and documents to be presented',
    },
    fr: {
      title: 'Préparation de réunion',
      subject: 'Organisation de réunions, plan de sécurité §5 (SEC.9)',
      'sections.agenda': 'Ordre du jour de la réunion',
      'sections.documents': 'Présentations et documents à présenter',
    },
    de: {
      title: 'Sitzungsvorbereitung',
      subject: 'Ausrichten von Sitzungen, Sicherheitsplan §5 (SEC.9)',
      'sections.agenda': 'Tagesordnung der Sitzung',
      'sections.documents': 'Präsentationen und vorzulegende Dokumente',
    },
  },
  report: {
    en: {
      title: 'Meeting Report',
      subject: 'Facilitate meeting, Security Plan §5 (SEC.9)',
      'sections.previous': 'Review of previous action points',
      'sections.topics': 'Discussed topics',
      'sections.new': 'New action points',
    },
    fr: {
      title: 'Compte rendu de réunion',
      subject: 'Organisation de réunions, plan de sécurité §5 (SEC.9)',
      'sections.previous': 'Examen des points d’action précédents',
      'sections.topics': 'Points traités',
      'sections.new': 'Nouveaux points d’action',
    },
    de: {
      title: 'Sitzungsbericht',
      subject: 'Ausrichten von Sitzungen, Sicherheitsplan §5 (SEC.9)',
      'sections.previous': 'Prüfung früherer Aufgaben',
      'sections.topics': 'Behandelte Themen',
      'sections.new': 'Neue Aufgaben',
    },
  },
  reasons: {
    en: { attendee: 'Attended', absentee: 'Was invited and absent', invited: 'Invited' },
    fr: { attendee: 'A participé', absentee: 'Invité et absent', invited: 'Invité' },
    de: {
      attendee: 'Hat teilgenommen',
      absentee: 'War eingeladen und abwesend',
      invited: 'Eingeladen',
    },
  },
} as const;
