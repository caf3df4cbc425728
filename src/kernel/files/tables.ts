declare module '#kernel/database/schema.ts' {
  interface Tables {
    stored_file: {
      owner_id: string;
      sha256: string;
      bytes: number;
      key_id: string;
      stored_at: Instant;
    };
    file_key: {
      owner_id: string;
      id: string;
      master_key_id: string;
      wrapped: Buffer;
      created_at: Instant;
      retired_at: Date | null;
    };
  }
}
