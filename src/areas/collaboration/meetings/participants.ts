import { defineRegister } from '#engine/define.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import { loadCase } from '#work/cases/load-case.ts';
import type { ActInput, RecordActInput, RegisterModule } from '#work/catalogue.ts';
import { notifyRoles } from '#work/notifications/notify.ts';
import { withdrawAgreements } from '#work/requests/agreements.ts';
import { waiveParty } from '#work/sharing/share-record.ts';
import { addToCase } from './effects/case-record.ts';
import { clause } from './fields.ts';
import { silentOrganisations } from './functions.ts';
import { meeting } from './procedure.ts';

const participation = {
  initial: 'taking-part',
  states: {
    'taking-part': { kind: 'waiting', clause: clause('3') },
    waived: { kind: 'final', outcome: 'not-achieved', clause: clause('3') },
  },
  actions: {
    'waive-agreement': {
      from: ['taking-part'],
      to: 'waived',
      by: ['liso'],
      clause: clause('3'),
      comment: 'required',
      effects: ['waive-agreement'],
      destructive: true,
    },
  },
} as const satisfies LifeCycle;

/** The administrations invited: that the LISO goes on without one of them, and why, is between the two (R-MTG-3, R-MTG-10). */
export const meetingParticipants = defineRegister({
  id: 'meeting-participants',
  table: 'meeting_participant',
  area: 'collaboration',
  clause: clause('3'),
  class: 'tenant',
  ofCase: true,
  procedures: ['meeting'],
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
    agreementWaived: { kind: 'text', multiline: true, computed: true, list: true },
  },
  lifeCycle: participation,
  access: { read: ['any-member'], create: [], update: [], delete: [] },
  defaultSort: 'name',
  retention: 'P10Y',
});

/** @throws 409 while nobody is asked, and for an administration that agreed */
async function waiveAgreement(
  context: WriteContext,
  { id, ownerId, fields, comment }: RecordActInput,
) {
  const { rows } = await context.client.query<{ case_id: string }>({
    name: 'meeting-of-participant',
    text: 'select case_id from meeting_participant where owner_id = $1 and id = $2',
    values: [ownerId, id],
  });
  const { row, view } = await loadCase(context, rows[0]?.case_id ?? '', { lock: true });
  if (row.state !== 'agenda-consultation') {
    throw conflict('nobody-is-asked', 'No agenda is proposed to the administrations now.');
  }
  const organisationId = String(fields['organisation']);
  if (!silentOrganisations({ record: view }).includes(organisationId)) {
    throw conflict('not-silent', 'This administration is not waited for: it agreed.');
  }
  const reason = comment ?? '';
  await waiveParty(context, row, { organisationId, role: 'npm', reason });
  await withdrawAgreements(context, meeting, row, { organisationId, reason });
  await notifyRoles(context, row, ['itsm-security-manager'], 'action:waive-agreement');
  return { agreementWaived: reason };
}

export const participantsModule: RegisterModule = {
  register: meetingParticipants,
  effects: { 'waive-agreement': waiveAgreement },
};

/** Each administration that is invited gets its record, once; itself and the facilitator read it. */
export async function enterParticipants(
  context: WriteContext,
  { case: row }: ActInput,
): Promise<void> {
  const { rows } = await context.client.query<{ id: string; name: string }>({
    name: 'meeting-participants-missing',
    text: `select distinct o.id, o.name from case_party c join organisation o on o.id = c.organisation_id
      where c.owner_id = $1 and c.case_id = $2 and c.role = 'npm' and not exists (select from meeting_participant p
        where p.owner_id = c.owner_id and p.case_id = c.case_id and p."organisation" = o.id) order by o.name, o.id`,
    values: [row.ownerId, row.id],
  });
  for (const { id, name } of rows) {
    await addToCase(context, participantsModule, row, { name, organisation: id }, [id]);
  }
}
