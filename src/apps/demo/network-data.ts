/** Principles of interconnection of the demonstration's operator; each names the clause of its invented security policy. */
export const principles = [
  {
    code: 'P-01',
    title: 'Least exposure',
    source: 'Network security policy, 4.1',
    statement: 'Only the hosts, protocols and ports that the plan names are reachable.',
  },
  {
    code: 'P-02',
    title: 'Guarded border',
    source: 'Network security policy, 4.2',
    statement: 'A firewall of our own stands at our end; it denies what is not listed.',
  },
  {
    code: 'P-03',
    title: 'Protected data',
    source: 'Network security policy, 4.4',
    statement: 'Confidential data are encrypted and both end points are authenticated.',
  },
  {
    code: 'P-04',
    title: 'Separate management',
    source: 'Network security policy, 5.1',
    statement: 'No interconnection reaches the management network of either side.',
  },
  {
    code: 'P-05',
    title: 'Somebody answers',
    source: 'Network security policy, 6.3',
    statement: 'Both sides name contacts who answer day and night, and report incidents at once.',
  },
  {
    code: 'P-06',
    title: 'Ready to be cut',
    source: 'Network security policy, 6.5',
    statement: 'The plan says how the interconnection is taken down within an hour.',
  },
] as const;

export const rules = [
  {
    code: 'R-01',
    title: 'Named person',
    source: 'Remote access policy, 2.1',
    statement: 'Each account belongs to one person; shared accounts are not let in.',
  },
  {
    code: 'R-02',
    title: 'Second factor',
    source: 'Remote access policy, 2.3',
    statement: 'Signing in takes a second factor, and only through the jump hosts.',
  },
  {
    code: 'R-03',
    title: 'No longer than needed',
    source: 'Remote access policy, 3.1',
    statement: 'An access ends after a year at the latest.',
    maximumDays: 366,
  },
  {
    code: 'R-04',
    title: 'Third parties for ninety days',
    source: 'Remote access policy, 3.2',
    statement: 'A third party is let in for ninety days at most, under confidentiality.',
    kinds: ['third-party', 'maintenance'],
    maximumDays: 90,
  },
  {
    code: 'R-05',
    title: 'Recorded sessions',
    source: 'Remote access policy, 4.2',
    statement: 'Sessions of third parties are recorded and looked at every month.',
    kinds: ['third-party', 'maintenance'],
  },
] as const;

/** Plans of interconnections, as their author wrote them. */
export const plans = {
  baltlink: {
    requesterKind: 'third-party-network-owner',
    requester: 'Baltlink Networks, peering',
    purpose: 'Voice and roaming traffic goes by the shorter way over the Baltic.',
    nearEnd: 'Luleå exchange, border router 1',
    farEnd: 'Baltlink, Tallinn exchange',
    direction: 'both',
    connection: 'BGP over a dedicated wave; GTP over IPsec, UDP 2123 and 2152.',
    data: 'Signalling and user traffic of roaming subscribers; confidential.',
    borderMeasures: ['firewall', 'routing-filter', 'encryption', 'authentication', 'monitoring'],
    borderDetail:
      'Only agreed prefixes are announced and taken; GTP passes the firewall between two gateways.',
    contacts: 'Network operation of both sides, day and night; addresses in the contact directory.',
    ending: 'The session is shut within ten minutes; traffic falls back to the transit of before.',
  },
  billing: {
    requesterKind: 'business-department',
    requester: 'Billing',
    purpose: 'The print house gets invoices each night.',
    nearEnd: 'Billing application network',
    farEnd: 'Print house, intake server',
    direction: 'outbound',
    connection: 'SFTP to one host, TCP 22.',
    data: 'Invoices with names and addresses of subscribers; confidential.',
    borderMeasures: ['encryption'],
    borderDetail: 'The invoice server connects by itself; its key is known at the other end.',
    contacts: 'Billing during office hours.',
    ending: 'The account at the print house is closed.',
  },
  towers: {
    requesterKind: 'business-department',
    requester: 'Radio network',
    purpose: 'Alarms of masts that we share come into our monitoring.',
    nearEnd: 'Monitoring, probe 2',
    farEnd: 'Tower company, alarm server',
    direction: 'inbound',
    connection: 'SNMPv3 traps, UDP 162.',
    data: 'Alarms of power, cooling and doors; internal.',
    borderMeasures: ['firewall', 'authentication'],
    borderDetail: 'The firewall takes traps of two hosts and passes them to one probe.',
    contacts: 'Network operation of both sides, day and night.',
    ending: 'The firewall rule is taken out; nothing else depends on it.',
  },
} as const;
