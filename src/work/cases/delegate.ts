import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand } from '#kernel/command/command.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, forbidden, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { CaseRow } from '#work/catalogue.ts';
import { delegateInput, id } from '#work/contract.ts';
import { type LoadedCase, loadCase } from './load-case.ts';

/** Longest time for which authority is handed on. */
const longestMs = 366 * 24 * 3_600_000;

const need = { permission: 'cases:act', roles: [anyMember] };

/**
 * Gives somebody of the own organisation the own authority inside one case until a date (Security Plan §2.4.2): the trail
 * then says on whose behalf the delegate acted, and four-eyes rules count both as one.
 * @throws 403 when the role is not held, 404, 409 when the case is closed, 422 for a person or a date that does not do.
 */
export const delegateInCase = defineCommand({
  id: 'cases.delegate',
  input: delegateInput.extend({ caseId: id }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, input): Promise<{ id: string }> => {
    const loaded = await loadCase(context, input.caseId, { lock: true });
    const { row } = loaded;
    if (row.closedAt !== null) throw conflict('case-closed', 'This case is closed.');
    const organisationId = whereHeld(context.principal, loaded, input.role);
    const period = periodOf(input, context.now);
    await refuseStranger(context, input.personId, organisationId);
    await refuseOverlap(context, row, input.role, period);
    const holdingId = newId();
    await context.client.query({
      name: 'case-delegate',
      text: `insert into role_holding (owner_id, id, person_id, role, case_id, kind, for_person_id, valid_from, valid_to, granted_by, reason,
          created_at, created_by, updated_at, updated_by)
        values ($1, $2, $3, $4, $5, 'delegate', $6, $7, $8, $6, $9, $10, $6, $10, $6)`,
      values: [
        organisationId,
        holdingId,
        input.personId,
        input.role,
        row.id,
        context.principal.personId,
        period.from,
        period.until,
        input.reason ?? null,
        context.now,
      ],
    });
    leaveTrail(context, row, 'case.delegate', {
      delegation: holdingId,
      delegate: input.personId,
      role: input.role,
      from: period.from.toISOString(),
      until: period.until.toISOString(),
      ...(input.reason == null ? {} : { reason: input.reason }),
    });
    context.emit({
      name: 'role.granted',
      ownerId: organisationId,
      recordId: holdingId,
      payload: {
        personId: input.personId,
        role: input.role,
        grantedBy: context.principal.personId,
      },
    });
    return { id: holdingId };
  },
});

interface Period {
  readonly from: Date;
  readonly until: Date;
}

/** From now, or from a day that is to come, at most a year long. @throws 422 */
function periodOf({ from, until }: z.infer<typeof delegateInput>, now: Date): Period {
  const begin = from == null || new Date(from) < now ? now : new Date(from);
  const end = new Date(until);
  const fault = (path: string, message: string) =>
    invalidInput([{ path, code: 'out-of-range', message }]);
  if (begin.getTime() - now.getTime() > longestMs) {
    throw fault('/from', 'At most a year away.');
  }
  const ms = end.getTime() - begin.getTime();
  if (ms <= 0 || ms > longestMs) {
    throw fault('/until', 'After its beginning and in the future, at most a year later.');
  }
  return { from: begin, until: end };
}

