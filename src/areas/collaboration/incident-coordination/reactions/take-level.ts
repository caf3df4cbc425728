import { loadCase } from '#work/cases/load-case.ts';
import { performAction } from '#work/cases/perform-action.ts';
import { systemActor } from '#work/cases/system-actor.ts';
import type { Reaction } from '#work/catalogue.ts';
import { coordinated } from '../intake-actions.ts';

/** Incidents that are coordinated decide their impact again when the level of a system that they affect changes in the register (R-INC-11). */
export const takeLevel: Reaction = {
  id: 'incident-take-level',
  on: 'systems.update',
  run: async (context, { recordId }, catalogue) => {
    const owners = await context.client.query<{ id: string }>({
      name: 'incident-owners',
      text: `select id from organisation where kind = 'central-body'`,
    });
    const organisations = owners.rows.map(({ id }) => id);
    await context.changeScope(organisations);
    const { rows } = await context.client.query<{ id: string }>({
      name: 'incident-of-system',
      text: `select c.id from affected_system a join procedure_case c on c.owner_id = a.owner_id and c.id = a.case_id
          join system s on s.id = a.system
        where a.owner_id = any ($1::uuid[]) and a.system = $2 and s.security_level <> a.level and c.state = any ($3::text[]) order by c.id`,
      values: [organisations, recordId, coordinated],
    });
    const owned = { ...context, scope: { organisations } };
    for (const { id } of rows) {
      const loaded = await loadCase(owned, id, { lock: true });
      await performAction(owned, catalogue, {
        ...{ loaded, actor: systemActor, action: 'take-level', comment: null, fields: {} },
      });
    }
  },
};
