import { z } from 'zod';
import { columnOf } from '#engine/field-schema.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, forbidden, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { withdrawInput } from './contract.ts';
import { holdDeliverables } from './hold-deliverables.ts';
import { endSharesOfCase, leaveCase } from './leave-case.ts';
import { withdrawShare } from './withdraw-share.ts';
import {
  endsByProcedure,
  holdsIn,
  type TellingRegister,
  tellingsOf,
  withdrawers,
} from './withdrawers.ts';

interface Shared {
  readonly owner_id: string;
  readonly case_id: string | null;
  readonly procedure: string | null;
  readonly reasons: readonly string[];
}

type Input = z.infer<typeof withdrawInput>;

export const withdrawn = z.object({ recordId: id, organisation: id });

/**
 * Withdraws from an organisation what it was shown: a case with all that hangs on it, a document, evidence, or a record. What it did with it, its
 * receipts among that, stays with the owner; the fact that it was told stays with the recipient.
 */
export function withdrawRecord(catalogue: Catalogue) {
  return defineCommand({
    id: 'audience.withdraw',
    input: withdrawInput,
    authorise: (principal) =>
      authorise(principal, { permission: 'audience:withdraw', roles: [anyMember] }),
    run: async (context, input) => {
      const table = tableOf(catalogue, input.kind);
      const shared = await sharedRecord(context, table, input);
      const { owner_id: ownerId, procedure } = shared;
      const tellings = tellingsOf(catalogue, input.kind, procedure);
      refuseWhoMayNot(context, ownerId, tellings);
      refuseWhatEndsOtherwise(shared.reasons);
      const of = { ...input, ownerId };
      if (!(await withdrawnByTelling(context, tellings, of))) {
        if (!holdsIn(context.principal, ownerId, withdrawers)) throw refusal();
        await withdrawWhole(context, catalogue, table, of);
      }
      return { recordId: input.recordId, organisation: input.organisation };
    },
  });
}

/** @throws 422 for a kind of which nothing is shared */
function tableOf(catalogue: Catalogue, kind: string): string {
  if (kind === 'case') return 'procedure_case';
  if (kind === 'deliverable' || kind === 'evidence') return kind;
  const register = catalogue.registers.get(kind)?.register;
  if (register?.class === 'tenant') return register.table;
  const message = 'Nothing of this kind is shared.';
  throw invalidInput([{ path: '/kind', code: 'unknown', message }]);
}

/** The record, locked, with the reasons for which the organisation sees it. @throws 404 for what is not of the scope or not shown to it */
async function sharedRecord(
  context: WriteContext,
  table: string,
  { kind, recordId, organisation }: Input,
): Promise<Shared> {
  const { rows } = await context.client.query<Omit<Shared, 'reasons' | 'procedure'>>({
    text: `select r.owner_id, to_jsonb(r)->>'case_id' as case_id from ${table} r
      where r.owner_id = any ($1::uuid[]) and r.id = $2 for update of r`,
    values: [context.scope.organisations, recordId],
  });
  const [row] = rows;
  if (row === undefined) throw notFound('record');
  const entries = await context.client.query<{ reason: string }>({
    name: 'audience-reasons',
    text: `select distinct reason from audience_entry where owner_id = $1 and record_id = $2 and organisation_id = $3 and kind = $4
      and (until is null or until > $5)`,
    values: [row.owner_id, recordId, organisation, kind, context.now],
  });
  if (entries.rows.length === 0) throw notFound('recipient');
  const caseId = kind === 'case' ? recordId : row.case_id;
  const cases = await context.client.query<{ procedure: string }>({
    name: 'procedure-of-case',
    text: 'select procedure from procedure_case where owner_id = $1 and id = $2',
    values: [row.owner_id, caseId],
  });
  return {
    ...row,
    procedure: cases.rows[0]?.procedure ?? null,
    reasons: entries.rows.map(({ reason }) => reason),
  };
}

function refuseWhoMayNot(
  context: WriteContext,
  ownerId: string,
  tellings: readonly TellingRegister[],
): void {
  const roles = [...withdrawers, ...tellings.flatMap((telling) => telling.roles)];
  if (!holdsIn(context.principal, ownerId, roles)) throw refusal();
}

const refusal = () =>
  forbidden('Only the security officer of the organisation whose record it is withdraws it.', {
    roles: withdrawers,
  });

/** @throws 409 `takes-part`: whoever takes part sees what its part needs until that ends */
function refuseWhatEndsOtherwise(reasons: readonly string[]): void {
  if (!reasons.some((reason) => endsByProcedure.includes(reason))) return;
  throw conflict(
    'takes-part',
    'The organisation takes part in the case. Its part ends by the procedure, and a request by withdrawing it.',
  );
}

interface Of extends Input {
  readonly ownerId: string;
}

/** Where a register says who was told, its own action withdraws, with its own rules. */
async function withdrawnByTelling(
  context: WriteContext,
  tellings: readonly TellingRegister[],
  { ownerId, recordId, organisation, reason }: Of,
): Promise<boolean> {
  for (const { module, tells } of tellings) {
    const { register } = module;
    const column = (field: string) => {
      const declared = register.fields[field];
      if (declared === undefined) throw new Error(`${register.id} has no field ${field}`);
      return `r."${columnOf(field, declared).name}"`;
    };
    const record = tells.record === 'case' ? 'r.case_id' : column(tells.record);
    const { rows } = await context.client.query<{ id: string }>({
      text: `select r.id from ${register.table} r where r.owner_id = $1 and ${record} = $2 and ${column(tells.organisation)} = $3
        and r.state = any ($4::text[]) order by r.id desc limit 1`,
      values: [
        ...[ownerId, recordId, organisation],
        register.lifeCycle?.actions[tells.withdraw]?.from ?? [],
      ],
    });
    const [found] = rows;
    if (found === undefined) continue;
    const row = await findRecord(context, register, found.id, { lock: true });
    await actOnRecord(context, module, row, {
      ...{ action: tells.withdraw, comment: reason, fields: {} },
    });
    return true;
  }
  return false;
}

async function withdrawWhole(
  context: WriteContext,
  catalogue: Catalogue,
  table: string,
  { ownerId, kind, recordId, organisation, reason }: Of,
): Promise<void> {
  const recipient = { organisationId: organisation, because: reason };
  const roles =
    kind === 'case' ? await leaveCase(context, { ownerId, id: recordId }, organisation) : [];
  const shared = { ownerId, kind, table, recordId, ...recipient, roles };
  const withinId = await withdrawShare(context, shared);
  if (withinId === null) throw notFound('recipient');
  if (kind === 'case') {
    await endSharesOfCase(context, catalogue, shared, { ...recipient, withinId });
  }
  if (kind === 'deliverable') await holdDeliverables(context, [recordId], shared);
}
