declare module '#kernel/database/schema.ts' {
  interface Tables {
    outbox_delivery: { owner_id: string; event_id: string; reaction: string; at: Instant };
    outbox_failure: {
      owner_id: string;
      event_id: string;
      reaction: string;
      attempts: number;
      last_error: string;
      next_at: Date | null;
      dead_at: Date | null;
    };
  }
}