/** Takes own authority in a case back from a delegate, at once. @throws 404 for what is over, or was given by somebody else. */
export const endDelegation = defineCommand({
  id: 'cases.end-delegation',
  input: z.strictObject({ caseId: id, delegationId: id }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, input): Promise<{ id: string }> => {
    const { row } = await loadCase(context, input.caseId, { lock: true });
    const { rows } = await context.client.query<{
      owner_id: string;
      person_id: string;
      role: string;
    }>({
      name: 'case-end-delegation',
      text: `update role_holding set valid_to = greatest(valid_from, $5), version = version + 1, updated_at = $5, updated_by = $4
        where owner_id = any ($1::uuid[]) and id = $2 and case_id = $3 and kind = 'delegate' and for_person_id = $4 and valid_to > $5
        returning owner_id, person_id, role`,
      values: [
        context.scope.organisations,
        input.delegationId,
        row.id,
        context.principal.personId,
        context.now,
      ],
    });
    const ended = rows[0];
    if (ended === undefined) throw notFound('delegation');
    leaveTrail(context, row, 'case.end-delegation', {
      delegation: input.delegationId,
      delegate: ended.person_id,
      role: ended.role,
    });
    context.emit({
      name: 'role.ended',
      ownerId: ended.owner_id,
      recordId: input.delegationId,
      payload: { personId: ended.person_id, role: ended.role, endedBy: context.principal.personId },
    });
    return { id: input.delegationId };
  },
});

/** The organisation for which the principal himself holds the role in this case: its owner, or a party that takes part in that role. */
function whereHeld(principal: Principal, { row, parties }: LoadedCase, role: string): string {
  const held = principal.holdings.find(
    (holding) =>
      holding.role === role &&
      holding.kind === 'holder' &&
      holding.caseId === null &&
      (holding.organisationId === row.ownerId ||
        parties.some(
          (party) => party.organisationId === holding.organisationId && party.role === role,
        )),
  );
  if (held !== undefined) return held.organisationId;
  const standsIn = principal.holdings.some(
    (holding) =>
      holding.role === role &&
      holding.kind !== 'holder' &&
      (holding.caseId === null || holding.caseId === row.id),
  );
  throw forbidden(
    'Only who holds a role himself can delegate it, and not a delegate or substitute.',
    { rule: standsIn ? 'no-re-delegation' : 'role' },
  );
}

/** The authority in a case is with one delegate at a time. @throws 409 `delegation-overlaps` */
async function refuseOverlap(
  context: WriteContext,
  row: CaseRow,
  role: string,
  { from, until }: Period,
): Promise<void> {
  const { rows } = await context.client.query<{ name: string; valid_from: Date; valid_to: Date }>({
    name: 'delegation-overlapping',
    text: `select p.name, h.valid_from, h.valid_to from role_holding h join person p on p.id = h.person_id
      where h.owner_id = any ($1::uuid[]) and h.case_id = $2 and h.role = $3 and h.kind = 'delegate' and h.for_person_id = $4
        and h.valid_to > $5 and h.valid_from < $6 and h.valid_from < h.valid_to
      order by h.valid_from limit 1`,
    values: [context.scope.organisations, row.id, role, context.principal.personId, from, until],
  });
  const [other] = rows;
  if (other === undefined) return;
  const begins = other.valid_from.toISOString();
  const ends = other.valid_to.toISOString();
  const since = other.valid_from > context.now ? `from ${begins} ` : '';
  throw conflict(
    'delegation-overlaps',
    `${other.name} has this authority ${since}until ${ends}. Take it back first.`,
    { rule: 'delegation-overlaps', from: begins, until: ends },
  );
}

async function refuseStranger(
  context: WriteContext,
  personId: string,
  organisationId: string,
): Promise<void> {
  const { rows } = await context.client.query({
    name: 'delegate-person',
    text: `select id from person where id = $1 and organisation_id = $2 and id <> $3 and (ended_at is null or ended_at > $4)`,
    values: [personId, organisationId, context.principal.personId, context.now],
  });
  if (rows.length > 0) return;
  throw invalidInput([
    { path: '/personId', code: 'unknown', message: 'Choose somebody else of your organisation.' },
  ]);
}

function leaveTrail(
  context: WriteContext,
  row: CaseRow,
  action: string,
  details: Readonly<Record<string, unknown>>,
): void {
  context.record({
    ownerId: row.ownerId,
    action,
    kind: 'case',
    recordId: row.id,
    recordVersion: row.version,
    details,
  });
}
