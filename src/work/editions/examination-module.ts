import type { Register } from '#engine/register.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import type { EditionInForce } from './editions-in-force.ts';
import { examinationFunctions } from './examination-life.ts';

export interface VerdictFact {
  readonly id: string;
  readonly name: string;
  readonly state: 'open' | 'complies' | 'violates';
}

/** A register of a case whose records are rules held against it. */
export function examinationModule(register: Register): RegisterModule {
  return {
    register,
    functions: examinationFunctions,
    effects: {
      'keep-examiner': async (context) => ({
        examinedBy: context.principal.personId,
        examinedAt: context.now.toISOString(),
      }),
    },
  };
}

/** The verdicts of the examination under way, one statement. */
export async function verdictsOf(
  context: Pick<ReadContext, 'client'>,
  register: Register,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
): Promise<VerdictFact[]> {
  const { rows } = await context.client.query<VerdictFact>({
    name: `verdicts-of-${register.table}`,
    text: `select id, name, state from ${register.table}
      where owner_id = $1 and case_id = $2 and state = any ('{open,complies,violates}') order by name`,
    values: [row.ownerId, row.id],
  });
  return rows;
}

/** The field that names the edition: the only reference to anything but people. */
function ruleFieldOf({ id, fields }: Register): string {
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === 'reference' && field.to !== 'people') return name;
  }
  throw new Error(`${id} names no register of editions`);
}

/** A new examination of the case against these editions; whoever acts now does not judge it. */
export async function openExamination(
  context: WriteContext,
  module: RegisterModule,
  row: Pick<CaseRow, 'ownerId' | 'id' | 'label' | 'tlp'>,
  round: number,
  editions: readonly EditionInForce[],
): Promise<void> {
  const rule = ruleFieldOf(module.register);
  // The newest record stands first in a list: the first rule is written last.
  for (const { id, fields } of [...editions].reverse()) {
    await insertRecord(context, module, {
      ownerId: row.ownerId,
      caseId: row.id,
      label: row.label,
      tlp: row.tlp,
      computed: true,
      fields: {
        name: `${String(fields['code'])} ${String(fields['title'])}`,
        [rule]: id,
        statement: fields['statement'],
        round,
        author: context.principal.personId,
      },
    });
  }
}

/** What was said stays as it is, once the case went on. */
export async function closeExamination(
  context: WriteContext,
  module: RegisterModule,
  verdicts: readonly VerdictFact[],
): Promise<void> {
  for (const { id } of verdicts) {
    const row = await findRecord(context, module.register, id, { lock: true });
    const close = { action: 'close', comment: null, fields: {}, actor: systemActor };
    await actOnRecord(context, module, row, close);
  }
}
