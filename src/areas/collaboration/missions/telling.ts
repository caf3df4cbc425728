import { refuseForbidden } from '#areas/collaboration/terms/queries/permit.ts';
import {
  keepGround,
  settlementOf,
  tellingFields,
  tellingFunctions,
  tellingLife,
} from '#areas/collaboration/terms/queries/telling-life.ts';
import { levelsOf, type Weighed, weighByTerms } from '#areas/collaboration/terms/queries/weigh.ts';
import { defineRegister } from '#engine/define.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { invalidInput } from '#kernel/errors/app-error.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { CaseRow, RecordActInput, RegisterModule } from '#work/catalogue.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { type RegisterRow, viewOf } from '#work/registers/register-sql.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { shareRecord } from '#work/sharing/share-record.ts';
import { withdrawShare } from '#work/sharing/withdraw-share.ts';
import { insertTasks } from '#work/tasks/open-tasks.ts';
import { withdrawTasks } from '#work/tasks/withdraw-tasks.ts';
import { recordOfCase } from './case-record.ts';
import { clause } from './fields.ts';
import { missionFindings } from './registers.ts';

/** Told that something was found elsewhere which concerns it, and no more. */
export const maskedTask = 'ask-about-finding';
/** A finding of elsewhere that it was told of. */
export const readTask = 'read-finding';

/** Further administrations that are told of a finding, as the terms in force decide; read by the central body alone. */
export const findingTellings = defineRegister({
  id: 'finding-tellings',
  table: 'finding_telling',
  area: 'collaboration',
  clause: clause('4.2'),
  class: 'tenant',
  ofCase: true,
  procedures: ['fact-finding-mission'],
  title: 'name',
  fields: {
    name: { kind: 'text', required: true, max: 300, list: true, sort: true },
    organisation: {
      kind: 'reference',
      to: 'organisations',
      required: true,
      list: true,
      filter: true,
    },
    finding: { kind: 'reference', to: 'mission-findings', required: true, list: true },
    decidedAt: { kind: 'instant', required: true, list: true },
    ...tellingFields,
  },
  lifeCycle: tellingLife({ clause: clause('4.2'), withdrawnBy: ['liso'] }),
  access: { read: ['liso', 'taxud-requester'], create: [], update: [], delete: [] },
  defaultSort: 'name',
  retention: 'P10Y',
});

async function takeBack(
  context: WriteContext,
  { ownerId, fields, comment }: RecordActInput,
): Promise<void> {
  const recordId = String(fields['finding']);
  const organisationId = String(fields['organisation']);
  await withdrawTasks(context, {
    ...{ ownerId: ownerId ?? '', subjectId: recordId, task: readTask, organisationId },
  });
  await withdrawShare(context, {
    ...{ ownerId: ownerId ?? '', kind: missionFindings.id, table: missionFindings.table },
    ...{ recordId, organisationId, because: comment ?? '' },
  });
}

export const findingTellingsModule: RegisterModule = {
  register: findingTellings,
  functions: tellingFunctions,
  effects: { 'keep-ground': keepGround, 'take-back': takeBack },
  tells: {
    ...{ kind: missionFindings.id, record: 'finding', organisation: 'organisation' },
    withdraw: 'withdraw',
  },
};

/**
 * Tells administrations of what was found at another one. The clauses in force between the two decide, or what the LISO recorded.
 * @throws 409 `forbidden-by-terms` naming terms, version and clause; `decision-needed`; 422 for who is no administration, or has it already
 */
export async function tellFinding(
  context: WriteContext,
  row: CaseRow,
  findingId: string,
  organisations: readonly string[],
): Promise<void> {
  const finding = await recordOfCase(context, { register: missionFindings }, row, findingId);
  const from = String(viewOf(missionFindings, finding).fields['organisation']);
  const named = await administrations(context, finding, organisations);
  const weighed = await weighByTerms(context, row, {
    ...{ ask: 'tell', event: 'mission-findings', from, to: named.map(({ id }) => id) },
    ...levelsOf(row),
  });
  await refuseForbidden(context, weighed);
  for (const { id, name } of named) {
    await tellOne(context, row, finding, { id, name, weighed: weighed.get(id) ?? null });
  }
}

interface Administration {
  readonly id: string;
  readonly name: string;
}

async function administrations(
  context: WriteContext,
  finding: RegisterRow,
  ids: readonly string[],
): Promise<Administration[]> {
  const { rows } = await context.client.query<Administration>({
    name: 'finding-new-readers',
    text: `select o.id, o.name from organisation o where o.id = any ($1::uuid[]) and o.kind = 'national-administration'
      and not exists (select from mission_finding f where f.owner_id = $2 and f.id = $3
        and (f.audience @> array[o.id] or f.organisation = o.id))
      order by o.name, o.id`,
    values: [ids, finding['owner_id'], finding.id],
  });
  const known = new Set(rows.map(({ id }) => id));
  const faults = ids.flatMap((id, at) =>
    known.has(id)
      ? []
      : [
          {
            ...{ path: `/organisations/${at}`, code: 'no-new-reader' },
            message: 'Name an administration that does not read this finding yet.',
          },
        ],
  );
  if (faults.length > 0) throw invalidInput(faults);
  return rows;
}

async function tellOne(
  context: WriteContext,
  row: CaseRow,
  finding: RegisterRow,
  to: Administration & { readonly weighed: Weighed | null },
): Promise<void> {
  const made = await insertRecord(context, findingTellingsModule, {
    ...{ ownerId: row.ownerId, caseId: row.id, label: row.label, tlp: row.tlp, computed: true },
    fields: {
      ...{ name: to.name, organisation: to.id, finding: finding.id },
      decidedAt: context.now.toISOString(),
    },
  });
  const record = await findRecord(context, findingTellings, made.id, { lock: true });
  await actOnRecord(context, findingTellingsModule, record, {
    ...{ action: 'settle', comment: null, fields: settlementOf(to.weighed), actor: systemActor },
  });
  const isTold = to.weighed?.outcome === 'allowed';
  if (isTold && to.weighed !== null) {
    await shareRecord(context, {
      ...{ ownerId: row.ownerId, kind: missionFindings.id, table: missionFindings.table },
      ...{ recordId: finding.id, sortKey: finding.id, organisations: [to.id] },
      ...{ reason: to.weighed.reason, detail: to.weighed.detail },
    });
  }
  const title = String(viewOf(missionFindings, finding).fields['title']);
  await insertTasks(context, [
    {
      ...{ ownerId: row.ownerId, organisationId: to.id, caseId: null, procedure: row.procedure },
      ...{ task: isTold ? readTask : maskedTask, role: 'npm', required: false, dueAt: null },
      ...(isTold
        ? { subject: title, subjectKind: missionFindings.id, subjectId: finding.id }
        : { subject: row.reference }),
      clause: clause('4.2'),
    },
  ]);
}
