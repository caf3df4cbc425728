import type { Generated } from 'kysely';
import type { Json } from '#kernel/database/schema.ts';

type FieldValues = Record<string, unknown>;

declare module '#kernel/database/schema.ts' {
  interface Tables {
    organisation: {
      id: string;
      kind: string;
      code: string;
      name: string;
      country: string | null;
      parent_id: string | null;
      valid_from: string;
      valid_to: string | null;
      version: Generated<number>;
      created_at: Instant;
      created_by: string | null;
      updated_at: Instant;
      updated_by: string | null;
    };
    person: {
      id: string;
      organisation_id: string;
      name: string;
      email: string;
      external: Generated<boolean>;
      locale: Generated<'en' | 'fr' | 'de'>;
      ended_at: Date | null;
      version: Generated<number>;
      created_at: Instant;
      created_by: string | null;
      updated_at: Instant;
      updated_by: string | null;
    };
    role_holding: {
      owner_id: string;
      id: string;
      person_id: string;
      role: string;
      system_id: string | null;
      case_id: string | null;
      valid_from: Instant;
      valid_to: Date | null;
      acknowledged_at: Date | null;
      kind: Generated<'holder' | 'substitute' | 'delegate'>;
      for_person_id: string | null;
      granted_by: string | null;
      reason: string | null;
      version: Generated<number>;
      created_at: Instant;
      created_by: string | null;
      updated_at: Instant;
      updated_by: string | null;
    };
    shared_with_me: {
      owner_id: string;
      kind: string;
      sort_key: string;
      record_id: string;
      record_owner_id: string;
      since: Instant;
    };
    audience_entry: {
      owner_id: string;
      id: string;
      kind: string;
      record_id: string;
      organisation_id: string;
      reason: 'party' | 'distribution' | 'terms' | 'decision' | 'hand-off' | 'subscription';
      detail: Json<FieldValues>;
      since: Instant;
      until: Date | null;
    };
    procedure_definition: {
      procedure: string;
      version: number;
      hash: string;
      definition: Json<unknown>;
      first_seen_at: Instant;
    };
    procedure_case: {
      owner_id: string;
      id: string;
      procedure: string;
      definition_version: number;
      reference: string;
      title: string;
      state: string;
      label: Generated<string>;
      tlp: Generated<string>;
      audience: Generated<string[]>;
      fields: Json<FieldValues>;
      due_at: Date | null;
      opened_at: Instant;
      opened_by: string | null;
      closed_at: Date | null;
      outcome: 'achieved' | 'not-achieved' | null;
      version: Generated<number>;
      updated_at: Instant;
      updated_by: string | null;
    };
    case_performed: {
      owner_id: string;
      case_id: string;
      id: string;
      action: string;
      person_id: string | null;
      on_behalf_of: string | null;
      organisation_id: string | null;
      from_state: string;
      to_state: string;
      at: Instant;
    };
    case_party: {
      owner_id: string;
      case_id: string;
      organisation_id: string;
      role: string;
      since: Instant;
    };
    case_approval: {
      owner_id: string;
      case_id: string;
      id: string;
      action: string;
      person_id: string;
      on_behalf_of: string | null;
      organisation_id: string;
      at: Instant;
      hash: string;
      frozen: Json<FieldValues>;
      voided_at: Date | null;
      voided_because: Json<unknown> | null;
    };
    task: {
      owner_id: string;
      id: string;
      case_id: string | null;
      procedure: string | null;
      task: string;
      organisation_id: string;
      role: string;
      assignee_id: string | null;
      subject: string | null;
      subject_kind: string | null;
      subject_id: string | null;
      required: Generated<boolean>;
      state: Generated<'open' | 'done' | 'cancelled'>;
      form: Json<FieldValues>;
      answer: Json<FieldValues> | null;
      clause: string;
      due_at: Date | null;
      done_at: Date | null;
      done_by: string | null;
      audience: Generated<string[]>;
      version: Generated<number>;
      created_at: Instant;
    };
    hand_off: {
      owner_id: string;
      id: string;
      hand_off: string;
      from_case_id: string;
      from_state: string;
      to_procedure: string;
      mandatory: boolean;
      state: 'offered' | 'accepted' | 'declined' | 'returned' | 'merged';
      outcome: 'achieved' | 'not-achieved' | null;
      title: string;
      payload: Json<FieldValues>;
      payload_hash: string;
      to_case_id: string | null;
      to_task_id: string | null;
      reason: string | null;
      return_status: Json<FieldValues> | null;
      created_at: Instant;
      accepted_at: Date | null;
      returned_at: Date | null;
      version: Generated<number>;
    };
    record_deadline: {
      owner_id: string;
      id: string;
      kind: string;
      record_id: string;
      deadline: string;
      due_at: Instant;
      next_at: Date | null;
      step: Generated<number>;
      remind_at: Date[];
      state: Generated<'running' | 'met' | 'fired' | 'closed'>;
    };
    notification: {
      owner_id: string;
      id: string;
      person_id: string;
      kind: string;
      record_kind: string;
      record_id: string;
      values: Json<FieldValues>;
      created_at: Instant;
      read_at: Date | null;
    };
    duty_run: {
      owner_id: string;
      procedure: string;
      duty: string;
      subject_id: string;
      last_opened_at: Instant;
    };
    saved_view: {
      owner_id: string;
      id: string;
      person_id: string;
      register: string;
      name: string;
      query: Json<FieldValues>;
      created_at: Instant;
    };
  }
}
