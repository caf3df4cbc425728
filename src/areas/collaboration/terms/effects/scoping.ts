import type { WriteContext } from '#kernel/command/context.ts';
import { conflict, invalidInput } from '#kernel/errors/app-error.ts';
import type { ActInput, CaseRow } from '#work/catalogue.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { sendRequest } from '#work/requests/send-request.ts';
import { addParties } from '#work/sharing/share-record.ts';
import { concernedAdministrations } from '../../concerned.ts';
import { isWholeScope, overlaps, type Scope, scopeOf } from '../../scope.ts';
import { planKinds } from '../choices.ts';
import template from '../data/clauses.json' with { type: 'json' };
import type { TermsFacts } from '../facts.ts';
import { termsOfCollaboration } from '../procedure.ts';
import { termsParticipants } from '../registers.ts';
import { digestOfText, insertClause } from './clauses.ts';
import { contractorsOfCase, partiesOfCase, shareWith } from './sharing.ts';

type Input = ActInput<TermsFacts>;

/** The scope that an action leaves behind: of its form, or else of the case. */
function scopeAfter({ case: row, form }: Input): Scope {
  return scopeOf({ ...row.fields, ...form });
}

interface StandingVersion extends Scope {
  readonly id: string;
  readonly caseId: string;
  readonly reference: string;
  readonly revision: number;
  /** Administrations that it binds. */
  readonly organisations: readonly string[];
}

/** Versions of the owner that no end is set for, newest first. */
async function standingVersions(context: WriteContext, row: CaseRow): Promise<StandingVersion[]> {
  const { rows } = await context.client.query<StandingVersion>({
    name: 'terms-standing',
    text: `select id, case_id as "caseId", "reference" as reference, "revision" as revision, "organisations" as organisations,
        "communities" as communities, "threads" as threads, "member_states" as "memberStates"
      from terms_version where owner_id = $1 and case_id <> $2 and ("effective_to" is null or "effective_to" > $3)
      order by "effective_from" desc, id desc`,
    values: [row.ownerId, row.id, context.now],
  });
  return rows;
}

/** The terms that these would update: those with an overlapping scope that are in force, the newest of several (R-TOC-7). */
export async function termsToUpdate(
  context: WriteContext,
  row: CaseRow,
  scope: Scope,
): Promise<StandingVersion | null> {
  if (!isWholeScope(scope)) return null;
  const standing = await standingVersions(context, row);
  return standing.find((one) => overlaps(one, scope)) ?? null;
}

async function lookUpTerms(context: WriteContext, input: Input) {
  const scope = scopeAfter(input);
  const found = await termsToUpdate(context, input.case, scope);
  if (found === null) return { kind: 'create', updates: null };
  await refuseSilentLoss(context, found, scope, { ...input.case.fields, ...input.form });
  return { kind: 'update', updates: found.caseId };
}

/**
 * An update ends the terms before it for everybody whom they concern. Whom the new scope leaves out would fall out of all terms: that takes a
 * reason, which stays with the case.
 * @throws 409 `leaves-out` naming the terms and what drops out of them
 */
export async function refuseSilentLoss(
  context: WriteContext,
  earlier: StandingVersion,
  scope: Scope,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (String(fields['narrowingReason'] ?? '').trim() !== '') return;
  const concerned = await concernedAdministrations(context, scope);
  const stay = new Set(concerned.map(({ organisationId }) => organisationId));
  const without = (part: 'communities' | 'threads') =>
    earlier[part].filter((id) => !scope[part].includes(id));
  const { rows } = await context.client.query<{ name: string }>({
    name: 'terms-left-out',
    text: `select name from (select 1 as part, id, name from organisation union all select 2, id, name from user_community
        union all select 3, id, name from business_thread) named
      where id = any ($1::uuid[]) order by part, name`,
    values: [
      [
        ...earlier.organisations.filter((id) => !stay.has(id)),
        ...without('communities'),
        ...without('threads'),
      ],
    ],
  });
  if (rows.length === 0) return;
  throw conflict(
    'leaves-out',
    `${earlier.reference}, revision ${earlier.revision}, would end for ${rows.map(({ name }) => name).join(', ')}, whom this scope leaves out. Widen the scope, or give the reason why they drop out.`,
  );
}

