import { askedParties, materialOf } from '#engine/approvals.ts';
import { hashOf } from '#engine/canonical.ts';
import type { Functions, GuardInput } from '#engine/decision.ts';
import type { DocumentFact, MeetingFacts } from './facts.ts';
import { meeting } from './procedure.ts';

type Input = GuardInput<MeetingFacts>;

const submitted = [
  'submitted-for-review',
  'submitted-for-approval',
  'approved',
  'distributed',
] as const;
const approved = ['approved', 'distributed'] as const;

const stands = (document: DocumentFact | null, states: readonly string[]): boolean =>
  document !== null && states.includes(document.state);

/** Organisations whose agreement to the agenda as proposed stands. */
function agreedOrganisations({ record }: Pick<Input, 'record'>): ReadonlySet<string> {
  const asked = hashOf(materialOf(meeting.actions.agree.approval, record.fields));
  return new Set(
    record.approvals
      .filter(({ action, voided, hash }) => action === 'agree' && !voided && hash === asked)
      .map(({ organisation }) => organisation),
  );
}

/** Organisations that are asked and have not agreed. */
export function silentOrganisations({ record }: Pick<Input, 'record'>): string[] {
  const agreed = agreedOrganisations({ record });
  return askedParties(meeting.actions.agree.approval, record).filter((one) => !agreed.has(one));
}

/** Hash of the agenda as the parties were asked about it; a document that prints it names it. */
export function agendaHashOf(fields: Readonly<Record<string, unknown>>): string {
  return hashOf(fields['agenda'] ?? []);
}

const agendaGuards = {
  'administrations-are-invited': ({ record }: Input) =>
    Array.isArray(record.fields['administrations']) && record.fields['administrations'].length > 0,
  'agenda-has-items': ({ facts }: Input) => facts.agendaItems > 0,
  'objections-are-answered': ({ facts }: Input) => facts.openObjections === 0,
  'agreement-is-awaited': (input: Input) =>
    input.actor.organisation !== null &&
    silentOrganisations(input).includes(input.actor.organisation),
  'everybody-agreed': (input: Input) => silentOrganisations(input).length === 0,
  'set-up-document-is-submitted': ({ facts }: Input) => stands(facts.setUp, submitted),
  'set-up-document-is-approved': ({ facts }: Input) => stands(facts.setUp, approved),
  'set-up-document-shows-the-agenda': ({ facts, record }: Input) =>
    facts.setUp !== null && facts.setUp.agendaHash === agendaHashOf(record.fields),
  'set-up-document-is-sent': ({ facts }: Input) => stands(facts.setUp, ['distributed']),
};

const sessionGuards = {
  'starts-in-the-future': ({ fields, now }: Input) => String(fields['startsAt']) > now,
  'chair-is-liso-or-recorded-deputy': ({ fields, record }: Input) =>
    fields['chair'] === 'liso' || typeof record.fields['deputy'] === 'string',
  'delegate-names-whom': ({ fields }: Input) =>
    fields['capacity'] !== 'delegate' || String(fields['delegateFor'] ?? '').trim() !== '',
  'attendance-is-recorded': ({ facts }: Input) => facts.attendances > 0,
  'previous-action-points-are-reviewed': ({ facts }: Input) => facts.unreviewed === 0,
  'every-topic-has-minutes': ({ facts }: Input) => facts.topicsWithoutMinutes === 0,
  'no-minutes-stand-beside': ({ facts }: Input) => facts.minutesBeside === 0,
  'action-points-have-owner-and-date': ({ facts }: Input) => facts.incompleteActionPoints === 0,
  'report-document-is-submitted': ({ facts }: Input) => stands(facts.report, submitted),
  'report-document-is-sent': ({ facts }: Input) => stands(facts.report, ['distributed']),
};

export const meetingFunctions: Functions<MeetingFacts> = {
  guards: { ...agendaGuards, ...sessionGuards },
};
