import type { Functions, GuardInput } from '#engine/decision.ts';

const soonest = 'PT1H';

/** Minutes until the exception's last moment; negative when it is past. */
function minutesLeft(input: GuardInput): number {
  const expiresAt = input.fields['expiresAt'] ?? input.record.fields['expiresAt'];
  return Math.floor((Date.parse(String(expiresAt)) - Date.parse(input.now)) / 60_000);
}

export const exceptionFunctions: Functions = {
  guards: { 'expiry-is-ahead': (input) => minutesLeft(input) > 0 },
  durations: {
    'until-expiry': (input) => {
      const minutes = minutesLeft(input);
      return minutes > 60 ? `PT${minutes}M` : soonest;
    },
  },
};
