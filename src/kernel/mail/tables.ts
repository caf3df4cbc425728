import type { Generated } from 'kysely';

declare module '#kernel/database/schema.ts' {
  interface Tables {
    mail: {
      id: string;
      person_id: string | null;
      organisation_id: string | null;
      to_address: string;
      subject: string;
      body_text: string;
      body_html: string;
      label: string;
      tlp: string;
      neutral: boolean;
      delivery: 'queued' | 'sent' | 'failed' | 'logged';
      attempts: Generated<number>;
      next_at: Date | null;
      last_error: string | null;
      message_id: string;
      created_at: Instant;
      sent_at: Date | null;
    };
  }
}
