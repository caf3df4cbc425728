export interface SystemAccess {
  readonly privileges: string;
  /** The job kinds or kernel services that need it, and why no scope of one organisation would do. */
  readonly reason: string;
}

/** The tables that the product itself may use across organisations. Everything not listed is closed to it. */
export const systemAccess: Readonly<Record<string, SystemAccess>> = {
  organisation: {
    privileges: 'select, insert, update',
    reason: 'sign-in and set-up name organisations',
  },
  person: {
    privileges: 'select, insert, update',
    reason: 'sign-in finds the person of an account',
  },
  role_holding: {
    privileges: 'select, insert, update',
    reason: 'sign-in loads the roles of a person; set-up grants the first administrator',
  },
  trail_entry: {
    privileges: 'select, insert',
    reason: 'the sealer reads entries of all organisations; sign-in writes entries',
  },
  trail_pending: {
    privileges: 'select, insert, delete',
    reason: 'the sealer takes pending entries',
  },
  outbox_event: {
    privileges: 'select, insert, update, delete',
    reason: 'the relay delivers events of all organisations',
  },
  job_request: {
    privileges: 'select, insert, delete',
    reason: 'the relay moves them to the queue',
  },
};
