import type { Principal } from '#kernel/access/principal.ts';
import { newId } from '#kernel/database/ids.ts';
import { conflict, forbidden, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import type { GlassBreakInput } from './contract.ts';
import { changing, type IdentityParts, reading } from './parts.ts';

const hour = 3_600_000;
/** A request that nobody approved within a day is void. */
const approvableMs = 24 * hour;
/** What the operator may while the glass is broken: read, like an auditor, and nothing else. */
const role = 'auditor';

interface Row {
  readonly owner_id: string;
  readonly id: string;
  readonly requested_by: string;
  readonly reason: string;
  readonly hours: number;
  readonly requested_at: Date;
  readonly approve_before: Date;
  readonly approved_by: string | null;
  readonly approved_at: Date | null;
  readonly expires_at: Date | null;
}

const columns =
  'owner_id, id, requested_by, reason, hours, requested_at, approve_before, approved_by, approved_at, expires_at';

export type GlassBreakView = ReturnType<typeof viewOf>;

/**
 * Asks for sight of an organisation's content. Nothing opens before a second person approves; the organisation's trail has it at once.
 * @throws 422 for an unknown organisation.
 */
export async function requestGlassBreak(
  parts: IdentityParts,
  principal: Principal & { readonly personId: string },
  input: GlassBreakInput,
): Promise<GlassBreakView> {
  return changing(parts, principal, async (context) => {
    const known = await context.client.query('select from organisation where id = $1', [
      input.organisationId,
    ]);
    if (known.rowCount === 0) {
      throw invalidInput([
        { path: '/organisationId', code: 'unknown', message: 'There is no such organisation.' },
      ]);
    }
    const { rows } = await context.client.query<Row>(
      `insert into glass_break (owner_id, id, requested_by, reason, hours, requested_at, approve_before)
       values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
      [
        input.organisationId,
        newId(),
        principal.personId,
        input.reason,
        input.hours,
        context.now,
        new Date(context.now.getTime() + approvableMs),
      ],
    );
    const made = only(rows);
    context.record({
      ownerId: made.owner_id,
      action: 'glass-break.request',
      kind: 'glass-break',
      recordId: made.id,
      recordVersion: 1,
      details: { reason: made.reason, hours: made.hours },
    });
    return viewOf(made);
  });
}

/**
 * A second person approves: the first one reads as auditor for the hours asked for, and the organisation is told.
 * @throws 403 `forbidden` for the person who asked, 404, 409 `glass-break-decided` or `glass-break-too-late`.
 */
export async function approveGlassBreak(
  parts: IdentityParts,
  principal: Principal & { readonly personId: string },
  id: string,
): Promise<GlassBreakView> {
  const approved = await changing(parts, principal, async (context) => {
    const found = await context.client.query<Row>(
      `select ${columns} from glass_break where id = $1 for update`,
      [id],
    );
    const row = found.rows[0];
    if (row === undefined) throw notFound('request');
    if (row.requested_by === principal.personId) {
      throw forbidden('A second person approves this, not the one who asked.');
    }
    if (row.approved_at !== null) {
      throw conflict('glass-break-decided', 'This was approved already.');
    }
    if (row.approve_before <= context.now) {
      throw conflict('glass-break-too-late', 'This request is too old; ask again.');
    }
    const expiresAt = new Date(context.now.getTime() + row.hours * hour);
    const holdingId = newId();
    await context.client.query(
      `insert into role_holding (owner_id, id, person_id, role, valid_from, valid_to, granted_by, reason, created_at, created_by, updated_at, updated_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $5, $7, $5, $7)`,
      [
        row.owner_id,
        holdingId,
        row.requested_by,
        role,
        context.now,
        expiresAt,
        principal.personId,
        row.reason,
      ],
    );
    const { rows } = await context.client.query<Row>(
      `update glass_break set approved_by = $3, approved_at = $4, expires_at = $5, holding_id = $6
       where owner_id = $1 and id = $2 returning ${columns}`,
      [row.owner_id, row.id, principal.personId, context.now, expiresAt, holdingId],
    );
    const told = {
      requestedBy: row.requested_by,
      approvedBy: principal.personId,
      reason: row.reason,
      expiresAt: expiresAt.toISOString(),
      holding: holdingId,
    };
    context.record({
      ownerId: row.owner_id,
      action: 'glass-break.approve',
      kind: 'glass-break',
      recordId: row.id,
      recordVersion: 2,
      details: told,
    });
    context.emit({ name: 'glass.broken', ownerId: row.owner_id, recordId: row.id, payload: told });
    return only(rows);
  });
  parts.cache.forgetPerson(approved.requested_by);
  return viewOf(approved);
}

/** Requests and what became of them, latest first. */
export async function listGlassBreaks(parts: IdentityParts): Promise<GlassBreakView[]> {
  return reading(parts, async (client) => {
    const { rows } = await client.query<Row>(
      `select ${columns} from glass_break order by id desc limit 200`,
    );
    return rows.map(viewOf);
  });
}

function only(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('The request was not stored.');
  return row;
}

function viewOf(row: Row) {
  return {
    id: row.id,
    organisationId: row.owner_id,
    requestedBy: row.requested_by,
    reason: row.reason,
    hours: row.hours,
    requestedAt: row.requested_at.toISOString(),
    approveBefore: row.approve_before.toISOString(),
    approvedBy: row.approved_by,
    approvedAt: row.approved_at?.toISOString() ?? null,
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}
