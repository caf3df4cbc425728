import type { Fields } from '#engine/fields.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { readUnder } from '#kernel/database/read-under.ts';
import type { ActInput } from '#work/catalogue.ts';
import { addParties } from '#work/sharing/share-record.ts';

/** What a scope names: identified user communities within identified business threads in identified Member States (Security Plan §3.1). */
export interface Scope {
  /** Ids of the register `user-communities`. */
  readonly communities: readonly string[];
  /** Ids of the register `business-threads`. */
  readonly threads: readonly string[];
  /** Ids of the register `memberships`: countries, with the dates of their membership. */
  readonly memberStates: readonly string[];
}

type ScopeFields = { readonly [Part in keyof Scope]: Fields[string] };

function scopeFields(clause: string, required: boolean): ScopeFields {
  return {
    communities: { kind: 'references', to: 'user-communities', required, clause },
    threads: { kind: 'references', to: 'business-threads', required, clause },
    memberStates: { kind: 'references', to: 'memberships', required, clause },
  };
}

/** The scope triple as fields of a case that is opened before its scope is known. */
export function openScopeFields(clause: string): ScopeFields {
  return scopeFields(clause, false);
}

/** The scope triple as a form, or as fields of a case that is opened with it: each part is asked for. */
export function requiredScopeFields(clause: string): ScopeFields {
  return scopeFields(clause, true);
}

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** The scope that the values of a case or a form hold; parts that are absent are empty. */
export function scopeOf(fields: Readonly<Record<string, unknown>>): Scope {
  return {
    communities: listOf(fields['communities']),
    threads: listOf(fields['threads']),
    memberStates: listOf(fields['memberStates']),
  };
}

/** Parts of the scope that values name, as the fields of another case. */
export function partsOfScope(
  fields: Readonly<Record<string, unknown>>,
): Record<string, readonly string[]> {
  return Object.fromEntries(Object.entries(scopeOf(fields)).filter(([, ids]) => ids.length > 0));
}

/** True when no part of the triple is empty: the guard before work on it starts (R-TOC-5). */
export function isWholeScope({ communities, threads, memberStates }: Scope): boolean {
  return communities.length > 0 && threads.length > 0 && memberStates.length > 0;
}

/** What something is about, as far as it is known: parts that are empty are not known. */
export interface Concern extends Pick<Scope, 'communities' | 'threads'> {
  /** Ids of the register `systems`. */
  readonly systems: readonly string[];
}

/** What the values of a case say that it is about. */
export function concernOf(fields: Readonly<Record<string, unknown>>): Concern {
  const { communities, threads } = scopeOf(fields);
  return { communities, threads, systems: listOf(fields['systems']) };
}

/** True when two scopes concern the same users somewhere: each part has something in common (R-TOC-7). */
export function overlaps(one: Scope, other: Scope): boolean {
  const meet = (part: keyof Scope) => one[part].some((id) => other[part].includes(id));
  return meet('communities') && meet('threads') && meet('memberStates');
}

/** Somebody who holds an office of an administration now. */
export interface OfficeHolder {
  readonly personId: string;
  readonly name: string;
  readonly kind: 'holder' | 'substitute';
}

type Reading = Pick<ReadContext, 'client' | 'now'>;

/** An organisation of the collaboration. */
export interface Partner {
  readonly organisationId: string;
  readonly code: string;
  readonly name: string;
}

/** The central body whose programme it is: the owner of collaboration cases. Null before an installation has one. */
export async function centralBodyOf(context: Reading): Promise<Partner | null> {
  return (await partnersOf(context, 'central-body'))[0] ?? null;
}

/** The contractor that does the security management: of several, the first that has a holder of `itsm-security-manager`. */
export async function contractorOf(context: Reading): Promise<Partner | null> {
  const contractors = await partnersOf(context, 'contractor');
  if (contractors.length < 2) return contractors[0] ?? null;
  const offices = await officesOf(
    context,
    contractors.map((one) => one.organisationId),
    ['itsm-security-manager'],
  );
  const held = new Set(offices.map((one) => one.organisationId));
  return contractors.find((one) => held.has(one.organisationId)) ?? contractors[0] ?? null;
}

async function partnersOf(context: Reading, kind: string): Promise<Partner[]> {
  const { rows } = await context.client.query<Partner>({
    name: 'collaboration-partners',
    text: `select id as "organisationId", code, name from organisation
      where kind = $1 and valid_from <= $2::date and (valid_to is null or valid_to >= $2::date) order by valid_from, code`,
    values: [kind, context.now.toISOString().slice(0, 10)],
  });
  return rows;
}

interface OfficeRow extends OfficeHolder {
  readonly organisationId: string;
  readonly role: string;
}

/** Who holds roles in other organisations now. The scope of the transaction is widened for this one statement and set back. */
export async function officesOf(
  context: Reading,
  organisations: readonly string[],
  roles: readonly string[],
): Promise<OfficeRow[]> {
  if (organisations.length === 0) return [];
  const { rows } = await readUnder(context, organisations, () =>
    context.client.query<OfficeRow>({
      name: 'collaboration-offices',
      text: `select h.owner_id as "organisationId", h.role, h.person_id as "personId", p.name, h.kind
      from access.role_in_force h join person p on p.id = h.person_id
      where h.owner_id = any ($1::uuid[]) and h.role = any ($2::text[]) and h.case_id is null and h.kind <> 'delegate'
        and h.valid_from <= $3 and (h.valid_to is null or h.valid_to > $3) and (p.ended_at is null or p.ended_at > $3)
      order by h.kind, p.name`,
      values: [organisations, roles, context.now],
    }),
  );
  return rows;
}

/**
 * Effect of `onOpen` for every collaboration case: the contractor takes part as `itsm-security-manager`, the owner as `liso` and
 * `taxud-requester`, so that all of them see the case and each acts in its role.
 */
export async function joinCoreParties(
  context: WriteContext,
  input: Pick<ActInput, 'case'>,
): Promise<void> {
  const contractor = await contractorOf(context);
  const { ownerId } = input.case;
  await addParties(context, input.case, [
    { organisationId: ownerId, role: 'liso' },
    { organisationId: ownerId, role: 'taxud-requester' },
    ...(contractor === null
      ? []
      : [{ organisationId: contractor.organisationId, role: 'itsm-security-manager' }]),
  ]);
}
