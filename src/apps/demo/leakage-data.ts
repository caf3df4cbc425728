/** What the operator says of its data, for the demonstration. */
export const categories = [
  ['Contents of calls and messages', 'customers', 'SENSITIVE', true, true],
  ['Call records and traffic data', 'customers', 'SENSITIVE', true, true],
  ['Customer master data', 'customers', 'LIMITED', true, false],
  ['Personnel files', 'staff', 'SENSITIVE', true, false],
  ['Network plans', 'organisation', 'LIMITED', false, false],
  ['Price lists and terms of service', 'organisation', 'PUBLIC', false, false],
] as const;

/** Classification, operation, permission, rule, conditions, rationale. */
export const rules = [
  [
    'SENSITIVE',
    'store',
    'on-conditions',
    'Only encrypted, in our own data centres.',
    'Encrypted with keys of the organisation; never on removable media.',
    'Loss of a disk must not disclose anything.',
  ],
  [
    'SENSITIVE',
    'process',
    'on-conditions',
    'Only by named people, and logged.',
    'Access by role, reviewed every quarter; each access is logged.',
    'Who saw what can be proven to the authority.',
  ],
  [
    'SENSITIVE',
    'share',
    'forbidden',
    'Does not leave the organisation.',
    '',
    'Secrecy of communications; exceptions are ordered by a court.',
  ],
  [
    'SENSITIVE',
    'destroy',
    'on-conditions',
    'Destroyed by two persons, with a record.',
    'Media shredded or keys destroyed; the record names both persons.',
    'Destruction can be proven.',
  ],
  [
    'LIMITED',
    'store',
    'allowed',
    'In systems of the organisation.',
    '',
    'They are protected by their own measures.',
  ],
  [
    'LIMITED',
    'process',
    'allowed',
    'By whoever needs it for the task.',
    '',
    'Daily work depends on it.',
  ],
  [
    'LIMITED',
    'share',
    'on-conditions',
    'Under an agreement, encrypted.',
    'Recipients that the agreement names; TLS or an encrypted file.',
    'Partners need it; others must not read along.',
  ],
  [
    'LIMITED',
    'destroy',
    'allowed',
    'Deleted by its owner.',
    '',
    'Backups expire within ninety days.',
  ],
  ['PUBLIC', 'store', 'allowed', 'Anywhere.', '', 'Nothing is lost by it.'],
  ['PUBLIC', 'process', 'allowed', 'By everybody.', '', 'Nothing is lost by it.'],
  [
    'PUBLIC',
    'share',
    'on-conditions',
    'Published after release by its owner.',
    'Released by the owner and by communications.',
    'What is published cannot be taken back.',
  ],
] as const;

/** Name, category, classification, location, medium, people concerned. */
export const holdings = [
  [
    'Call records of the last six months',
    'Call records and traffic data',
    'SENSITIVE',
    'Data centre North, billing store',
    'database',
    412_000,
  ],
  [
    'Voice mail',
    'Contents of calls and messages',
    'SENSITIVE',
    'Data centre North, voice platform',
    'file-store',
    88_000,
  ],
  [
    'Customer register',
    'Customer master data',
    'LIMITED',
    'Data centre South, customer system',
    'database',
    412_000,
  ],
  [
    'Personnel files before 2015',
    'Personnel files',
    'SENSITIVE',
    'Archive room 2, cabinet C',
    'paper',
    610,
  ],
  ['Plans of the access network', 'Network plans', 'LIMITED', 'Engineering share', 'file-store', 0],
] as const;

/** Name, kind, how it is watched, whether it is. */
export const interfaces = [
  [
    'Outgoing mail',
    'mail',
    'Content filter of the mail gateway, by classification and pattern',
    true,
  ],
  [
    'File exchange with partners',
    'file-transfer',
    'Log of the transfer server, reviewed each week',
    true,
  ],
  ['Web access of workplaces', 'web', 'Proxy with upload inspection', true],
  [
    'Removable media at workplaces',
    'removable-media',
    'Agent that blocks and reports writing',
    true,
  ],
  ['Printers of the customer centre', 'print', 'Print server log', false],
] as const;

/** Name, data, to organisation, to where, scope, interface, protection, ground, reason of an exception. */
export const flows = [
  [
    'Invoices to the printing house',
    'Customer register',
    null,
    'Printing house, Gothenburg',
    'between-organisations',
    'File exchange with partners',
    'SFTP, files encrypted for the recipient',
    'Processing agreement of 2024',
    null,
  ],
  [
    'Network plans to the national administration',
    'Plans of the access network',
    'SE',
    null,
    'between-organisations',
    'Outgoing mail',
    'Encrypted mail',
    'Electronic Communications Act',
    null,
  ],
  [
    'Call records on a court’s order',
    'Call records of the last six months',
    null,
    'Investigating authority',
    'between-organisations',
    'File exchange with partners',
    'Encrypted file, key by another way',
    'Court order, kept with the case',
    'Each transfer is ordered by a court; the security manager releases it.',
  ],
  [
    'Call records to billing',
    'Call records of the last six months',
    null,
    'Billing sector',
    'within-sector',
    null,
    'Internal network, TLS',
    null,
    null,
  ],
] as const;

export const specifications = {
  requirements:
    'What may be done with data follows from their classification; what leaves the organisation leaves by a rule, a way and with a record.',
  'media-handling': 'Media that carry data are registered, encrypted, and destroyed with a record.',
  'information-publishing':
    'Nothing is published before its owner and communications have released it.',
  'information-exchange':
    'Information goes to other organisations and sectors by agreed ways only.',
} as const;
