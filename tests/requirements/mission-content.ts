import type { Question } from '#areas/collaboration/missions/questionnaire/questions.ts';

/** A mission of real size: 60 questions, 12 findings, 6 interviews. Everything is invented. */

type Asked = Omit<Question, 'number' | 'section'> & {
  readonly answer: string;
  readonly remark?: string;
};

const yes = (question: string, answer: 'yes' | 'no' = 'yes', remark?: string): Asked => ({
  ...{ question, kind: 'yes-no', required: true, answer },
  ...(remark === undefined ? {} : { remark }),
});
const text = (question: string, answer: string): Asked => ({ question, kind: 'text', answer });
const count = (question: string, answer: string, unit?: string): Asked => ({
  ...{ question, kind: 'number', required: true, answer },
  ...(unit === undefined ? {} : { unit }),
});
const day = (question: string, answer: string): Asked => ({ question, kind: 'date', answer });
const one = (question: string, options: readonly string[], answer: string): Asked => ({
  ...{ question, kind: 'single-choice', options: options.join('\n'), required: true, answer },
});
const many = (question: string, options: readonly string[], ...answers: string[]): Asked => ({
  ...{ question, kind: 'multiple-choice', options: options.join('\n'), answer: answers.join('\n') },
});

const parts: readonly (readonly [string, readonly Asked[]])[] = [
  [
    'Organisation of information security',
    [
      yes(
        'Is there an approved security policy for the systems that exchange declarations with the Common Domain?',
      ),
      day('When was it last reviewed?', '2025-11-18'),
      one(
        'Who approves it?',
        ['Head of the administration', 'Head of IT', 'Security officer'],
        'Head of IT',
      ),
      yes(
        'Is a national information security officer appointed, with a substitute?',
        'yes',
        'The substitute was appointed in spring.',
      ),
      count(
        'How many people work on information security, in full-time equivalents?',
        '3.5',
        'FTE',
      ),
      text(
        'Which duties does the security officer have besides?',
        'Continuity planning, and the security part of procurement.',
      ),
      yes(
        'Are security responsibilities written into the job descriptions of system administrators?',
        'no',
      ),
      many(
        'Which groups had awareness training in the last 12 months?',
        ['Service desk', 'Administrators', 'Developers', 'Management'],
        'Service desk',
        'Administrators',
      ),
      yes('Are contacts with authorities and other administrations kept up to date?'),
      text(
        'How are exceptions to the policy approved and recorded?',
        'By a form signed by the head of IT; the register is a spreadsheet of the security officer.',
      ),
    ],
  ],
  [
    'Third parties',
    [
      yes('Does a third party host components of the national domain?'),
      text(
        'Which one, and what does it host?',
        'Rhein Hosting GmbH: the servers of the national transit application in two data centres.',
      ),
      yes(
        'Does the contract name the security controls that it keeps?',
        'yes',
        'Annex 4 of the contract.',
      ),
      day('When was the third party last audited for security?', '2024-06-05'),
      one(
        'Who audited it?',
        ['The administration', 'An independent auditor', 'Itself'],
        'An independent auditor',
      ),
      count('How many findings of that audit are open?', '4'),
      yes('Do its staff sign a confidentiality agreement before they get access?'),
      many(
        'By which ways do its staff reach the systems?',
        ['On site', 'Remote through the administration', 'Remote directly'],
        'On site',
        'Remote directly',
      ),
      yes('Are its remote sessions recorded?', 'no'),
      text(
        'How is a security incident at the third party reported to the administration?',
        'By telephone to the service desk, and in the monthly report.',
      ),
    ],
  ],
  [
    'Access control',
    [
      yes('Is there a formal procedure to register and remove users?'),
      count(
        'How many accounts have administrator rights on the national transit application?',
        '17',
      ),
      count('How many of them belong to people of third parties?', '6'),
      one(
        'How often are access rights reviewed?',
        ['Quarterly', 'Yearly', 'Less often', 'Never'],
        'Less often',
      ),
      day('When was the last review?', '2024-01-22'),
      yes(
        'Do administrators use a second factor?',
        'no',
        'Planned with the new directory service.',
      ),
      yes('Are shared accounts forbidden, and is that checked?', 'no'),
      text(
        'Which shared accounts are there, and why?',
        'Two operator accounts of the night shift.',
      ),
      yes('Are accounts of people who leave closed within a day?'),
      many(
        'Which events of access are logged?',
        ['Success', 'Failure', 'Privileged use', 'Changes of rights'],
        'Success',
        'Failure',
      ),
    ],
  ],
  [
    'Operations and communications',
    [
      yes(
        'Are changes of the production environment authorised by somebody who does not implement them?',
      ),
      count('How many emergency changes were there in the last 12 months?', '9'),
      yes('Is the gateway to the Common Communication Network in a network segment of its own?'),
      yes('Are the firewall rules of that segment reviewed?', 'yes'),
      day('When were they last reviewed?', '2026-02-10'),
      one(
        'How soon are critical patches installed?',
        ['Within 2 days', 'Within 14 days', 'Within a month', 'Later'],
        'Within a month',
      ),
      yes(
        'Are backups restored for practice at least yearly?',
        'no',
        'The last restoration was in 2023.',
      ),
      many(
        'Where are the backups kept?',
        ['Same site', 'Second data centre', 'Offline'],
        'Same site',
        'Second data centre',
      ),
      count('For how long are logs kept?', '90', 'days'),
      text(
        'Who looks at the logs, and how often?',
        'The operators on duty look at alarms; nobody looks at the logs themselves.',
      ),
    ],
  ],
  [
    'Incidents and early warnings',
    [
      yes('Is there a written procedure for security incidents?'),
      yes('Does it say when ITSM Security Management is told?', 'no'),
      count('How many security incidents were registered in the last 12 months?', '23'),
      count('How many of them touched the Common Domain?', '2'),
      many(
        'Who may declare an incident?',
        ['Service desk', 'Security officer', 'System owner'],
        'Service desk',
        'Security officer',
      ),
      one(
        'Within what time is an incident acknowledged outside office hours?',
        ['30 minutes', '2 hours', 'Next working day'],
        'Next working day',
      ),
      yes('Is evidence collected so that it can be used in proceedings?', 'no'),
      text(
        'How are early warnings of vendors taken in?',
        'The hosting company forwards them; the administration keeps no register.',
      ),
      yes('Are lessons of incidents written down?'),
      text(
        'Which lesson led to a change of a control?',
        'After the outage in March the change calendar was made binding for the hosting company.',
      ),
    ],
  ],
  [
    'Continuity and compliance',
    [
      yes('Is there a continuity plan for the exchange of declarations?'),
      day('When was it last exercised?', '2025-09-30'),
      one(
        'What did the exercise cover?',
        ['A walk through on paper', 'A switch-over of components', 'A switch-over of the site'],
        'A switch-over of components',
      ),
      count(
        'After how many hours is the exchange restored, as measured in the exercise?',
        '7.5',
        'h',
      ),
      yes(
        'Does the result keep the service level that was agreed?',
        'no',
        'The agreed time is 4 hours.',
      ),
      yes('Are technical compliance checks carried out on the servers?'),
      count('What share of the servers was checked in the last 12 months?', '40', '%'),
      many(
        'Which legal requirements are tracked in a register?',
        ['Data protection', 'Network and information security', 'Customs law'],
        'Data protection',
        'Customs law',
      ),
      yes('Were personal data involved in an incident of the last 12 months?', 'no'),
      text(
        'What else should the mission know?',
        'The contract with the hosting company ends in December 2027; a new procurement is being prepared.',
      ),
    ],
  ],
];

