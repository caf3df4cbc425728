import type { Functions } from '#engine/decision.ts';
import type { Fields } from '#engine/fields.ts';
import type { LifeCycle, RoleId } from '#engine/life-cycle.ts';

/** One edition of a rule, which the field `rule` names, held against what a case asks for. */
export function examinationFields(rule: string, editions: string): Fields {
  return {
    name: { kind: 'text', required: true, max: 400, sort: true, search: true },
    [rule]: { kind: 'reference', to: editions, required: true },
    statement: { kind: 'text', required: true, multiline: true, max: 5000 },
    round: { kind: 'integer', required: true, min: 1, list: true, sort: true },
    reason: { kind: 'text', multiline: true, max: 2000, list: true },
    examinedBy: { kind: 'reference', to: 'people', computed: true, list: true },
    examinedAt: { kind: 'instant', computed: true },
    author: { kind: 'reference', to: 'people', computed: true },
  };
}

const reason = {
  reason: { kind: 'text', required: true, multiline: true, max: 2000 },
} as const satisfies Fields;

/** A rule, as it was in force when the case came in, judged with a reason by somebody other than who brought the case in. */
export function examinationLifeCycle(clause: string, by: readonly RoleId[]): LifeCycle {
  const judged = {
    by,
    clause,
    form: reason,
    guards: ['not-the-author'],
    effects: ['keep-examiner'],
  } as const;
  return {
    initial: 'open',
    states: {
      open: { kind: 'active', clause },
      complies: { kind: 'waiting', outcome: 'achieved', clause },
      violates: { kind: 'waiting', outcome: 'not-achieved', clause },
      met: { kind: 'final', outcome: 'achieved', clause },
      failed: { kind: 'final', outcome: 'not-achieved', clause },
    },
    actions: {
      comply: { ...judged, from: ['open', 'violates'], to: 'complies', primary: true },
      violate: { ...judged, from: ['open', 'complies'], to: 'violates' },
      /** The case went on: what was said stays. */
      close: {
        from: 'any-open',
        to: [{ when: 'is-complied', to: 'met' }, { to: 'failed' }],
        by: 'system',
        clause,
      },
    },
  };
}

export const examinationFunctions: Functions = {
  guards: {
    'is-complied': ({ record }) => record.state === 'complies',
    'not-the-author': ({ record, actor }) =>
      actor.person !== record.fields['author'] && actor.onBehalfOf !== record.fields['author'],
  },
};
