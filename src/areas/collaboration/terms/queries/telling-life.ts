import type { Functions } from '#engine/decision.ts';
import type { Fields } from '#engine/fields.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import type { RecordActInput } from '#work/catalogue.ts';
import { clauseName, type Weighed } from './weigh.ts';

/** What a record of being told holds beside its life: the clause, or that the LISO decided. */
export const tellingFields = {
  ground: { kind: 'text', max: 200, computed: true, list: true },
} as const satisfies Fields;

/**
 * The life of what terms decided for one organisation: told; told that there is something and no more (masked); held back by a clause; waiting for
 * the LISO. What was told stays so until somebody withdraws it: terms that come later neither tell nor take away.
 */
export function tellingLife(options: {
  readonly clause: string;
  readonly withdrawnBy: readonly string[];
}) {
  const { clause, withdrawnBy } = options;
  const stands = { kind: 'waiting', clause } as const;
  return {
    initial: 'weighed',
    states: {
      weighed: stands,
      told: stands,
      masked: stands,
      'held-back': stands,
      'awaiting-decision': stands,
      withdrawn: { kind: 'final', outcome: 'not-achieved', clause },
    },
    actions: {
      settle: {
        from: ['weighed', 'masked', 'held-back', 'awaiting-decision'],
        to: [
          { when: 'is-allowed', to: 'told' },
          { when: 'is-masked', to: 'masked' },
          { when: 'is-forbidden', to: 'held-back' },
          { to: 'awaiting-decision' },
        ],
        by: 'system',
        clause,
        form: {
          outcome: {
            kind: 'choice',
            required: true,
            options: ['allowed', 'masked', 'forbidden', 'undecided', 'decided-against'],
          },
          ground: { kind: 'text', max: 200 },
        },
        effects: ['keep-ground'],
      },
      withdraw: {
        from: ['told', 'masked', 'held-back', 'awaiting-decision'],
        to: 'withdrawn',
        by: withdrawnBy,
        clause,
        comment: 'required',
        effects: ['take-back'],
        destructive: true,
      },
    },
  } as const satisfies LifeCycle;
}

export const tellingFunctions: Functions = {
  guards: {
    'is-allowed': ({ fields }) => fields['outcome'] === 'allowed',
    'is-masked': ({ fields }) => fields['outcome'] === 'masked',
    'is-forbidden': ({ fields }) =>
      fields['outcome'] === 'forbidden' || fields['outcome'] === 'decided-against',
  },
};

/** Keeps the clause that decided. */
export async function keepGround(_context: unknown, { form }: RecordActInput) {
  return { ground: form['ground'] ?? null };
}

/** What `settle` is given for one organisation; null: terms have no say about it. */
export function settlementOf(weighed: Weighed | null): Record<string, unknown> {
  if (weighed === null) return { outcome: 'allowed' };
  const { outcome, reason, ground } = weighed;
  const words = ground !== null ? clauseName(ground) : reason === 'decision' ? 'LISO' : null;
  return {
    outcome,
    ...(words === null || outcome === 'undecided' ? {} : { ground: words }),
  };
}