const asked = parts.flatMap(([section, questions]) =>
  questions.map((question) => ({ section, ...question })),
);

/** Questions that are asked only after a yes to the first question of their part: what the third party hosts, and so on. */
const conditions = new Map([
  [2, 1],
  [12, 11],
  [13, 11],
  [35, 34],
]);

/** The questionnaire as the action `set-questions` takes it. */
export const questionnaire = asked.map(
  ({ answer: _answer, remark: _remark, ...question }, index) => {
    const number = index + 1;
    const dependsOn = conditions.get(number);
    return {
      number,
      ...question,
      addressee: number > 10 && number <= 20 ? 'both' : 'administration',
      ...(dependsOn === undefined ? {} : { dependsOn, dependsOnAnswer: 'yes' }),
    };
  },
);

/** What the administration answers, whole. */
export const answersOfAdministration = asked.map(({ answer, remark }, index) => ({
  number: index + 1,
  value: answer,
  ...(remark === undefined ? {} : { remark }),
}));

/** What the third party answers to its part. */
export const answersOfThirdParty = answersOfAdministration.slice(10, 20);

export const objectives = [
  {
    objective: 'Note the controls around the national transit application and its gateway.',
    detail: 'As they are kept in operation, not as they are planned.',
  },
  {
    objective:
      'Understand how far the hosting company carries out controls for the administration.',
  },
  {
    objective: 'Follow up what the incidents of the last two years said about access and logging.',
  },
];

