import type { Command } from 'commander';
import { invalidInput, notFound } from '#kernel/errors/app-error.ts';
import { passwordFaults } from '#kernel/identity/password.ts';
import { type Administration, administering } from './administration.ts';
import { addCommand, addGroup, collected, does } from './command.ts';
import { usageError } from './failures.ts';
import { addRecord, listPeople, organisationByCode, type Person, personByEmail } from './people.ts';
import { checkRole, grantRole } from './role-commands.ts';
import { readNewPassword } from './secrets-input.ts';

interface CreateOptions {
  readonly name: string;
  readonly organisation: string;
  readonly locale: string;
  readonly external?: boolean;
  readonly role?: readonly string[];
}

/** `commonward user`: people who sign in. */
export function userCommands(program: Command): void {
  const group = addGroup(program, 'user', 'people and their accounts');
  does<CreateOptions>(
    addCommand(group, {
      usage: 'create <email>',
      description: 'add a person with an account; the password is asked for, or read from input',
      examples: [
        'commonward user create ines@example.org --name "Ines Example" --organisation TELCO',
        'commonward user create ci@example.org --name CI --organisation TELCO --role asset-manager < password.txt',
      ],
    })
      .requiredOption('--name <name>', 'name of the person')
      .requiredOption('--organisation <code>', 'organisation whose member it is')
      .option('--locale <language>', 'en | fr | de', 'en')
      .option('--external', 'not employed by the organisation')
      .option('--role <role>', 'role held there; several are possible', collected),
    async ([email = ''], { out, options }) => {
      if (!['en', 'fr', 'de'].includes(options.locale)) throw usageError('--locale: en, fr or de.');
      for (const role of options.role ?? []) checkRole(role);
      const password = await readNewPassword();
      const person = await administering(
        (parts) => createUser(parts, email, password, options),
        out,
      );
      out.document(person, [`${email} can sign in now.`]);
    },
  );
  does<{ organisation?: string }>(
    addCommand(group, {
      usage: 'list',
      description: 'list people',
      examples: ['commonward user list --organisation TELCO', 'commonward user list --json'],
    }).option('--organisation <code>', 'only people of this organisation'),
    async (_args, { out, options }) => {
      const code = options.organisation;
      const people = await administering(
        async (parts) =>
          listPeople(parts, code === undefined ? null : await organisationByCode(parts, code)),
        out,
      );
      for (const person of people) {
        out.row(person, [
          { title: 'Email', of: (each) => each.email },
          { title: 'Organisation', of: (each) => each.organisation },
          { title: 'Left', of: (each) => each.endedAt?.slice(0, 10) },
          { title: 'Name', of: (each) => each.name },
        ]);
      }
      out.end('There is nobody yet.');
    },
  );
  changingCommands(group);
}

function changingCommands(group: Command): void {
  does(
    addCommand(group, {
      usage: 'password <email>',
      description: 'set a new password and end all sessions; it is asked for, or read from input',
      examples: ['commonward user password ines@example.org'],
    }),
    async ([email = ''], { out }) => {
      const password = await readNewPassword();
      await administering(async (parts) => {
        const person = await personByEmail(parts, email);
        await parts
          .identity()
          .setPassword({ personId: person.id, password }, parts.principal(person.organisationId));
      }, out);
      out.document({ email, passwordSet: true }, [
        'The password is set; earlier sessions are over.',
      ]);
    },
  );
  does(
    addCommand(group, {
      usage: 'end <email>',
      description: 'somebody left: no sign-in any more, sessions and tokens end at once',
      examples: ['commonward user end ines@example.org'],
    }),
    async ([email = ''], { out }) => {
      const endedAt = await administering((parts) => endUser(parts, email), out);
      out.document({ email, endedAt }, [`${email} cannot sign in any more.`]);
    },
  );
}

async function createUser(
  parts: Administration,
  email: string,
  password: string,
  options: CreateOptions,
): Promise<Omit<Person, 'endedAt'>> {
  // Before the person exists, who would be in the way of the next try.
  const faults = passwordFaults(password, { email });
  if (faults.length > 0) throw invalidInput(faults);
  const organisationId = await organisationByCode(parts, options.organisation);
  const { name, locale } = options;
  const external = options.external === true;
  const personId = await parts.change(organisationId, (context) =>
    addRecord(context, 'people', {
      ownerId: null,
      fields: { name, email, organisationId, external, locale },
    }),
  );
  const by = parts.principal(organisationId);
  await parts.identity().createAccount({ personId, password }, by);
  for (const role of options.role ?? []) {
    await grantRole(parts, { personId, role, organisationId });
  }
  return { id: personId, name, email, organisationId, organisation: options.organisation };
}

async function endUser(parts: Administration, email: string): Promise<string> {
  const person = await personByEmail(parts, email);
  const endedAt = parts.clock.now();
  await parts.change(person.organisationId, async (context) => {
    const { rows } = await context.client.query<{ version: number }>(
      `update person set ended_at = $2, updated_at = $2, version = version + 1
       where id = $1 and (ended_at is null or ended_at > $2) returning version`,
      [person.id, endedAt],
    );
    const row = rows[0];
    if (row === undefined) throw notFound('person who has not left');
    const details = {
      before: { endedAt: person.endedAt },
      after: { endedAt: endedAt.toISOString() },
    };
    const about = { ownerId: person.organisationId, recordId: person.id };
    context.record({
      ...about,
      action: 'people.update',
      kind: 'people',
      recordVersion: row.version,
      details,
    });
    context.emit({ ...about, name: 'people.update', payload: details });
  });
  await parts.identity().revokeAllOf(person.id, parts.principal(person.organisationId));
  return endedAt.toISOString();
}
