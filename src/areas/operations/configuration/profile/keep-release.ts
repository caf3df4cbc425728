import type { WriteContext } from '#kernel/command/context.ts';
import type { RecordActInput } from '#work/catalogue.ts';

/** The version that is in force from now on. */
export async function keepRelease(
  context: WriteContext,
  { form }: RecordActInput,
): Promise<Record<string, unknown>> {
  return {
    number: form['number'],
    release: form['release'],
    releasedAt: context.now.toISOString(),
  };
}
