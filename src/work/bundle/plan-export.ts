import { z } from 'zod';
import { sha256Hex } from '#engine/canonical.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineQuery } from '#kernel/command/command.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import { isId } from '#kernel/database/ids.ts';
import { notFound } from '#kernel/errors/app-error.ts';
import { actorFor, type LoadedCase, loadCase } from '#work/cases/load-case.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { referencesOfFields } from '#work/registers/titles.ts';
import { type Ceiling, ceilingFor, isAbove } from './ceiling.ts';
import { collectCase } from './collect-case.ts';
import {
  collectDocuments,
  collectEvidence,
  collectRequests,
  type EvidenceRow,
} from './collect-exchanged.ts';
import { collectRecords } from './collect-records.ts';
import type { ExportPlan, Manifest, ManifestPart, StayLine } from './contract.ts';
import { type ExportScope, tooLarge } from './export-scope.ts';
import { bundleLimits } from './limits.ts';
import { contentHashOf } from './read-bundle.ts';
import { linesOf } from './verify-parts.ts';

export const exportInput = z.strictObject({ caseId: id, recipientId: id });
export type ExportInput = z.infer<typeof exportInput>;
export const exportNeed = { permission: 'bundles:export', roles: [anyMember] };

type Party = Manifest['sender'];

/** Everything of an export but the trail, or why nothing goes. */
export interface Collected {
  readonly loaded: LoadedCase;
  readonly sender: Party;
  readonly recipient: Party;
  readonly owner: Party;
  readonly ceiling: Ceiling;
  readonly refusals: ExportPlan['refusals'];
  /** Data parts with their bytes. */
  readonly data: readonly ReturnType<typeof dataPart>[];
  readonly files: readonly ManifestPart[];
  readonly stays: readonly StayLine[];
  readonly contentHash: string;
  readonly evidence: readonly EvidenceRow[];
  readonly recordIds: readonly string[];
}

/**
 * Collects what goes to the recipient: of what the exporting person reads, that which the recipient may see as its owner or in its audience,
 * and which is not above the recipient's ceiling. Deny by default: what is not shared stays.
 * @throws 404 for a case or an organisation that is not there
 */
export async function collect(
  context: ReadContext,
  catalogue: Catalogue,
  input: ExportInput,
  lock: boolean,
): Promise<Collected> {
  const reader = context.scope.organisations;
  const loaded = await loadCase(context, input.caseId, { lock });
  const { row } = loaded;
  const isOwn = reader.includes(row.ownerId);
  const senderId = isOwn ? row.ownerId : (context.principal.organisationId ?? '');
  const parties = await partiesOf(context, [senderId, input.recipientId, row.ownerId]);
  const ceiling = await ceilingFor(context, catalogue, row, input.recipientId);
  const base = { loaded, ceiling, ...parties };
  const refusals = await refusalsOf(context, catalogue, { ...base, isOwn });
  if (refusals.length > 0) {
    const none = { data: [], files: [], stays: [], evidence: [], recordIds: [], contentHash: '' };
    return { ...base, refusals, ...none };
  }
  const { recipientId } = input;
  const scope = { context, catalogue, loaded, ceiling, recipientId, isOwn };
  return { ...base, refusals, ...(await partsOf(scope)) };
}

async function partiesOf(
  context: ReadContext,
  [senderId = '', recipientId = '', ownerId = '']: readonly string[],
): Promise<{ sender: Party; recipient: Party; owner: Party }> {
  const { rows } = await context.client.query<Party>({
    name: 'bundle-parties',
    text: 'select id, code, name from organisation where id = any ($1::uuid[])',
    values: [[senderId, recipientId, ownerId].filter(isId)],
  });
  const find = (wanted: string): Party => {
    const found = rows.find((one) => one.id === wanted);
    if (found === undefined) throw notFound('organisation');
    return found;
  };
  return { sender: find(senderId), recipient: find(recipientId), owner: find(ownerId) };
}

/** Why nothing of the case goes to the recipient. */
async function refusalsOf(
  context: ReadContext,
  catalogue: Catalogue,
  asked: {
    readonly loaded: LoadedCase;
    readonly ceiling: Ceiling;
    readonly recipient: Party;
    readonly sender: Party;
    readonly isOwn: boolean;
  },
): Promise<ExportPlan['refusals']> {
  const { loaded, ceiling, recipient } = asked;
  const { row } = loaded;
  const refusals: ExportPlan['refusals'] = [];
  const acting = rolesOfProcedure(catalogue, loaded);
  const held = actorFor(context.principal, loaded, null).roles;
  if (!held.some((role) => acting.includes(role))) {
    const message = `A bundle is exported by who has a part in the procedure: ${acting.join(', ')}.`;
    refusals.push({ code: 'role', message });
  }
  if (!asked.isOwn && recipient.id !== asked.sender.id) {
    const message = `The case belongs to another organisation. Export your own side for ${asked.sender.name} only.`;
    refusals.push({ code: 'not-own', message });
  }
  const { rows } = await context.client.query<{ shared: boolean }>({
    name: 'bundle-case-shared',
    text: `select (c.owner_id = $2 or c.audience @> array[$2::uuid]) as shared from procedure_case c where c.owner_id = $1 and c.id = $3`,
    values: [row.ownerId, recipient.id, row.id],
  });
  if (rows[0]?.shared !== true) {
    const message = `The case is not shared with ${recipient.name}. Who is no party of it is given no bundle.`;
    refusals.push({ code: 'not-shared', message });
  }
  if (isAbove(ceiling, row)) {
    const message = `The case is ${row.label} and TLP:${row.tlp}; ${recipient.name} may be shown at most ${ceiling.label} and TLP:${ceiling.tlp}.`;
    refusals.push({ code: 'above-ceiling', message });
  }
  return refusals;
}

