import { z } from 'zod';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand, defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { conflict, invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { decodeKey, encodeKey } from '#kernel/http/page-key.ts';
import { actorFor, loadCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { titlesOf } from '#work/paging.ts';
import { wordPatterns } from '#work/search-words.ts';
import { offeredFor, ruleOf } from './act-on-evidence.ts';
import { withReceipts } from './awaited-receipt.ts';
import {
  type EvidenceDetail,
  type EvidenceList,
  type EvidenceView,
  evidenceListInput,
} from './contract.ts';
import { writeCustody } from './custody.ts';
import { evidenceColumns, type LoadedEvidence, loadEvidence } from './load-evidence.ts';
import { contributorsOf, takesEvidence } from './uploads.ts';

const need = { permission: 'evidence:read', roles: [anyMember] };

/** Evidence of a case that the reader may see: all of it in its owner's house and among custodians, otherwise what he gave. */
export function listEvidence(catalogue: Catalogue) {
  return defineQuery({
    id: 'evidence.list',
    input: evidenceListInput.extend({ caseId: id }).strict(),
    authorise: (principal) => authorise(principal, need),
    run: async (context, { caseId, ...input }): Promise<EvidenceList> => {
      const loaded = await loadCase(context, caseId, { lock: false });
      const page = await pageOfEvidence(context, loaded.row, input);
      const rule = moduleOf(catalogue, loaded.row).procedure.evidence;
      const items = await withReceipts(context, rule, page.items);
      const roles = contributorsOf(catalogue, loaded.row);
      const held = actorFor(context.principal, loaded, null).roles;
      return {
        ...{ ...page, items },
        titles: await titlesOf(context, referencesOf(items)),
        mayContribute:
          takesEvidence(catalogue, loaded.row) && roles.some((role) => held.includes(role)),
      };
    },
  });
}

/** Counting stops here, as above every list. */
const countBound = 1000;

/** Named owner and case first, so that the index of a case's evidence gives the rows in order, stopped at the limit. */
async function pageOfEvidence(
  context: ReadContext,
  { ownerId, id: caseId }: { readonly ownerId: string; readonly id: string },
  { limit, after, q, count }: z.infer<typeof evidenceListInput>,
): Promise<Pick<EvidenceList, 'next' | 'total'> & { readonly items: readonly LoadedEvidence[] }> {
  const from = `from evidence e where e.owner_id = $2 and e.case_id = $3
    and (e.owner_id = any ($1::uuid[]) or e.audience && $1::uuid[])
    and ($4::text[] is null or concat_ws(' ', e.reference, e.title, e.file_name) ilike all ($4::text[]))`;
  const words = q === undefined || q.trim() === '' ? null : wordPatterns(q);
  const values = [context.scope.organisations, ownerId, caseId, words];
  const { rows } = await context.client.query<LoadedEvidence>({
    name: 'evidence-list',
    text: `select ${evidenceColumns} ${from} and e.id > $5 order by e.id limit $6`,
    values: [...values, after === undefined ? firstId : idOfKey(after), limit + 1],
  });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last !== undefined ? encodeKey([last.id]) : null,
    total: count === 'true' ? await counted() : null,
  };

  async function counted() {
    const answer = await context.client.query<{ count: number }>({
      name: 'evidence-count',
      text: `select count(*)::int as count from (select 1 ${from} limit ${countBound}) bounded`,
      values,
    });
    const found = answer.rows[0]?.count ?? 0;
    return { count: found, bounded: found >= countBound };
  }
}

/** Before every id that was ever made. */
const firstId = '00000000-0000-0000-0000-000000000000';

/** @throws 422 for a key of another list */
function idOfKey(after: string): string {
  const [found] = decodeKey(after, 1);
  if (typeof found === 'string' && isId(found)) return found;
  throw invalidInput([{ path: '/after', code: 'bad-key', message: 'This key is not a key.' }]);
}

function referencesOf(rows: readonly EvidenceView[]) {
  return {
    organisations: rows.flatMap((one) => [
      ...[one.contributorId, one.holderId, one.ownerId, one.underWay?.to],
    ]),
    people: rows.map((one) => one.receivedBy),
  };
}

/** One piece of evidence with its whole custody. */
export function readEvidence(catalogue: Catalogue, scanner: boolean) {
  return defineQuery({
    id: 'evidence.read',
    input: z.strictObject({ evidenceId: id }),
    authorise: (principal) => authorise(principal, need),
    run: async (context, { evidenceId }): Promise<EvidenceDetail> => {
      const loaded = await loadEvidence(context, evidenceId, { lock: false });
      const custody = await custodyOf(context, loaded);
      const rule = await ruleOf(context, catalogue, loaded);
      const [evidence] = await withReceipts(context, rule, [loaded]);
      if (evidence === undefined) throw notFound('evidence');
      const references = referencesOf([evidence]);
      return {
        ...{ evidence, custody, origin: rule?.origin ?? 'collected' },
        allowedActions: await offeredFor(context, catalogue, loaded, scanner),
        titles: {
          ...(await titleOfCase(context, loaded)),
          ...(await titlesOf(context, {
            organisations: [
              ...references.organisations,
              ...custody.map((entry) => entry.organisationId),
              ...custody.flatMap(({ detail }) => givenTo(detail['organisation'])),
            ],
            people: [
              ...references.people,
              ...custody.flatMap((entry) => [entry.personId, entry.onBehalfOf]),
            ],
          })),
        },
      };
    },
  });
}

/** The case by its name, for a reader who may see it: a recipient of one of its requests may not. */
async function titleOfCase(
  context: ReadContext,
  { ownerId, caseId }: LoadedEvidence,
): Promise<Record<string, string>> {
  const { rows } = await context.client.query<{ title: string }>({
    name: 'evidence-case-title',
    text: `select reference || ' ' || title as title from procedure_case
      where owner_id = $1 and id = $2 and (owner_id = any ($3::uuid[]) or audience && $3::uuid[])`,
    values: [ownerId, caseId, context.scope.organisations],
  });
  return rows[0] === undefined ? {} : { [caseId]: rows[0].title };
}

/** To which organisation it went, where the entry says so. */
const givenTo = (organisation: unknown): string[] =>
  typeof organisation === 'string' && isId(organisation) ? [organisation] : [];

async function custodyOf(
  context: ReadContext,
  loaded: LoadedEvidence,
): Promise<EvidenceDetail['custody']> {
  const { rows } = await context.client.query<EvidenceDetail['custody'][number]>({
    name: 'custody-of-evidence',
    text: `select id, act, person_id as "personId", on_behalf_of as "onBehalfOf", organisation_id as "organisationId", sha256, detail,
        to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from custody_entry where owner_id = $1 and evidence_id = $2 order by id`,
    values: [loaded.ownerId, loaded.id],
  });
  return rows;
}

/**
 * Gives the bytes of evidence out, after it was written down who reads them.
 * @throws 404 for what is not visible, 409 when they were destroyed, are in quarantine or wait for the scanner
 */
export const openEvidence = defineCommand({
  id: 'evidence.open',
  input: z.strictObject({ evidenceId: id }),
  authorise: (principal) => authorise(principal, need),
  run: async (context, { evidenceId }) => {
    const loaded = await loadEvidence(context, evidenceId, { lock: false });
    if (loaded.state === 'destroyed') {
      throw conflict('evidence-destroyed', 'Its bytes were destroyed; record and hash are kept.');
    }
    if (loaded.scan === 'infected') {
      const message = 'Malicious code was found in it: its bytes are in quarantine.';
      throw conflict('evidence-in-quarantine', message);
    }
    if (loaded.scan === 'waiting') {
      const message = 'The scanner for malicious code has not answered yet. It is tried again.';
      throw conflict('evidence-not-scanned-yet', message);
    }
    const { ownerId, sha256, fileName, mediaType, bytes } = loaded;
    const { personId: person, organisationId: organisation } = context.principal;
    const entry = { act: 'read', person, organisation, sha256, detail: {} };
    await writeCustody(context, loaded, [entry]);
    return { ownerId, sha256, fileName, mediaType, bytes };
  },
});
