import type { ReadContext } from '#kernel/command/context.ts';
import type { ComposeInput, RecipientDraft } from '#work/deliverables/definition.ts';
import { speakerOf } from './words.ts';

export interface PlanVerdict {
  readonly name: string;
  readonly state: string;
  readonly reason: string | null;
}

/** Everything that the plan says, as JSON: frozen with the document. */
export interface PlanData {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly partner: string | null;
  readonly assets: readonly string[];
  /** Of the last examination; empty before the first. */
  readonly verdicts: readonly PlanVerdict[];
}

export async function loadPlanData(
  context: ReadContext,
  { case: row }: ComposeInput,
): Promise<PlanData> {
  const { partner, assets, round } = row.fields;
  const names = await context.client.query<{ partner: string | null; assets: string[] }>({
    name: 'interconnection-plan-names',
    text: `select (select o.name from organisation o where o.id = $2) as partner,
      array(select a.name from asset a where a.owner_id = $1 and a.id = any ($3::uuid[]) order by a.name) as assets`,
    values: [row.ownerId, partner ?? null, Array.isArray(assets) ? assets : []],
  });
  const verdicts = await context.client.query<PlanVerdict>({
    name: 'interconnection-plan-verdicts',
    text: `select name, state, reason from interconnection_verdict
      where owner_id = $1 and case_id = $2 and round = $3 order by name`,
    values: [row.ownerId, row.id, Number(round ?? 0)],
  });
  return {
    fields: row.fields,
    partner: names.rows[0]?.partner ?? null,
    assets: names.rows[0]?.assets ?? [],
    verdicts: verdicts.rows,
  };
}

/** It is for those who carry it out; whether the other network's owner gets it, a person decides. */
export async function planRecipients(
  _context: ReadContext,
  { case: row, language }: ComposeInput,
): Promise<RecipientDraft[]> {
  const reason = speakerOf(language).say('carriesOut');
  return [{ organisationId: row.ownerId, personId: null, reason }];
}