/** The administrations of the scope become parties; what the LISO waives for one of them has its own record. */
async function inviteAdministrations(context: WriteContext, input: Input) {
  const { case: row } = input;
  const administrations = await concernedAdministrations(context, scopeAfter(input));
  if (administrations.length === 0) {
    throw invalidInput([
      {
        path: '/fields/memberStates',
        code: 'no-administration',
        message:
          'No administration of these Member States is a member today and takes part in these threads with these communities.',
      },
    ]);
  }
  await addParties(
    context,
    row,
    administrations.map(({ organisationId }) => ({ organisationId, role: 'npm' })),
  );
  const contractors = await contractorsOfCase(context, row);
  for (const { organisationId, name } of administrations) {
    const made = await insertRecord(
      context,
      { register: termsParticipants },
      {
        ownerId: row.ownerId,
        caseId: row.id,
        label: row.label,
        tlp: row.tlp,
        fields: { name, organisation: organisationId },
      },
    );
    await shareWith(context, termsParticipants, row, made.id, [organisationId, ...contractors]);
  }
}

/** One request for each of the four plans, to all administrations at once: none sees what another answers (H14). */
async function askPlans(context: WriteContext, input: Input) {
  const { case: row } = input;
  const administrations = await concernedAdministrations(context, scopeAfter(input));
  for (const plan of planKinds) {
    await sendRequest(context, termsOfCollaboration, row, {
      kind: 'plans',
      subject: `${row.reference}: ${plan} plan`,
      text: `Please give the ${plan} plan that is in effect in your environment: its title, edition, validity and where it can be read.`,
      urgency: 'normal',
      fields: { plan },
      recipients: administrations.map(({ organisationId }) => ({ organisationId, role: 'npm' })),
    });
  }
}

/** The text begins as the version that it updates, or as the default clauses. */
async function beginText(context: WriteContext, input: Input) {
  const { case: row } = input;
  const earlier = await termsToUpdate(context, row, scopeAfter(input));
  const clauses =
    earlier === null ? await templateClauses(context) : await frozenClauses(context, row, earlier);
  const parties = await partiesOfCase(context, row);
  for (const fields of clauses) await insertClause(context, row, fields, parties);
  return { textDigest: await digestOfText(context, row), textRevision: 0 };
}

/** The clauses that every text begins with, each with the common standard that it enforces, as far as the register has it (R-TOC-11). */
async function templateClauses(context: WriteContext): Promise<Record<string, unknown>[]> {
  const { rows } = await context.client.query<{ id: string; code: string }>({
    name: 'terms-template-standards',
    text: 'select id, code from common_standard where code = any ($1::text[])',
    values: [[...new Set(template.clauses.map(({ standard }) => standard))]],
  });
  const idOf = new Map(rows.map(({ id, code }) => [code, id]));
  return template.clauses.map(({ standard, ...fields }) => {
    const id = idOf.get(standard);
    return id === undefined ? fields : { ...fields, standard: id };
  });
}

async function frozenClauses(
  context: WriteContext,
  row: CaseRow,
  version: StandingVersion,
): Promise<Record<string, unknown>[]> {
  const { rows } = await context.client.query<{ row: Record<string, unknown> }>({
    name: 'terms-frozen-clauses',
    text: `select to_jsonb(r) - array['owner_id', 'id', 'case_id', 'label', 'tlp', 'audience', 'terms_version', 'number', 'position', 'version',
        'created_at', 'created_by', 'updated_at', 'updated_by'] as row
      from terms_rule r where r.owner_id = $1 and r."terms_version" = $2 order by r."position"`,
    values: [row.ownerId, version.id],
  });
  return rows.map(({ row: found }) =>
    Object.fromEntries(
      Object.entries(found).flatMap(([name, value]) =>
        value === null
          ? []
          : [[name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]],
      ),
    ),
  );
}

export const scopingEffects = {
  'look-up-terms': lookUpTerms,
  'invite-administrations': inviteAdministrations,
  'ask-plans': askPlans,
  'begin-text': beginText,
};
