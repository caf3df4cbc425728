import { z } from 'zod';
import { allowedActions, decide } from '#engine/decide.ts';
import type { ActorView, RecordView } from '#engine/decision.ts';
import type { EvidenceRule } from '#engine/evidence.ts';
import { anyMember, authorise } from '#kernel/access/authorise.ts';
import { defineCommand } from '#kernel/command/command.ts';
import type { ReadContext, WriteContext } from '#kernel/command/context.ts';
import { notFound, staleVersion } from '#kernel/errors/app-error.ts';
import type { FileStore } from '#kernel/files/file-store.ts';
import { loadCase } from '#work/cases/load-case.ts';
import { refused } from '#work/cases/refused.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { actInput, id } from '#work/contract.ts';
import { moduleOf } from '#work/definitions/versions.ts';
import { refuseUnknownReferences } from '#work/registers/check-references.ts';
import { writeCustody } from './custody.ts';
import {
  custodian,
  type EvidenceFacts,
  evidenceFunctions,
  evidenceLifeCycle,
  isSameName,
  receiver,
} from './evidence-life.ts';
import { holdsInCase, type LoadedEvidence, loadEvidence } from './load-evidence.ts';
import { scanLater } from './scan-evidence.ts';

export const actOnEvidenceInput = actInput.extend({ evidenceId: id, action: z.string().max(60) });

async function caseOf(context: ReadContext, { ownerId, caseId }: LoadedEvidence) {
  const owned = { ...context, scope: { organisations: [ownerId] } };
  return loadCase(owned, caseId, { lock: false });
}

/** What the procedure of its case says of evidence, in the version of that case. */
export async function ruleOf(
  context: ReadContext,
  catalogue: Catalogue,
  loaded: LoadedEvidence,
): Promise<EvidenceRule | undefined> {
  return moduleOf(catalogue, (await caseOf(context, loaded)).row).procedure.evidence;
}

/** What decides about evidence: the rule of its procedure, the record and the actor as the engine sees them. */
async function standing(context: ReadContext, catalogue: Catalogue, loaded: LoadedEvidence) {
  const { row, parties } = await caseOf(context, loaded);
  const rule = moduleOf(catalogue, row).procedure.evidence;
  if (rule === undefined) throw notFound('evidence');
  const { principal } = context;
  const ofCase = { caseId: row.id, ownerId: row.ownerId, parties };
  const underWayTo = await transferTo(context, loaded);
  const copiesOut = await copiesOf(context, loaded);
  const roles = [
    ...(holdsInCase(principal, rule.custodians, ofCase) ? [custodian] : []),
    ...(underWayTo !== null && principal.organisationId === underWayTo ? [receiver] : []),
  ];
  const actor: ActorView = {
    ...{ person: principal.personId, via: 'person', onBehalfOf: null },
    ...{ organisation: principal.organisationId, roles },
  };
  return { rule, actor, underWayTo, copiesOut, view: await viewOf(context, loaded) };
}

/** The organisation that it was handed over to and that has not received it; null: it is under way to nobody. */
async function transferTo(context: ReadContext, loaded: LoadedEvidence): Promise<string | null> {
  const { rows } = await context.client.query<{ act: string; to: string | null }>({
    name: 'custody-under-way',
    text: `select act, detail->>'organisation' as to from custody_entry
      where owner_id = $1 and evidence_id = $2 and act in ('transfer', 'receive') order by id desc limit 1`,
    values: [loaded.ownerId, loaded.id],
  });
  return rows[0]?.act === 'transfer' ? rows[0].to : null;
}

/** Who has a copy for analysis that did not come back, in the order in which they were made. */
async function copiesOf(context: ReadContext, loaded: LoadedEvidence): Promise<string[]> {
  const { rows } = await context.client.query<{ act: string; name: string }>({
    name: 'custody-copies',
    text: `select act, coalesce(detail->>'copyFor', detail->>'returnedBy') as name from custody_entry
      where owner_id = $1 and evidence_id = $2 and act in ('copy', 'return-copy') order by id`,
    values: [loaded.ownerId, loaded.id],
  });
  const out: string[] = [];
  for (const { act, name } of rows) {
    if (act === 'copy') out.push(name);
    else
      out.splice(
        out.findIndex((one) => isSameName(name, one)),
        1,
      );
  }
  return out;
}

async function viewOf(context: ReadContext, loaded: LoadedEvidence): Promise<RecordView> {
  const { rows } = await context.client.query<RecordView['performed'][number]>({
    name: 'custody-performed',
    text: `select act as action, person_id as person, on_behalf_of as "onBehalfOf", organisation_id as organisation, at::text as at
      from custody_entry where owner_id = $1 and evidence_id = $2 and person_id is not null order by id`,
    values: [loaded.ownerId, loaded.id],
  });
  return {
    ...{ state: loaded.state, fields: {}, openedBy: loaded.receivedBy, performed: rows },
    ...{ tasks: [], handOffs: [], approvals: [], parties: [loaded.ownerId] },
  };
}

