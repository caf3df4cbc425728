import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { recordAccount } from '#kernel/identity/accounts.ts';
import { type Administration, administering } from './administration.ts';
import { ownAddress, savedAccess, savedAccessFile } from './api.ts';
import { addCommand, addGroup, collected, does, wholeNumber } from './command.ts';
import { CommandFailure, exitCodes } from './failures.ts';
import { personByEmail } from './people.ts';

interface CreateOptions {
  readonly name: string;
  readonly scope?: readonly string[];
  readonly days: number;
  readonly save?: boolean;
  readonly url?: string;
}

interface TokenRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly scopes: string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastUsedAt: Date | null;
}

const dayMs = 86_400_000;

/** `commonward token`: what programs sign in with. */
export function tokenCommands(program: Command): void {
  const group = addGroup(program, 'token', 'API tokens for programs and for this command line');
  does<CreateOptions>(
    addCommand(group, {
      usage: 'create <email>',
      description: 'make a token that may what its person may, within its scopes; it is shown once',
      examples: [
        'commonward token create ines@example.org --name "my shell" --save',
        'commonward token create ci@example.org --name CI --scope assets:read --scope "imports:*" --days 90',
      ],
    })
      .requiredOption('--name <name>', 'what it is for')
      .option('--scope <scope>', 'such as assets:read or cases:*; several are possible', collected)
      .option('--days <number>', 'how long it is valid, at most 366', wholeNumber, 90)
      .option('--save', 'keep it in DATA_DIR/cli.json, for later commands of this account')
      .option('--url <address>', 'with --save: address of the server'),
    async ([email = ''], { out, options }) => {
      const made = await administering((parts) => create(parts, email, options), out);
      out.document(made, [made.token]);
      out.say(
        options.save === true
          ? `Kept in DATA_DIR/${savedAccessFile}; import, export and case use it.`
          : 'Keep it: it is not shown again. Commands take it from API_TOKEN.',
      );
    },
  );
  does<{ email?: string }>(
    addCommand(group, {
      usage: 'list',
      description: 'list the valid tokens, without their secrets',
      examples: ['commonward token list --email ines@example.org'],
    }).option('--email <email>', 'only tokens of this person'),
    async (_args, { out, options }) => {
      const rows = await administering((parts) => tokens(parts, options.email ?? null), out);
      for (const row of rows) {
        out.row(row, [
          { title: 'Id', of: (each) => each.id },
          { title: 'Email', of: (each) => each.email },
          { title: 'Expires', of: (each) => each.expiresAt.toISOString().slice(0, 10) },
          { title: 'Last used', of: (each) => each.lastUsedAt?.toISOString().slice(0, 10) },
          { title: 'Scopes', of: (each) => each.scopes.join(' ') },
          { title: 'Name', of: (each) => each.name },
        ]);
      }
      out.end('There is no valid token.');
    },
  );
  does(
    addCommand(group, {
      usage: 'revoke <id>',
      description: 'make a token worthless at once',
      examples: ['commonward token revoke 0199c0de-7000-7000-8000-000000000001'],
    }),
    async ([id = ''], { out }) => {
      await administering((parts) => revoke(parts, id), out);
      out.document({ id, revoked: true }, ['The token is revoked.']);
    },
  );
}

async function create(parts: Administration, email: string, options: CreateOptions) {
  const person = await personByEmail(parts, email);
  const made = await parts.identity().createToken(
    {
      personId: person.id,
      name: options.name,
      scopes: options.scope ?? ['*'],
      expiresAt: new Date(parts.clock.now().getTime() + options.days * dayMs),
    },
    parts.principal(person.organisationId),
  );
  if (options.save === true) {
    const url = options.url ?? ownAddress(parts.config);
    const path = join(parts.config.dataDir, savedAccessFile);
    const text = JSON.stringify(savedAccess.parse({ url, token: made.token }));
    writeFileSync(`${path}.new`, `${text}\n`, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  }
  return made;
}

function tokens(parts: Administration, email: string | null): Promise<TokenRow[]> {
  return parts.read<TokenRow>(
    `select t.id, p.email, t.name, t.scopes, t.created_at as "createdAt", t.expires_at as "expiresAt",
       t.last_used_at as "lastUsedAt"
     from api_token t join person p on p.id = t.person_id
     where t.revoked_at is null and t.expires_at > $1 and ($2::text is null or lower(p.email) = lower($2))
     order by p.email, t.id`,
    [parts.clock.now(), email],
  );
}

async function revoke(parts: Administration, id: string): Promise<void> {
  const [found] = await parts.read<{ person: string; organisation: string }>(
    `select p.id as person, p.organisation_id as organisation from api_token t join person p on p.id = t.person_id
     where t.id::text = $1 and t.revoked_at is null`,
    [id],
  );
  if (found === undefined) {
    throw new CommandFailure(exitCodes.notFound, 'There is no such valid token.');
  }
  await parts.change(found.organisation, async (context) => {
    await context.client.query('update api_token set revoked_at = $2 where id = $1', [
      id,
      context.now,
    ]);
    const person = { id: found.person, organisation_id: found.organisation };
    recordAccount(context, person, 'api-token.revoke', 1, { token: id });
  });
}
