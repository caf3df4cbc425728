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
    privileges: 'select, insert, update (details, salt, from_address)',
    reason:
      'the sealer reads entries of all organisations; sign-in writes entries; erasure clears personal data',
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
  trail_leaf: { privileges: 'select, insert', reason: 'the sealer appends leaves' },
  trail_node: { privileges: 'select, insert', reason: 'the sealer completes subtrees' },
  trail_counter: {
    privileges: 'select, insert, update',
    reason: 'the sealer counts the entries of each organisation',
  },
  trail_head: { privileges: 'select, insert', reason: 'the sealer signs heads' },
  trail_key: { privileges: 'select, insert', reason: 'the sealer publishes its public keys' },
  trail_head_receipt: {
    privileges: 'select, insert',
    reason: 'the daily duty hands a head to every organisation',
  },
  outbox_delivery: {
    privileges: 'select, delete',
    reason: 'the relay skips reactions that an event had, and prunes them with it',
  },
  outbox_failure: {
    privileges: 'select, insert, update, delete',
    reason: 'the relay counts failures of all organisations; administrators replay them',
  },
  record_deadline: {
    privileges: 'select, update',
    reason:
      'the sweep finds due deadlines of all organisations; the work happens under their owner',
  },
  mail: {
    privileges: 'select, insert, update',
    reason: 'the mailer sends the mails of all organisations; people read their own',
  },
  acknowledgement_link: {
    privileges: 'select',
    reason: 'a link is opened by somebody who is not signed in',
  },
  incoming_mail: {
    privileges: 'select, insert',
    reason:
      'nobody knows whose a message is before it was read; administrators see what became of it',
  },
  incoming_mail_failure: {
    privileges: 'select, insert, update, delete',
    reason: 'messages that could not be read belong to nobody yet',
  },
  account: {
    privileges: 'select, insert, update',
    reason: 'sign-in reads the password hash and the second factor of any person',
  },
  account_session: {
    privileges: 'select, insert, update, delete',
    reason: 'each request finds its session before any scope is known; the sweep deletes old ones',
  },
  api_token: {
    privileges: 'select, insert, update, delete',
    reason: 'each request finds its token before any scope is known; the sweep deletes old ones',
  },
  invitation: {
    privileges: 'select, insert, update, delete',
    reason: 'a link is accepted by somebody who is not signed in; the sweep deletes old ones',
  },
  sign_in_throttle: {
    privileges: 'select, insert, update, delete',
    reason: 'attempts are counted before anybody is known',
  },
  glass_break: {
    privileges: 'select, insert, update',
    reason: 'the operator who asks for sight of an organisation is outside its scope',
  },
  idempotency_key: {
    privileges: 'select, delete',
    reason: 'the hourly sweep removes keys of all organisations after a day',
  },
  bundle_intake: {
    privileges: 'select, delete',
    reason: 'the hourly sweep forgets bundles of all organisations that nobody imported',
  },
  file_key: {
    privileges: 'select, update',
    reason: 'rotation of the master key wraps the data keys of all owners anew',
  },
};
