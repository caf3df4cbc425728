import { addDuration } from '#engine/duration.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { ActInput, CaseRow, RegisterModule } from '#work/catalogue.ts';
import { editionsInForce } from '#work/editions/editions-in-force.ts';
import {
  closeExamination,
  examinationModule,
  openExamination,
} from '#work/editions/examination-module.ts';
import { actOnRecord } from '#work/registers/act-on-record.ts';
import { findRecord } from '#work/registers/find-record.ts';
import { insertRecord } from '#work/registers/write-record.ts';
import { connectionOf, type InterconnectionFacts } from './facts.ts';
import {
  connectedFields,
  interconnectionPrinciples,
  interconnections,
  interconnectionVerdicts,
} from './registers.ts';

type Input = ActInput<InterconnectionFacts>;

/** How long an interconnection goes unexamined at most. */
const checkEvery = 'P12M';

export const verdictsModule = examinationModule(interconnectionVerdicts);

export const connectionsModule: RegisterModule = {
  register: interconnections,
  dates: [{ field: 'nextExaminationAt', states: ['active'] }],
};

/** A plan that comes in is examined against the principles in force that day. */
async function listPrinciples(context: WriteContext, { case: row }: Input) {
  const round = Number(row.fields['round'] ?? 0) + 1;
  const today = context.now.toISOString().slice(0, 10);
  const principles = await editionsInForce(context, interconnectionPrinciples, row.ownerId, today);
  await openExamination(context, verdictsModule, row, round, principles);
  return { round };
}

async function moveConnection(
  context: WriteContext,
  row: Pick<CaseRow, 'ownerId' | 'id'>,
  action: 'confirm' | 'change' | 'disconnect',
  fields: Readonly<Record<string, unknown>> = {},
): Promise<boolean> {
  const present = await connectionOf(context, row);
  if (present === null) return false;
  if (action === 'change' && present.state !== 'active') return true;
  const found = await findRecord(context, interconnections, present.id, { lock: true });
  const act = { action, comment: null, fields, actor: systemActor };
  await actOnRecord(context, connectionsModule, found, act);
  return true;
}

/** What matches its plan is entered, or brought up to date, in the register of interconnections (R-NI-5). */
async function enterInterconnection(context: WriteContext, { case: row }: Input) {
  const now = context.now.toISOString();
  const examined = { lastExaminedAt: now, nextExaminationAt: addDuration(now, checkEvery) };
  const planned = Object.keys(connectedFields).filter((name) => !Object.hasOwn(examined, name));
  const known = Object.fromEntries(
    planned.flatMap((name) => (row.fields[name] == null ? [] : [[name, row.fields[name]]])),
  );
  const fields = { ...known, ...examined };
  if (!(await moveConnection(context, row, 'confirm', fields))) {
    await insertRecord(context, connectionsModule, {
      ownerId: row.ownerId,
      label: row.label,
      tlp: row.tlp,
      fields: { ...fields, name: row.title, case: row.id, activeSince: now },
    });
  }
  return { ...examined, differences: null };
}

export const interconnectionEffects = {
  'list-principles': listPrinciples,
  'close-round': (context: WriteContext, { facts }: Input) =>
    closeExamination(context, verdictsModule, facts.verdicts),
  'name-failed-principles': async (_context: WriteContext, { facts }: Input) => ({
    failedPrinciples: facts.verdicts
      .filter(({ state }) => state === 'violates')
      .map(({ name }) => name)
      .join('\n'),
  }),
  'forget-failed-principles': async () => ({ failedPrinciples: null }),
  /** A later attempt is another hand-off, so it is numbered. */
  'count-attempt': async (_context: WriteContext, { case: row }: Input) => ({
    changeAttempts: Number(row.fields['changeAttempts'] ?? 0) + 1,
  }),
  'mark-changing': async (context: WriteContext, { case: row }: Input) => {
    await moveConnection(context, row, 'change');
  },
  'enter-interconnection': enterInterconnection,
  'end-interconnection': async (context: WriteContext, { case: row }: Input) => {
    const disconnectedAt = context.now.toISOString();
    await moveConnection(context, row, 'disconnect', { disconnectedAt });
  },
};
