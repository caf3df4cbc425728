import type { Functions, GuardInput } from '#engine/decision.ts';
import { assetValueOf, checkPeriodOf } from './valuation.ts';

const soonest = 'PT1H';

function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}

/** Keeping an asset otherwise than its level asks is told in words (X.1052 §10.2 e). */
function shortcomingIsTold(input: GuardInput): boolean {
  return input.fields['wellManaged'] !== false || !isBlank(input.fields['observations']);
}

export const assetFunctions: Functions = {
  guards: {
    'ownership-is-unconfirmed': (input) => !ownershipIsConfirmed(input),
    'ownership-is-confirmed': (input) => ownershipIsConfirmed(input),
    'shortcoming-is-told': shortcomingIsTold,
  },
  durations: {
    'check-period': (input) => checkPeriodOf(assetValueOf(input.record.fields)?.value ?? 1),
  },
};

function ownershipIsConfirmed({ record }: GuardInput): boolean {
  const { owner, ownershipConfirmedBy } = record.fields;
  return typeof owner === 'string' && owner === ownershipConfirmedBy;
}

export const surveyFunctions: Functions = {
  guards: {},
  durations: { 'time-to-due': timeToDue },
};

/** From now to the survey's date; a new record's values come as its facts. */
function timeToDue(input: GuardInput): string {
  const fields = [input.record.fields, (input.facts ?? {}) as Record<string, unknown>];
  const dueBy = fields.map((one) => one['dueBy']).find((value) => typeof value === 'string');
  const minutes = Math.floor((Date.parse(String(dueBy)) - Date.parse(input.now)) / 60_000);
  return minutes > 60 ? `PT${minutes}M` : soonest;
}

export const checkFunctions: Functions = {
  guards: { 'shortcoming-is-told': shortcomingIsTold },
};
