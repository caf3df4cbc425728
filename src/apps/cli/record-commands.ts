import type { Command } from 'commander';
import { z } from 'zod';
import { Api } from './api.ts';
import { addCommand, addGroup, does } from './command.ts';
import { withAccess } from './exchange-commands.ts';
import { usageError } from './failures.ts';
import { type FieldOptions, fieldsOf, withFields } from './field-options.ts';

interface CreateOptions extends FieldOptions {
  readonly organisation?: string;
}

const made = z.looseObject({ id: z.string() });

/** `commonward record`: single records of the registers, such as an advisory that came by telephone. */
export function recordCommands(program: Command): void {
  const group = addGroup(program, 'record', 'records of the registers');
  const command = addCommand(group, {
    usage: 'create <register>',
    description: 'enter one record; many come by import',
    examples: [
      `commonward record create advisories --field sourceId=PHONE-7 --field "publisher=The vendor" --field "title=Relay lets strangers in" --field 'affected:=[{"ecosystem":"Debian:12","name":"relay","fixed":"3.1.0"}]'`,
      'commonward record create assets --fields host.json',
    ],
  }).option('--organisation <code>', 'for this organisation, by code or id');
  does<CreateOptions>(
    withAccess(withFields(command)),
    async ([register = ''], { out, options }) => {
      const api = new Api(options);
      const { organisation } = options;
      if (!/^[a-z][a-z0-9-]*$/.test(register) || ['cases', 'tasks', 'jobs'].includes(register)) {
        throw usageError(`${register} is no register whose records are entered so.`);
      }
      const record = await api.post(encodeURIComponent(register), made, {
        fields: fieldsOf(options),
        ...(organisation === undefined ? {} : { ownerId: await api.organisationId(organisation) }),
      });
      out.document(record, [`${register} ${record.id}`]);
    },
  );
}