/** Control, what is to be documented, why, and what the choice rests on. */
export const chosenControls: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    '6.2.3',
    'Security clauses of the hosting contract, and how they are checked.',
    'The third party appeared in two incidents.',
    ['incident', 'priority'],
  ],
  [
    '8.2.2',
    'Awareness training of the service desk and of administrators.',
    'Named by the LISO for all missions of the year.',
    ['priority'],
  ],
  [
    '10.1.2',
    'Authorisation of changes, emergency changes included.',
    'The outage in March followed an emergency change.',
    ['incident'],
  ],
  [
    '10.5.1',
    'Backups, where they are kept, and restorations for practice.',
    'Not assessed in the mission before.',
    ['finding'],
  ],
  [
    '10.6.1',
    'Segment of the gateway and review of its rules.',
    'The network policy of the Common Domain has a new edition.',
    ['change'],
  ],
  [
    '10.10.1',
    'Which events are logged, how long logs are kept, who looks at them.',
    'Logs were missing in the analysis of an incident.',
    ['incident'],
  ],
  [
    '11.2.2',
    'Privileges of administrators and third parties.',
    'Partly in place in the mission before.',
    ['finding', 'priority'],
  ],
  [
    '11.2.4',
    'Review of access rights: how often, by whom, with what result.',
    'Partly in place in the mission before.',
    ['finding'],
  ],
  [
    '12.6.1',
    'How early warnings are taken in, and how soon patches are installed.',
    'New patch deadlines in the common standard.',
    ['change'],
  ],
  [
    '13.1.1',
    'Reporting of security events to ITSM Security Management.',
    'An incident was reported two days late.',
    ['incident'],
  ],
  [
    '14.1.5',
    'Exercises of the continuity plan and measured times.',
    'The agreed service level changed.',
    ['change'],
  ],
  [
    '15.2.2',
    'Technical compliance checks of servers.',
    'Named by the LISO for all missions of the year.',
    ['priority'],
  ],
];

export const interviews = [
  ['Dr Anke Vogt, head of IT operations', 'Changes, backups and monitoring in daily work.'],
  [
    'Ralf Petersen, national information security officer',
    'Policy, exceptions, incidents and their lessons.',
  ],
  [
    'Miriam Scholz, lead of the service desk',
    'Intake of incidents, hours of duty, hand-over to ITSM.',
  ],
  [
    'Jonas Adler, administrator of the transit application',
    'Privileged access, second factor, shared accounts.',
  ],
  [
    'Petra Lindemann, contract manager',
    'Clauses of the hosting contract and how they are checked.',
  ],
  [
    'Tobias Krämer, head of the data centre, Rhein Hosting GmbH',
    'Remote access, recording of sessions, patching.',
  ],
] as const;

