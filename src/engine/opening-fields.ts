import type { Field } from './fields.ts';
import type { Procedure } from './procedure.ts';

/** The fields of a case that a person fills in when opening it, in the declared order of each part. */
export interface OpeningFields {
  /** Required, or asked nowhere else. */
  readonly now: readonly string[];
  /** Optional, and asked again by the form of an action that a person performs later. */
  readonly later: readonly string[];
}

/** Which fields an opening asks for, and which it may leave to the steps that ask for them. Computed fields are in neither. */
export function openingFields(procedure: Procedure): OpeningFields {
  const asked = new Set(
    Object.values(procedure.actions).flatMap((action) => Object.keys(action.form ?? {})),
  );
  const isLater = ([name, field]: [string, Field]): boolean =>
    field.required !== true && asked.has(name);
  const inputs = Object.entries(procedure.fields).filter(([, field]) => field.computed !== true);
  return {
    now: inputs.filter((entry) => !isLater(entry)).map(([name]) => name),
    later: inputs.filter(isLater).map(([name]) => name),
  };
}
