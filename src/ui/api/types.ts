import type { z } from 'zod';
import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import type { audienceView, historyPage, party, taskPage } from '#work/contract.ts';

/** Shapes of answers that the browser reads besides those of `#work/contract.ts`. */
export interface Definitions {
  readonly procedures: readonly Procedure[];
  readonly registers: readonly Register[];
  readonly roles: readonly string[];
  readonly formats: readonly ImportFormat[];
}

export interface ImportFormat {
  readonly id: string;
  readonly register: string;
  /** File name endings and media types that the file chooser offers. */
  readonly accepts: readonly string[];
}

export type HistoryPage = z.infer<typeof historyPage>;
export type TaskPage = z.infer<typeof taskPage>;
export type AudienceView = z.infer<typeof audienceView>;
export type PartyView = z.infer<typeof party>;

export interface Notification {
  readonly id: string;
  readonly at: string;
  readonly kind: string;
  readonly title: string;
  readonly caseId: string | null;
  readonly recordId?: string | null;
  readonly register?: string | null;
  readonly readAt: string | null;
}

export interface SearchHit {
  readonly kind: string;
  readonly id: string;
  readonly title: string;
  readonly subtitle: string | null;
}

export interface ImportReport {
  readonly id: string;
  readonly format: string;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly rows: {
    readonly read: number;
    readonly accepted: number;
    readonly refused: number;
    readonly unchanged: number;
  };
  readonly faults: readonly ImportFault[];
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

export interface ImportFault {
  readonly place: string;
  readonly code: string;
  readonly message: string;
}

export interface ImportPreview {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly faults: readonly ImportFault[];
  readonly total: number | null;
}

export interface SavedView {
  readonly id: string;
  readonly register: string;
  readonly name: string;
  /** The list's search parameters: filters, sort, columns. */
  readonly query: string;
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly failedAt: string | null;
  readonly error: string | null;
}

export interface ListOf<T> {
  readonly items: readonly T[];
}