/** Minutes of some length, a paragraph a line. */
export const minutesOf = (interviewee: string, topics: string): string =>
  [
    `${interviewee.split(',')[0]} described the present state and showed the records that bear it out. Topics were: ${topics}`,
    'The procedure is written and known to those who work with it. Where it is not followed, the reason is nearly always that the hosting company works by its own.',
    'Asked for the last three cases, the interviewee opened the tickets: two were complete, in one the approval came after the act. This is known and will be discussed in the next service meeting.',
    'Open: the interviewee sends the list of accounts with privileges and the report of the last exercise by the end of the week.',
  ].join('\n');

/** Title, control, status, severity, statement, recommendation. */
export const findings: readonly (readonly [string, string, string, string, string, string])[] = [
  [
    'Awareness training leaves out developers',
    '8.2.2',
    'partly-in-place',
    'low',
    'The service desk and all administrators were trained in the last 12 months. Developers of the national application and management were not.',
    'Extend the yearly training to developers and management.',
  ],
  [
    'Hosting contract names its controls',
    '6.2.3',
    'in-place',
    'none',
    'Annex 4 of the contract lists 41 controls with an owner each, and the right to audit. It was used in June 2024.',
    '',
  ],
  [
    'Findings of the audit of the third party are open for two years',
    '6.2.3',
    'partly-in-place',
    'medium',
    'Four of eleven findings of the audit of June 2024 are open; for two of them no date is agreed.',
    'Agree dates for the open findings, and put them on the agenda of the monthly service meeting.',
  ],
  [
    'Staff of the third party reach systems remotely without being recorded',
    '11.2.2',
    'not-in-place',
    'high',
    'Six accounts of the hosting company reach the production servers from its own network. Sessions pass no gateway of the administration and are not recorded.',
    'Lead remote sessions through the gateway of the administration, record them, and end direct access.',
  ],
  [
    'Administrators work without a second factor',
    '11.2.2',
    'not-in-place',
    'high',
    'Seventeen accounts with administrator rights are protected by a password only. The directory service that brings the second factor is planned for next year.',
    'Bring the second factor for administrators forward, independently of the new directory.',
  ],
  [
    'Access rights are reviewed too seldom',
    '11.2.4',
    'partly-in-place',
    'medium',
    'The last review was in January 2024. Its result, eleven accounts to be closed, was carried out within a month.',
    'Review privileged rights every quarter and all others every year.',
  ],
  [
    'Changes are authorised apart from their implementation',
    '10.1.2',
    'in-place',
    'none',
    'All 212 changes of the last 12 months were authorised by somebody who did not implement them; nine emergency changes were reviewed afterwards.',
    '',
  ],
  [
    'Backups are not restored for practice',
    '10.5.1',
    'partly-in-place',
    'medium',
    'Backups are complete and kept in both data centres. The last restoration was in 2023; none is kept offline.',
    'Restore a server of each kind yearly, and keep one generation offline.',
  ],
  [
    'Logs of access are short and unread',
    '10.10.1',
    'not-in-place',
    'high',
    'Privileged use and changes of rights are not logged. Logs are kept for 90 days; the common standard asks for a year. Nobody looks at them without an alarm.',
    'Log privileged use, keep logs for a year, and look at them weekly.',
  ],
  [
    'Gateway is separated, and its rules are reviewed',
    '10.6.1',
    'in-place',
    'none',
    'The gateway stands in a segment of its own; its 64 rules were reviewed in February 2026 and eleven were removed.',
    '',
  ],
  [
    'Critical patches take a month',
    '12.6.1',
    'partly-in-place',
    'medium',
    'The common standard asks for 14 days. Early warnings come through the hosting company, and no register shows which are open.',
    'Keep a register of early warnings, and agree 14 days in the contract.',
  ],
  [
    'Exercise did not keep the service level',
    '14.1.5',
    'partly-in-place',
    'medium',
    'The exercise of September 2025 restored the exchange after 7.5 hours; 4 hours are agreed.',
    'Find out what took the time, and repeat the exercise within six months.',
  ],
];
