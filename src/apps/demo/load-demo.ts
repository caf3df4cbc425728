import type { Runner } from '#kernel/command/command.ts';
import type { Identity } from '#kernel/identity/identity.ts';
import type { Log } from '#kernel/log/log.ts';
import { demonstrationPassword, demoParties, loadParties } from './load-parties.ts';

export interface DemoInput {
  readonly runner: Runner;
  readonly identity: Identity;
  readonly log: Log;
  readonly say: (words: string) => void;
}

/** True when nobody was ever entered: only then the demonstration is loaded. */
async function isEmpty(runner: Runner): Promise<boolean> {
  return runner.database.transaction(
    { role: 'system', scope: [], person: null, readOnly: true },
    async ({ client }) => {
      const { rows } = await client.query<{ empty: boolean }>(
        'select not exists (select from organisation) as empty',
      );
      return rows[0]?.empty === true;
    },
  );
}

/** The accounts worth naming at the start, as lines for the terminal. */
export function demoAccounts(): string {
  const shown = [
    'isirt@demo.test',
    'change@demo.test',
    'operations@demo.test',
    'liso@demo.test',
    'admin@demo.test',
  ];
  const { people } = demoParties();
  const lines = shown.flatMap((email) => {
    const person = people.find((one) => one.email === email);
    return person === undefined
      ? []
      : [`  ${email.padEnd(22)} ${person.name}, ${person.roles.join(', ')}`];
  });
  return [
    `Demonstration accounts (all with the password ${demonstrationPassword}):`,
    ...lines,
  ].join('\n');
}

/**
 * Loads the demonstration data through the product's own commands, step by step with progress. An installation that holds anything is left
 * as it is.
 */
export async function loadDemonstration(input: DemoInput): Promise<void> {
  if (!(await isEmpty(input.runner))) return;
  input.say('Loading demonstration data: people and roles');
  await loadParties(input.runner, input.identity);
  input.say('Demonstration data are loaded.');
}
