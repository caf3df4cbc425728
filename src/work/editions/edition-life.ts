import type { Functions } from '#engine/decision.ts';
import type { Fields } from '#engine/fields.ts';
import type { LifeCycle, RoleId } from '#engine/life-cycle.ts';

/** What every rule that holds in editions says of itself; its own words are the content that each edition writes anew. */
export const editionFields = {
  code: { kind: 'text', required: true, max: 20, list: true, sort: true, search: true },
  edition: { kind: 'integer', min: 1, computed: true, list: true },
  source: { kind: 'text', required: true, max: 300, list: true, search: true },
  validFrom: { kind: 'date', list: true, sort: true },
  validTo: { kind: 'date', computed: true, list: true },
} as const satisfies Fields;

export interface EditionRule {
  readonly clause: string;
  /** Who writes an edition. */
  readonly authors: readonly RoleId[];
  /** Who puts it in force: never the one who wrote it. */
  readonly approvers: readonly RoleId[];
  /** The words of the rule, as an edition writes them. */
  readonly content: Fields;
}

/**
 * The life of a rule that holds in editions: drafted, approved by another person from a day on, superseded by the next edition on the day that
 * this one begins, or withdrawn. Only a draft is edited; a new edition is a draft of its own with the same code.
 */
export function editionLifeCycle({ clause, authors, approvers, content }: EditionRule): LifeCycle {
  const source = { kind: 'text', required: true, max: 300 } as const;
  return {
    initial: 'draft',
    states: {
      draft: { kind: 'active', clause },
      approved: { kind: 'waiting', outcome: 'achieved', clause },
      superseded: { kind: 'final', outcome: 'achieved', clause },
      withdrawn: { kind: 'final', outcome: 'not-achieved', clause },
    },
    actions: {
      edit: { from: ['draft'], to: 'same', by: authors, clause, form: { ...content, source } },
      approve: {
        from: ['draft'],
        to: 'approved',
        by: approvers,
        clause,
        primary: true,
        form: { validFrom: { kind: 'date', required: true } },
        notBy: ['open', 'edit'],
        effects: ['supersede-earlier'],
        notify: authors,
      },
      'new-edition': {
        from: ['approved'],
        to: 'same',
        by: authors,
        clause,
        form: { ...content, source },
        effects: ['draft-next'],
        notify: approvers,
      },
      supersede: {
        from: ['approved'],
        to: 'superseded',
        by: 'system',
        clause,
        form: { validTo: { kind: 'date', required: true } },
      },
      withdraw: {
        from: ['draft', 'approved'],
        to: 'withdrawn',
        by: approvers,
        clause,
        comment: 'required',
        destructive: true,
        effects: ['end-today'],
        notify: authors,
      },
    },
  };
}

/** The life of an edition needs no guards: what must not be is refused by its effects, which see the other editions. */
export const editionFunctions: Functions = { guards: {} };

/** A record entered by hand is the first edition of its code. */
export const firstEdition = (fields: Readonly<Record<string, unknown>>) => ({
  edition: fields['edition'] ?? 1,
});
