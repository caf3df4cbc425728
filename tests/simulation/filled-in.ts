import type { Functions } from '#engine/decision.ts';
import type { Simulation } from '#engine/history.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Rng } from '#engine/random.ts';
import { sampleFields } from '#engine/sample-values.ts';

/** What stands around a procedure in its random histories: facts of the registers, sensible forms, fields that effects set. */
export type Surroundings = Pick<Simulation, 'factsOf' | 'fieldsOf' | 'effectOf'> & {
  /** Stand-ins for guards that compare with ids of real people, which those of a simulation do not have. */
  readonly guards?: Functions['guards'];
};

/** A form filled in at random from its declaration, with some values set where the form has them. */
export function filledIn(
  procedure: Procedure,
  rng: Rng,
  action: string,
  now: string,
  values: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  const form = action === 'open' ? procedure.fields : (procedure.actions[action]?.form ?? {});
  const known = Object.entries(values).filter(([name]) => Object.hasOwn(form, name));
  return { ...sampleFields(rng, form, Date.parse(now)), ...Object.fromEntries(known) };
}

/** An instant some days after another. */
export function daysAfter(now: string, days: number): string {
  return new Date(Date.parse(now) + days * 86_400_000).toISOString();
}