const factsOf = (
  { held, retainedUntil, scan, holderId, contributorId, ownerId, audience }: LoadedEvidence,
  scanner: boolean,
  hands: Pick<EvidenceFacts, 'underWayTo' | 'copiesOut'>,
): EvidenceFacts => ({
  ...{ held, retainedUntil, scan, scanner, holderId, contributorId, ...hands },
  readers: [ownerId, ...audience],
});

/** What the reader may do with it now, and why not otherwise. */
export async function offeredFor(
  context: ReadContext,
  catalogue: Catalogue,
  loaded: LoadedEvidence,
  scanner: boolean,
) {
  const { rule, actor, view, ...hands } = await standing(context, catalogue, loaded);
  const lifeCycle = evidenceLifeCycle(rule);
  const now = context.now.toISOString();
  const facts = factsOf(loaded, scanner, hands);
  return allowedActions(lifeCycle, evidenceFunctions, view, actor, facts, now).map((offer) => ({
    ...{ action: offer.action, allowed: offer.allowed, refusals: offer.refusals },
    ...{ comment: offer.comment ?? ('none' as const) },
    form: lifeCycle.actions[offer.action]?.form ?? {},
    ...{ roles: [...rule.custodians], primary: offer.primary, destructive: offer.destructive },
    clause: rule.clause,
  }));
}

/**
 * The only way evidence changes: decided by its life, written as an entry of custody with the hash that its bytes have then. Destroying
 * deletes the bytes and keeps record, hash and reason.
 * @throws 404, 409 and 422 with the refusals
 */
export function actOnEvidence(catalogue: Catalogue, files: FileStore, scanner: boolean) {
  return defineCommand({
    id: 'evidence.act',
    input: actOnEvidenceInput,
    authorise: (principal) =>
      authorise(principal, { permission: 'evidence:act', roles: [anyMember] }),
    run: async (context, input): Promise<{ id: string }> => {
      const loaded = await loadEvidence(context, input.evidenceId, { lock: true });
      const { rule, actor, view, ...hands } = await standing(context, catalogue, loaded);
      const decision = decide(
        { ...evidenceLifeCycle(rule), clause: rule.clause },
        evidenceFunctions,
        view,
        actor,
        input.action,
        { comment: input.comment ?? null, fields: input.fields ?? {} },
        factsOf(loaded, scanner, hands),
        context.now.toISOString(),
      );
      if (!decision.ok) throw refused('evidence', input.action, decision.refusals);
      const form = evidenceLifeCycle(rule).actions[input.action]?.form ?? {};
      await refuseUnknownReferences(context, catalogue, form, input.fields ?? {});
      // What arrives is compared with what was sent.
      const isHashed = input.action === 're-hash' || input.action === 'receive';
      const sha256 = isHashed ? await files.hashOf(loaded.ownerId, loaded.sha256) : loaded.sha256;
      const isReturned = input.action === 'return';
      const holder = isReturned
        ? loaded.contributorId
        : input.action === 'receive'
          ? hands.underWayTo
          : null;
      await save(context, loaded, decision.to, input.action, holder);
      const detail = {
        ...decision.form,
        ...(isReturned ? { organisation: holder } : {}),
        ...(input.comment == null ? {} : { comment: input.comment }),
        ...(isHashed ? { intact: sha256 === loaded.sha256 } : {}),
      };
      await writeCustody(context, loaded, [
        {
          ...{ act: input.action, person: actor.person, organisation: actor.organisation },
          ...{ sha256, detail },
        },
      ]);
      leaveTrail(context, loaded, input.action, { ...detail, to: decision.to, sha256 });
      if (input.action === 'scan') scanLater(context, loaded, 0);
      if (input.action === 'confirm-destruction') {
        context.enqueue({
          kind: 'destroy-evidence',
          payload: { ownerId: loaded.ownerId, sha256: loaded.sha256 },
        });
      }
      return { id: loaded.id };
    },
  });
}

async function save(
  context: WriteContext,
  loaded: LoadedEvidence,
  to: string,
  action: string,
  receivedBy: string | null,
): Promise<void> {
  const held = action === 'hold' ? true : action === 'release-hold' ? false : loaded.held;
  const holder = receivedBy ?? loaded.holderId;
  const scan = action === 'scan' ? 'waiting' : loaded.scan;
  const { rowCount } = await context.client.query({
    name: 'evidence-save',
    text: `update evidence set state = $4, held = $5, holder_id = $6, version = version + 1, updated_at = $7, scan = $8
      where owner_id = $1 and id = $2 and version = $3`,
    values: [loaded.ownerId, loaded.id, loaded.version, to, held, holder, context.now, scan],
  });
  if (rowCount !== 1) throw staleVersion(loaded.version);
}

function leaveTrail(
  context: WriteContext,
  loaded: LoadedEvidence,
  action: string,
  details: Readonly<Record<string, unknown>>,
): void {
  context.record({
    ...{ ownerId: loaded.ownerId, action: `evidence.${action}`, kind: 'evidence' },
    ...{ recordId: loaded.id, recordVersion: loaded.version + 1 },
    details: { reference: loaded.reference, caseId: loaded.caseId, ...details },
  });
}
