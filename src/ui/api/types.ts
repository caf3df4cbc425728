import type { z } from 'zod';
import type { Procedure } from '#engine/procedure.ts';
import type { Register } from '#engine/register.ts';
import type { historyPage, party, taskPage } from '#work/contract.ts';
import type { audienceView } from '#work/sharing/contract.ts';

/** Shapes of answers that the browser reads besides those of `#work/contract.ts`. */
export interface Definitions {
  readonly procedures: readonly Procedure[];
  /** Earlier versions, by which open cases may still run. */
  readonly earlier: readonly Procedure[];
  readonly registers: readonly Register[];
  readonly roles: readonly string[];
  /** Procedures that something can be asked of, planned ones too. */
  readonly askable: readonly string[];
  readonly formats: readonly ImportFormat[];
}

export interface ImportFormat {
  readonly id: string;
  /** File name endings and media types that the file chooser offers. */
  readonly accepts: readonly string[];
  /** Register of the record that the file is about and that must be chosen, or null when it stands alone. */
  readonly target: string | null;
  /** The file says it itself most of the time. */
  readonly targetOptional: boolean;
  /** Roles that may import it. */
  readonly roles: readonly string[];
  readonly clause: string;
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
  readonly about: string | null;
  readonly procedure: string | null;
  readonly caseId: string | null;
  readonly recordId: string | null;
  readonly register: string | null;
  readonly dueAt: string | null;
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
  readonly fileName: string;
  readonly state: 'received' | 'running' | 'done' | 'failed';
  readonly bytes: number;
  readonly failure: string | null;
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
  /** Where in the file: line, row, path, as the format tells it. */
  readonly place: { readonly [name: string]: unknown };
  readonly code: string;
  readonly message: string;
}

export interface ImportPreview {
  readonly rows: readonly {
    readonly title: string;
    readonly values: { readonly [column: string]: string };
  }[];
  readonly faults: readonly ImportFault[];
  /** The whole file was looked at, not only its beginning. */
  readonly complete: boolean;
}

export interface SavedView {
  readonly id: string;
  readonly register: string;
  readonly name: string;
  /** The list's search parameters: filters, sort, columns. */
  readonly query: { readonly [name: string]: string };
}

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly attempts: number;
  readonly since: string;
  readonly error: string | null;
}

export interface ListOf<T> {
  readonly items: readonly T[];
}
