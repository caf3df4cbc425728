import { z } from 'zod';
import { anyMember, authorise, operatorRole } from '#kernel/access/authorise.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { defineCommand, defineQuery } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { forbidden } from '#kernel/errors/app-error.ts';
import { id } from '#work/contract.ts';

export const savedView = z.object({
  id,
  register: z.string(),
  name: z.string(),
  query: z.record(z.string(), z.unknown()),
});

function ownScope(principal: Principal) {
  return authorise(principal, {
    permission: 'saved-views:write',
    roles: [anyMember, operatorRole],
  });
}

/** @throws 403 for the product itself, which has no views. */
function personOf(principal: Principal): { person: string; organisation: string } {
  const { personId, organisationId } = principal;
  if (personId === null || organisationId === null) throw forbidden('Only a person has views.');
  return { person: personId, organisation: organisationId };
}

/** The views that a person keeps of one register, by name. */
export const listSavedViews = defineQuery({
  id: 'saved-views.list',
  input: z.strictObject({ register: z.string().max(60) }),
  authorise: ownScope,
  run: async (context, input) => {
    const { person, organisation } = personOf(context.principal);
    const { rows } = await context.client.query<z.infer<typeof savedView>>({
      name: 'saved-views',
      text: `select id, register, name, query from saved_view where owner_id = $1 and person_id = $2 and register = $3 order by name limit 200`,
      values: [organisation, person, input.register],
    });
    return { items: rows };
  },
});

/** Keeps a view under a name; the same name again replaces it. */
export const saveView = defineCommand({
  id: 'saved-views.save',
  input: z.strictObject({
    register: z.string().min(1).max(60),
    name: z.string().min(1).max(100),
    query: z.record(z.string().max(100), z.unknown()),
  }),
  authorise: ownScope,
  run: async (context, input) => {
    const { person, organisation } = personOf(context.principal);
    const { rows } = await context.client.query<z.infer<typeof savedView>>({
      text: `insert into saved_view (owner_id, id, person_id, register, name, query, created_at) values ($1, $2, $3, $4, $5, $6::jsonb, $7)
        on conflict (owner_id, person_id, register, name) do update set query = excluded.query
        returning id, register, name, query`,
      values: [
        organisation,
        newId(),
        person,
        input.register,
        input.name,
        JSON.stringify(input.query),
        context.now,
      ],
    });
    const saved = rows[0];
    if (saved === undefined) throw new Error('no view was saved');
    return saved;
  },
});

export const removeView = defineCommand({
  id: 'saved-views.remove',
  input: z.strictObject({ id }),
  authorise: ownScope,
  run: async (context, input) => {
    const { person, organisation } = personOf(context.principal);
    await context.client.query({
      text: 'delete from saved_view where owner_id = $1 and person_id = $2 and id = $3',
      values: [organisation, person, input.id],
    });
    return { id: input.id };
  },
});