/** Roles that the procedure names. Who only reads a case gives nothing of it away. */
export function rolesOfProcedure(catalogue: Catalogue, { row }: LoadedCase): string[] {
  const named = Object.keys(moduleOf(catalogue, row).procedure.roles);
  return named.filter((role) => role !== anyMember).sort();
}

type Parts = Pick<Collected, 'data' | 'files' | 'stays' | 'evidence' | 'recordIds' | 'contentHash'>;

async function partsOf(scope: ExportScope): Promise<Parts> {
  const references = referencesOfFields({}, {});
  const own: Record<string, string> = {};
  const records = await collectRecords(scope, references, own);
  const requests = await collectRequests(scope, references);
  const evidence = await collectEvidence(scope, references);
  const documents = await collectDocuments(scope);
  const collected = [...records, requests, evidence, documents];
  const item = await collectCase(scope, references, own);
  const data = [
    dataPart('case.json', [item]),
    ...collected
      .filter(({ items }) => items.length > 0)
      .map(({ path, items }) => dataPart(path, items)),
  ];
  if (data.reduce((sum, { part }) => sum + part.bytes, 0) > bundleLimits.maxDataBytes) {
    throw tooLarge('data');
  }
  const files = filesOf(collected.flatMap((part) => part.files));
  return {
    ...{ data, files, evidence: evidence.rows },
    stays: collected.flatMap(({ stays }) => stays),
    recordIds: [scope.loaded.row.id, ...collected.flatMap(({ trail }) => trail.ids)],
    contentHash: contentHashOf([...data.map(({ part }) => part), ...files]),
  };
}

/** A data part as it is written and listed. */
export function dataPart(path: string, items: readonly object[]) {
  const content = linesOf(items);
  const hash = sha256Hex(content);
  const part = { path, bytes: content.length, sha256: hash, items: items.length };
  return { part, content };
}

/** Each file once, whatever names it. */
function filesOf(named: readonly { sha256: string; bytes: number }[]): ManifestPart[] {
  const distinct = new Map(named.map(({ sha256, bytes }) => [sha256, bytes]));
  return [...distinct].map(([sha256, bytes]) => ({ path: `files/${sha256}`, bytes, sha256 }));
}

interface LastExport {
  readonly bundleId: string;
  readonly revision: number;
  readonly contentHash: string;
  readonly at: string;
}

/** The last bundle of the case that went from one organisation to another. */
export async function lastExport(
  context: ReadContext,
  { sender, recipient, loaded }: Pick<Collected, 'sender' | 'recipient' | 'loaded'>,
): Promise<LastExport | null> {
  const { rows } = await context.client.query<Omit<LastExport, 'at'> & { at: Date }>({
    name: 'bundle-last-export',
    text: `select bundle_id as "bundleId", revision, content_hash as "contentHash", at from bundle_export
      where owner_id = $1 and case_id = $2 and recipient_id = $3 order by revision desc, id desc limit 1`,
    values: [sender.id, loaded.row.id, recipient.id],
  });
  return rows[0] === undefined ? null : { ...rows[0], at: rows[0].at.toISOString() };
}

/** The same content is the same revision; any other the next one. */
export function nextRevision(last: LastExport | null, contentHash: string): number {
  if (last === null) return 1;
  return last.contentHash === contentHash ? last.revision : last.revision + 1;
}

/** What would go to an organisation, what stays, and why. */
export function planExport(catalogue: Catalogue) {
  return defineQuery({
    id: 'bundles.plan',
    input: exportInput,
    authorise: (principal) => authorise(principal, exportNeed),
    run: async (context, input): Promise<ExportPlan> => {
      const collected = await collect(context, catalogue, input, false);
      const { recipient, refusals, data, files, stays, ceiling, contentHash } = collected;
      const last = await lastExport(context, collected);
      return {
        ...{ recipient, refusals, ceiling, stays: [...stays] },
        allowed: refusals.length === 0,
        goes: [
          ...data.map(({ part }) => ({
            part: part.path.replace(/^records\//, '').replace(/\.jsonl?$/, ''),
            ...{ count: part.items, bytes: part.bytes },
          })),
          ...(files.length === 0
            ? []
            : [
                {
                  ...{ part: 'files', count: files.length },
                  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
                },
              ]),
        ],
        last: last === null ? null : { revision: last.revision, at: last.at },
        revision: nextRevision(last, contentHash),
      };
    },
  });
}
