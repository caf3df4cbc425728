import type { Generated } from 'kysely';
import type { Json } from '#kernel/database/schema.ts';

declare module '#kernel/database/schema.ts' {
  interface Tables {
    job_progress: {
      owner_id: string;
      id: string;
      kind: string;
      person_id: string | null;
      done: Generated<number>;
      total: number | null;
      message: string | null;
      updated_at: Instant;
      finished_at: Date | null;
      result: Json<Record<string, unknown>> | null;
      error: string | null;
    };
  }
}
