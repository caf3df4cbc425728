import { isZone } from '#engine/office-hours.ts';
import type { RuleKind } from './choices.ts';
import { officeOf } from './contract.ts';

/** What each kind of clause must say so that it can decide something. */
const needed: Readonly<Record<RuleKind, readonly string[]>> = {
  tells: ['event', 'fromKind', 'toKind', 'ruling'],
  evidence: ['evidence', 'fromKind', 'toKind', 'ruling'],
  ceiling: ['toKind', 'maximumTlp', 'maximumLabel'],
  deadline: ['timedAct', 'toKind', 'within'],
  contact: ['toKind', 'contactRole', 'contactHours'],
};

/** All that only a structured part has; a clause without one has none of it. */
export const ruleFields = [
  'ruling',
  'event',
  'evidence',
  'fromKind',
  'fromOrganisations',
  'toKind',
  'toOrganisations',
  'maximumTlp',
  'maximumLabel',
  'timedAct',
  'urgency',
  'within',
  'contactRole',
  'contactHours',
  'workdays',
  'opensAt',
  'closesAt',
  'zone',
] as const;

/** Only an office has hours. */
const officeFields = ['workdays', 'opensAt', 'closesAt', 'zone'] as const;

const isGiven = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';

/** True when a clause has no structured part, or one that says everything its kind needs. */
export function isWholeRule(fields: Readonly<Record<string, unknown>>): boolean {
  const kind = fields['ruleKind'];
  if (!isGiven(kind)) return ruleFields.every((name) => !isGiven(fields[name]));
  return needed[kind as RuleKind].every((name) => isGiven(fields[name])) && isWholeOffice(fields);
}

/** Hours are those of an office that is named by them, in a time zone of the IANA database, and not empty. */
function isWholeOffice(fields: Readonly<Record<string, unknown>>): boolean {
  const hasOffice = fields['ruleKind'] === 'contact' && fields['contactHours'] === 'office-hours';
  if (!hasOffice) return officeFields.every((name) => !isGiven(fields[name]));
  const { opensAt, closesAt, zone } = officeOf(fields);
  return opensAt !== closesAt && isZone(zone);
}
