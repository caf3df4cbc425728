import type { Command } from 'commander';
import { z } from 'zod';
import { Api } from './api.ts';
import { addCommand, addGroup, does } from './command.ts';
import { withAccess } from './exchange-commands.ts';
import { usageError } from './failures.ts';
import { type FieldOptions, fieldsOf, withFields } from './field-options.ts';
import { readRows, sendRows } from './rows.ts';

interface CreateOptions extends FieldOptions {
  readonly organisation?: string;
  readonly rows?: string;
}

const made = z.looseObject({ id: z.string() });

/** `commonward record`: single records of the registers, such as an advisory that came by telephone. */
export function recordCommands(program: Command): void {
  const group = addGroup(program, 'record', 'records of the registers');
  const command = addCommand(group, {
    usage: 'create <register>',
    description: 'enter one record, or many from a file of rows; large sets come by import',
    examples: [
      `commonward record create advisories --field sourceId=PHONE-7 --field "publisher=The vendor" --field "title=Relay lets strangers in" --field 'affected:=[{"ecosystem":"Debian:12","name":"relay","fixed":"3.1.0"}]'`,
      'commonward record create assets --fields host.json',
      'commonward record create services --rows services.json',
    ],
  })
    .option('--organisation <code>', 'for this organisation, by code or id')
    .option('--rows <file>', 'many at once: a JSON array of fields, or a line of JSON for each');
  does<CreateOptions>(
    withAccess(withFields(command)),
    async ([register = ''], { out, options }) => {
      const api = new Api(options);
      const { organisation } = options;
      if (!/^[a-z][a-z0-9-]*$/.test(register) || ['cases', 'tasks', 'jobs'].includes(register)) {
        throw usageError(`${register} is no register whose records are entered so.`);
      }
      const owner =
        organisation === undefined ? {} : { ownerId: await api.organisationId(organisation) };
      const path = encodeURIComponent(register);
      const { rows } = options;
      if (rows !== undefined) {
        const many = readRows(rows).map((fields) => ({ ...owner, fields }));
        return sendRows(api, `${path}/rows`, many, out);
      }
      const record = await api.post(path, made, { ...owner, fields: fieldsOf(options) });
      out.document(record, [`${register} ${record.id}`]);
    },
  );
}
