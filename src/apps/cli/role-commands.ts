import type { Command } from 'commander';
import { textsOf } from '../texts.ts';
import { type Administration, administering } from './administration.ts';
import { addCommand, addGroup, does, instantOf } from './command.ts';
import { CommandFailure, exitCodes, usageError } from './failures.ts';
import { addRecord, organisationByCode, personByEmail } from './people.ts';

interface GrantOptions {
  readonly organisation: string;
  readonly until?: Date;
  readonly system?: string;
  readonly reason?: string;
}

interface HoldingRow {
  readonly id: string;
  readonly email: string;
  readonly role: string;
  readonly organisation: string;
  readonly system: string | null;
  readonly kind: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
}

/** What rules call those whom a record itself names: nobody is given that. */
const noOffice = new Set(['any-member', 'owner', 'person', 'recipient']);

/** Every role that has a name. @throws CommandFailure `usage` for another one. */
export function checkRole(role: string): void {
  const known = [...textsOf('en').keys()]
    .filter((key) => /^role\.[a-z0-9-]+$/.test(key))
    .map((key) => key.slice('role.'.length))
    .filter((known) => !noOffice.has(known))
    .sort();
  if (!known.includes(role))
    throw usageError(`There is no role ${role}. Roles: ${known.join(', ')}`);
}

/** `commonward role`: who holds which role in which organisation. */
export function roleCommands(program: Command): void {
  const group = addGroup(program, 'role', 'roles that people hold');
  does<GrantOptions>(
    addCommand(group, {
      usage: 'grant <email> <role>',
      description: 'give somebody a role in an organisation',
      examples: [
        'commonward role grant ines@example.org change-manager --organisation TELCO',
        'commonward role grant ines@example.org auditor --organisation TELCO --until 2027-01-31',
      ],
    })
      .requiredOption('--organisation <code>', 'where the role is held')
      .option('--until <date>', 'when it ends', instantOf)
      .option('--system <code>', 'only for this system')
      .option('--reason <text>', 'why'),
    async ([email = '', role = ''], { out, options }) => {
      checkRole(role);
      const id = await administering((parts) => grant(parts, email, role, options), out);
      const { organisation } = options;
      out.document({ id, email, role, organisation }, [
        `${email} is ${role} of ${organisation} now.`,
      ]);
    },
  );
  does<{ organisation: string }>(
    addCommand(group, {
      usage: 'revoke <email> <role>',
      description: 'end a role that somebody holds in an organisation',
      examples: ['commonward role revoke ines@example.org change-manager --organisation TELCO'],
    }).requiredOption('--organisation <code>', 'where the role is held'),
    async ([email = '', role = ''], { out, options }) => {
      const { organisation } = options;
      const ended = await administering((parts) => revoke(parts, email, role, organisation), out);
      out.document({ email, role, organisation, ended }, [`${ended} holding(s) ended.`]);
    },
  );
  listCommand(group);
}

function listCommand(group: Command): void {
  does<{ email?: string; organisation?: string }>(
    addCommand(group, {
      usage: 'list',
      description: 'list the roles held now',
      examples: [
        'commonward role list --organisation TELCO',
        'commonward role list --email ines@example.org --json',
      ],
    })
      .option('--email <email>', 'only roles of this person')
      .option('--organisation <code>', 'only roles in this organisation'),
    async (_args, { out, options }) => {
      const rows = await administering((parts) => holdings(parts, options), out);
      for (const row of rows) {
        out.row(row, [
          { title: 'Email', of: (each) => each.email },
          { title: 'Role', of: (each) => each.role },
          { title: 'Organisation', of: (each) => each.organisation },
          { title: 'System', of: (each) => each.system },
          { title: 'As', of: (each) => each.kind },
          { title: 'Until', of: (each) => each.validTo?.toISOString().slice(0, 10) },
        ]);
      }
      out.end('Nobody holds such a role.');
    },
  );
}

async function holdings(
  parts: Administration,
  filter: { readonly email?: string; readonly organisation?: string },
): Promise<HoldingRow[]> {
  return parts.read<HoldingRow>(
    `select h.id, p.email, h.role, o.code as organisation, s.code as system, h.kind, h.valid_from as "validFrom",
       h.valid_to as "validTo"
     from role_holding h join person p on p.id = h.person_id join organisation o on o.id = h.owner_id
     left join system s on s.id = h.system_id
     where h.valid_from <= $1 and (h.valid_to is null or h.valid_to > $1)
       and ($2::text is null or lower(p.email) = lower($2)) and ($3::text is null or o.code = $3)
     order by o.code, p.email, h.role, h.id`,
    [parts.clock.now(), filter.email ?? null, filter.organisation ?? null],
  );
}

async function grant(
  parts: Administration,
  email: string,
  role: string,
  options: GrantOptions,
): Promise<string> {
  const person = await personByEmail(parts, email);
  const organisationId = await organisationByCode(parts, options.organisation);
  const held = await holdings(parts, { email, organisation: options.organisation });
  const system = options.system ?? null;
  if (held.some((each) => each.role === role && each.system === system && each.kind === 'holder')) {
    throw new CommandFailure(exitCodes.conflict, `${email} holds this role there already.`);
  }
  const systemId = system === null ? null : await systemByCode(parts, system);
  return grantRole(parts, {
    personId: person.id,
    role,
    organisationId,
    ...(systemId === null ? {} : { systemId }),
    ...(options.until === undefined ? {} : { validTo: options.until.toISOString() }),
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  });
}

/** Adds a holding through the register, as the page does. Returns its id. */
export function grantRole(
  parts: Administration,
  input: {
    readonly personId: string;
    readonly role: string;
    readonly organisationId: string;
    readonly systemId?: string;
    readonly validTo?: string;
    readonly reason?: string;
  },
): Promise<string> {
  const { organisationId, ...fields } = input;
  return parts.change(organisationId, (context) =>
    addRecord(context, 'role-holdings', {
      ownerId: organisationId,
      fields: { ...fields, kind: 'holder', validFrom: context.now.toISOString() },
    }),
  );
}

async function systemByCode(parts: Administration, code: string): Promise<string> {
  const rows = await parts.read<{ id: string }>('select id from system where code = $1', [code]);
  const row = rows[0];
  if (row === undefined) {
    throw new CommandFailure(exitCodes.notFound, `There is no system ${code}.`);
  }
  return row.id;
}

async function revoke(
  parts: Administration,
  email: string,
  role: string,
  organisation: string,
): Promise<number> {
  const person = await personByEmail(parts, email);
  const ownerId = await organisationByCode(parts, organisation);
  return parts.change(ownerId, async (context) => {
    const { rows } = await context.client.query<{ id: string; version: number }>(
      `update role_holding set valid_to = $4, updated_at = $4, version = version + 1
       where owner_id = $1 and person_id = $2 and role = $3 and (valid_to is null or valid_to > $4) returning id, version`,
      [ownerId, person.id, role, context.now],
    );
    if (rows.length === 0) {
      throw new CommandFailure(exitCodes.notFound, `${email} does not hold this role there.`);
    }
    for (const row of rows) {
      const details = { after: { validTo: context.now.toISOString() } };
      const about = { ownerId, recordId: row.id };
      context.record({
        ...about,
        action: 'role-holdings.update',
        kind: 'role-holdings',
        recordVersion: row.version,
        details,
      });
      context.emit({ ...about, name: 'role-holdings.update', payload: details });
    }
    return rows.length;
  });
}
