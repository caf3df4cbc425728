import type { Functions, GuardInput } from '#engine/decision.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { decidesForHimself, standsFor } from '../stand-ins.ts';
import { approvers } from './procedure.ts';

export interface ChangeFacts {
  /** Whom the reader stands for in each approving office that he has here; null: it is his own. */
  readonly standsFor: readonly (string | null)[];
}

type Input = GuardInput<ChangeFacts>;

export async function changeFacts(context: ReadContext, row: CaseRow): Promise<ChangeFacts> {
  return { standsFor: standsFor(context, row, approvers) };
}

export const changeFunctions: Functions<ChangeFacts> = {
  guards: {
    'not-in-their-place': ({ record, facts }: Input) =>
      decidesForHimself(facts.standsFor, [record.openedBy]),
    'is-the-proposer': ({ record, actor }: Input) => actor.person === record.openedBy,
  },
};
