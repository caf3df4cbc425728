import type { ColumnType } from 'kysely';

/** An instant column: read as Date, written as Date. */
export type Instant = ColumnType<Date, Date, Date>;
/** A jsonb column, written as JSON text (`JSON.stringify`) so that arrays are not taken for SQL arrays. */
export type Json<T> = ColumnType<T, string, string>;

/**
 * All tables, by name. Each room adds its own by augmenting this interface beside the code that writes them:
 * `declare module '#kernel/database/schema.ts' { interface Tables { … } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by augmentation in the rooms that own the tables
export interface Tables {}
