import type { ReadContext } from '#kernel/command/context.ts';

/** Event that a decision of the LISO was recorded. */
export const lisoDecided = 'liso-decisions.create';

/** Task in which the LISO says whether an organisation is told of a case that no clause covers; its subject is that organisation. */
export const decideTellingTask = 'decide-telling';

/** The case for which a decision was recorded, and whether it is about telling; null when there is no such decision in the scope. */
export async function caseOfDecision(
  context: Pick<ReadContext, 'client'>,
  ownerId: string,
  decisionId: string,
): Promise<{ readonly caseId: string; readonly procedure: string; readonly about: string } | null> {
  const { rows } = await context.client.query<{
    caseId: string;
    procedure: string;
    about: string;
  }>({
    name: 'terms-case-of-decision',
    text: `select c.id as "caseId", c.procedure, d."about" as about from liso_decision d
      join procedure_case c on c.owner_id = d.owner_id and c.id = d.case_id where d.owner_id = $1 and d.id = $2`,
    values: [ownerId, decisionId],
  });
  return rows[0] ?? null;
}

/** The central body, whose LISO decides where terms are silent; null where there is none. */
export async function centralBody(context: Pick<ReadContext, 'client'>): Promise<string | null> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'terms-central-body',
    text: `select id from organisation where kind = 'central-body' order by code limit 1`,
    values: [],
  });
  return rows[0]?.id ?? null;
}

/** What the LISO is asked in that task. */
export const decideTellingForm = {
  ruling: { kind: 'choice', required: true, options: ['allow', 'forbid'] },
  reason: { kind: 'text', required: true, multiline: true },
} as const;
