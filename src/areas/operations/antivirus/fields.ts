import type { Fields } from '#engine/fields.ts';

/** The step of antivirus management (X.1052 §12.2.7) that asks for something. */
export const clause = (step: 'a' | 'b' | 'c' | 'd') => `X.1052 §12.2.7 ${step}`;

/** Who looks after virus definitions, scanners and what they find. */
export const keepers = ['antivirus-manager', 'security-manager'] as const;

/** The management level, which the report goes to. */
export const managers = ['management', 'operations-management'] as const;

/** Definitions older than this are no longer the latest, whatever their source says: two days (an editable default, no rule of the standard). */
export const oldestHours = 48;

/** Share of clients and servers with the latest definitions below which a reason is asked for, in percent (a default of the product). */
export const enoughPercent = 95;

export const antivirusFields = {
  periodFrom: { kind: 'date', required: true, clause: clause('d') },
  periodTo: { kind: 'date', required: true, clause: clause('d') },
  clients: { kind: 'integer', computed: true, clause: clause('b') },
  clientsCurrent: { kind: 'integer', computed: true, clause: clause('b') },
  servers: { kind: 'integer', computed: true, clause: clause('b') },
  serversCurrent: { kind: 'integer', computed: true, clause: clause('b') },
  coverage: { kind: 'integer', computed: true, unit: '%', clause: clause('b') },
  coverageReason: { kind: 'text', multiline: true, clause: clause('b') },
  scans: { kind: 'integer', computed: true, clause: clause('c') },
  hostsScanned: { kind: 'integer', computed: true, clause: clause('c') },
  filesInfected: { kind: 'integer', computed: true, clause: clause('c') },
} as const satisfies Fields;
