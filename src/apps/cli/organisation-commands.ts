import type { Command } from 'commander';
import { newId } from '#kernel/database/ids.ts';
import { type Administration, administering } from './administration.ts';
import { addCommand, addGroup, does } from './command.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';

const kinds = [
  'central-body',
  'contractor',
  'national-administration',
  'third-party',
  'telecom-operator',
];

interface CreateOptions {
  readonly name: string;
  readonly kind: string;
  readonly country?: string;
}

/** `commonward organisation`: the first ones of an installation; later ones are made on the page as well. */
export function organisationCommands(program: Command): void {
  const group = addGroup(program, 'organisation', 'organisations that take part');
  does<CreateOptions>(
    addCommand(group, {
      usage: 'create <code>',
      description: 'add an organisation',
      examples: [
        'commonward organisation create TELCO --name "Example Telecom" --kind telecom-operator',
      ],
    })
      .requiredOption('--name <name>', 'its name')
      .requiredOption('--kind <kind>', kinds.join(' | '))
      .option('--country <code>', 'two letters, ISO 3166-1'),
    async ([code = ''], { out, options }) => {
      if (!kinds.includes(options.kind)) throw usageError(`--kind is one of ${kinds.join(', ')}.`);
      if (options.country !== undefined && !/^[A-Z]{2}$/.test(options.country)) {
        throw usageError('--country has two capital letters.');
      }
      const id = await administering((parts) => createOrganisation(parts, code, options), out);
      out.document({ id, code, name: options.name, kind: options.kind }, [`${code} is added.`]);
    },
  );
  does(
    addCommand(group, {
      usage: 'list',
      description: 'list the organisations',
      examples: ['commonward organisation list', 'commonward organisation list --json'],
    }),
    async (_args, { out }) => {
      const rows = await administering(
        (parts) =>
          parts.read<{ id: string; code: string; name: string; kind: string }>(
            'select id, code, name, kind from organisation order by code',
          ),
        out,
      );
      for (const row of rows) {
        out.row(row, [
          { title: 'Code', of: (each) => each.code },
          { title: 'Kind', of: (each) => each.kind },
          { title: 'Name', of: (each) => each.name },
        ]);
      }
      out.end('There is no organisation yet.');
    },
  );
}

/** Written here and not through the register: the first organisation has no trail but its own to be recorded in. */
function createOrganisation(
  parts: Administration,
  code: string,
  input: CreateOptions,
): Promise<string> {
  const id = newId();
  return parts.change(id, async (context) => {
    const { rowCount } = await context.client.query(
      `insert into organisation (id, kind, code, name, country, valid_from, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (code) do nothing`,
      [
        id,
        input.kind,
        code,
        input.name,
        input.country ?? null,
        context.now.toISOString().slice(0, 10),
        context.now,
      ],
    );
    if (rowCount === 0) {
      throw new CommandFailure(exitCodes.conflict, `There is an organisation ${code} already.`);
    }
    const after = { code, name: input.name, kind: input.kind, country: input.country ?? null };
    context.record({
      ownerId: id,
      action: 'organisations.create',
      kind: 'organisations',
      recordId: id,
      recordVersion: 1,
      details: { after },
    });
    context.emit({
      name: 'organisations.create',
      ownerId: id,
      recordId: id,
      payload: { after },
    });
    return id;
  });
}
