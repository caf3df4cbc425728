import type { ReadContext } from '#kernel/command/context.ts';
import type { AppError } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';

/** What releasing a document to an organisation tells of, where rules decide about that. */
export interface ToldByRelease {
  /** Name of the event, as the areas' rules know it. */
  readonly event: string;
  /** Organisations at which it arose. */
  readonly from: readonly string[];
}

/** What a rule says of one recipient. */
export type Release =
  | {
      readonly outcome: 'send';
      /** Why it may be sent, beside being on the list: written with the audience entry. */
      readonly reason: 'distribution' | 'terms' | 'decision';
      readonly detail: Readonly<Record<string, unknown>>;
    }
  | {
      /** `mask`: it may know that there is a document, and not read it; `hold`: it is not told. */
      readonly outcome: 'mask' | 'hold';
      /** What stands against it, in a person's words, and where it rests; null: nothing does, and somebody has to decide. */
      readonly ground: Readonly<Record<string, unknown>> & { readonly because: string | null };
      /** What a person is answered who names this recipient. */
      readonly refusal: AppError;
    };

/**
 * Whether a document may go to organisations, by what an area knows: asked when it is sent, and when a person names a recipient. Organisations
 * that it says nothing of are sent it.
 */
export type ReleaseRule = (
  context: ReadContext,
  asked: {
    readonly case: CaseRow;
    readonly label: string;
    readonly tlp: string;
    readonly tells: ToldByRelease | null;
    /** Never the owner, nor who takes part in making the document. */
    readonly organisations: readonly string[];
  },
) => Promise<ReadonlyMap<string, Release>>;
