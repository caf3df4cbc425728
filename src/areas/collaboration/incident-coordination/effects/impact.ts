import { concernOf } from '#areas/collaboration/scope.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { updateRecord } from '#work/registers/write-record.ts';
import {
  type AssessedInformation,
  type AssessedSystem,
  decideImpact,
  highImpactTable,
  type RuleMet,
} from '../decision/high-impact.ts';
import type { IncidentFacts } from '../facts.ts';
import { affectedInformation, affectedSystems, impactDecisions } from '../registers.ts';
import { keepRecord } from './keep-record.ts';

type Input = ActInput<IncidentFacts>;
type Assessed = typeof affectedSystems | typeof affectedInformation;

const judged = ['confidentiality', 'integrity', 'availability', 'criteria', 'judgement'] as const;

/** A second assessment of the same thing replaces the first one, whose values stay in its history. */
async function assess(
  context: WriteContext,
  register: Assessed,
  row: CaseRow,
  found: string | undefined,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { personId } = context.principal;
  const assessed = { ...fields, assessedAt: context.now.toISOString(), assessedBy: personId };
  if (found === undefined) {
    await keepRecord(context, register, row, assessed);
    return;
  }
  const before = await findRecord(context, register, found, { lock: true });
  const cleared = Object.fromEntries(judged.map((name) => [name, null]));
  await updateRecord(context, { register }, before, {
    version: null,
    computed: true,
    fields: { ...cleared, ...assessed },
  });
}

interface SystemRow {
  name: string;
  level: string | null;
  assessed: string | null;
}

/** The level is the register's; where that has none, the person who assesses says it. */
async function keepSystem(context: WriteContext, { case: row, form }: Input) {
  const { rows } = await context.client.query<SystemRow>({
    name: 'incident-system',
    text: `select s.code || ' ' || s.name as name, s.security_level as level,
        (select a.id from affected_system a where a.owner_id = $2 and a.case_id = $3 and a.system = s.id limit 1) as assessed
      from system s where s.id = $1`,
    values: [form['system'], row.ownerId, row.id],
  });
  const [system] = rows;
  if (system === undefined) throw notFound('system');
  const level = system.level ?? form['level'];
  if (level === undefined || level === null) {
    throw invalidInput([
      {
        path: '/fields/level',
        code: 'required',
        message: 'The register of systems gives no level for this one: say which it is.',
      },
    ]);
  }
  const fields = { ...form, level, name: system.name };
  await assess(context, affectedSystems, row, system.assessed ?? undefined, fields);
  const { systems } = concernOf(row.fields);
  const id = String(form['system']);
  return systems.includes(id) ? {} : { systems: [...systems, id] };
}

/** Assessed systems take the levels that the register gives now. */
async function takeLevels(context: WriteContext, { case: row }: Input): Promise<void> {
  const { rows } = await context.client.query<{ id: string; level: string }>({
    name: 'incident-levels',
    text: `select a.id, s.security_level as level from affected_system a join system s on s.id = a.system
      where a.owner_id = $1 and a.case_id = $2 and s.security_level is not null and s.security_level <> a.level`,
    values: [row.ownerId, row.id],
  });
  for (const { id, level } of rows) {
    const found = await findRecord(context, affectedSystems, id, { lock: true });
    const fields = { level };
    await updateRecord(context, { register: affectedSystems }, found, {
      ...{ version: null, computed: true, fields },
    });
  }
}

async function keepInformation(context: WriteContext, { case: row, form }: Input): Promise<void> {
  const { rows } = await context.client.query<{ id: string }>({
    name: 'incident-information',
    text: `select id from affected_information where owner_id = $1 and case_id = $2 and lower(name) = lower($3) limit 1`,
    values: [row.ownerId, row.id, form['name']],
  });
  await assess(context, affectedInformation, row, rows[0]?.id, form);
}

interface Inputs {
  readonly systems: AssessedSystem[];
  readonly information: AssessedInformation[];
}

async function inputsOf(context: WriteContext, row: CaseRow): Promise<Inputs> {
  const three = `'confidentiality', a.confidentiality, 'integrity', a.integrity, 'availability', a.availability`;
  const { rows } = await context.client.query<Inputs>({
    name: 'incident-impact-inputs',
    text: `select coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'level', a.level, ${three}) order by a.id)
        from affected_system a where a.owner_id = $1 and a.case_id = $2), '[]') as systems,
      coalesce((select jsonb_agg(jsonb_build_object('name', a.name, 'label', a.information_label, ${three}) order by a.id)
        from affected_information a where a.owner_id = $1 and a.case_id = $2), '[]') as information`,
    values: [row.ownerId, row.id],
  });
  return rows[0] ?? { systems: [], information: [] };
}

interface Kept {
  readonly outcome: 'high' | 'low';
  readonly because: 'inputs' | 'raised' | 'lowered';
  readonly met: readonly RuleMet[];
  readonly rationale: string | null;
}

/** A decision with its inputs and the table's version: kept for good, none overwrites another. */
async function keepDecision(context: WriteContext, row: CaseRow, inputs: Inputs, kept: Kept) {
  const decidedBy = `${highImpactTable.id} ${highImpactTable.version}`;
  const decidedAt = context.now.toISOString();
  await keepRecord(context, impactDecisions, row, {
    ...inputs,
    ...kept,
    met: kept.met.map(({ rule, by }) => (by === '' ? { rule } : { rule, by })),
    decidedBy,
    decidedAt,
    person: context.principal.personId,
  });
  return {
    highImpact: kept.outcome === 'high',
    impactTable: decidedBy,
    impactDecidedAt: decidedAt,
    impactOverride: kept.because === 'inputs' ? null : kept.because,
  };
}

/** Each change of the inputs decides again. What a person raised stays raised; what was lowered is looked at anew. */
async function decide(context: WriteContext, { case: row }: Input) {
  const inputs = await inputsOf(context, row);
  const { outcome, met } = decideImpact(inputs);
  const raised = outcome === 'low' && row.fields['impactOverride'] === 'raised';
  return keepDecision(context, row, inputs, {
    outcome: raised ? 'high' : outcome,
    because: raised ? 'raised' : 'inputs',
    met,
    rationale: null,
  });
}

/** A person raises the impact, or lowers it with a justification (R-INC-11). */
async function override(context: WriteContext, { case: row, action, comment }: Input) {
  const inputs = await inputsOf(context, row);
  const raises = action === 'raise-impact';
  return keepDecision(context, row, inputs, {
    outcome: raises ? 'high' : 'low',
    because: raises ? 'raised' : 'lowered',
    met: decideImpact(inputs).met,
    rationale: comment,
  });
}

export const impactEffects = {
  'keep-system': keepSystem,
  'take-levels': takeLevels,
  'keep-information': keepInformation,
  'decide-impact': decide,
  'override-impact': override,
};
