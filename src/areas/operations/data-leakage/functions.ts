import type { Functions } from '#engine/decision.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import type { ActInput, CaseRow, HandOffPayload } from '#work/catalogue.ts';
import { ruleFor, verdictOf } from './queries/rule-for.ts';

/** Which classifications and operations have a rule that allows on conditions, as `SENSITIVE share`. */
export interface LeakageFacts {
  readonly onConditions: readonly string[];
}

export async function leakageFacts(context: ReadContext, row: CaseRow): Promise<LeakageFacts> {
  if (row.state !== 'detected') return { onConditions: [] };
  const { rows } = await context.client.query<{ cell: string }>({
    name: 'rules-on-conditions',
    text: `select classification || ' ' || operation as cell from handling_rule where owner_id = $1 and permission = 'on-conditions'`,
    values: [row.ownerId],
  });
  return { onConditions: rows.map(({ cell }) => cell) };
}

export const leakageFunctions: Functions<LeakageFacts> = {
  guards: {
    // Where a rule allows on conditions, only a person can say whether they were kept.
    'conditions-are-judged': ({ facts, fields, record }) => {
      const said = (name: string) => fields[name] ?? record.fields[name];
      const cell = `${String(said('classification'))} ${String(said('operation'))}`;
      return !facts.onConditions.includes(cell) || typeof said('conditionsKept') === 'boolean';
    },
    'personal-data-is-concerned': ({ record, fields }) =>
      (fields['personalData'] ?? record.fields['personalData']) === true,
  },
};

type Input = ActInput<LeakageFacts>;

const said = ({ case: row, form }: Input, name: string) => form[name] ?? row.fields[name];

async function judgedRule(context: WriteContext, input: Input) {
  const rule = await ruleFor(
    context,
    input.case.ownerId,
    said(input, 'classification'),
    said(input, 'operation'),
  );
  return { rule, verdict: verdictOf(rule, said(input, 'conditionsKept')) };
}

export const leakageEffects = {
  /** Names the rule that holds for what happened, and whether that contradicts it. */
  'name-the-rule': async (context: WriteContext, input: Input) => {
    if (said(input, 'classification') === undefined || said(input, 'operation') === undefined) {
      return {};
    }
    const { rule, verdict } = await judgedRule(context, input);
    return { rule: rule?.id ?? null, verdict };
  },
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

export const leakagePayloads = {
  /** Incident management gets what happened, how it was judged, and the rule that it contradicts (H34). */
  incident: async (context: WriteContext, input: Input): Promise<HandOffPayload[]> => {
    const { rule, verdict } = await judgedRule(context, input);
    const broken = verdict === 'contradicts' && rule !== null ? rule : null;
    const parts = [
      textOf(said(input, 'happened')),
      textOf(said(input, 'assessment')),
      broken?.rule,
    ];
    return [
      {
        title: input.case.title,
        fields: {
          summary: parts
            .filter((part) => (part ?? '') !== '')
            .join('\n\n')
            .slice(0, 20_000),
          classification: said(input, 'classification'),
          occurredAt: said(input, 'detectedAt'),
          ...(broken === null ? {} : { rule: broken.id }),
        },
      },
    ];
  },
  /** Whether an authority is to be told is for the data protection officer to say; the clock runs from the confirmation (H38). */
  notification: async (context: WriteContext, input: Input): Promise<HandOffPayload[]> => {
    const people = said(input, 'peopleConcerned');
    return [
      {
        title: input.case.title,
        fields: {
          summary: textOf(said(input, 'assessment')) || textOf(said(input, 'happened')),
          awareAt: context.now.toISOString(),
          ...(typeof people === 'number' ? { peopleConcerned: people } : {}),
        },
      },
    ];
  },
};

/** Interfaces that are watched, each looked at in its turn (R-DL-6). */
export const leakageSubjects = {
  'monitored-interfaces': async ({ client, scope }: ReadContext) => {
    const { rows } = await client.query<{ id: string; ownerId: string; title: string }>({
      name: 'watched-interfaces',
      text: `select id, owner_id as "ownerId", name as title from monitored_interface
        where owner_id = any ($1::uuid[]) and watched order by owner_id, name limit 5000`,
      values: [scope.organisations],
    });
    return rows.map((row) => ({ ...row, kind: 'monitored-interfaces' }));
  },
};
