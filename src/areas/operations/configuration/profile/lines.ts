import type { WriteContext } from '#kernel/command/context.ts';
import { conflict } from '#kernel/errors/app-error.ts';
import type { RecordChange, RegisterModule } from '#work/catalogue.ts';
import { configurationItems } from '../registers/items.ts';
import { configurationBenchmarks, configurationProfileItems } from '../registers/profiles.ts';

const drafting = ['collecting-items', 'profile-draft'];

/** Items and benchmark are drawn up while the profile is being drafted, and at no other time: the owner approves all of them. */
async function refuseOutsideDrafting(
  context: WriteContext,
  { register, ownerId, id }: RecordChange,
): Promise<string> {
  const { rows } = await context.client.query<{ id: string; state: string }>({
    name: `${register.table}-case`,
    text: `select c.id, c.state from ${register.table} l join procedure_case c on c.owner_id = l.owner_id and c.id = l.case_id
      where l.owner_id = $1 and l.id = $2 and c.procedure = 'configuration' for update of c`,
    values: [ownerId, id],
  });
  const found = rows[0];
  if (found !== undefined && drafting.includes(found.state)) return found.id;
  throw conflict(
    'not-drafting',
    'Items and benchmark are changed while their profile is being drafted: open the case of the next version.',
  );
}

/** A line names its item, and there is one line for each thing that it tells apart. */
const checkItemText = `
update configuration_profile_item p set code = i.code, title = i.title
from configuration_item i
where p.owner_id = $1 and p.id = $2 and i.owner_id = $1 and i.id = p.item
returning (select count(*)::integer from configuration_profile_item o where o.owner_id = $1 and o.case_id = p.case_id and o.item = p.item)
  as same, (i.state <> 'withdrawn') as usable`;

const checkBenchmarkText = `
update configuration_benchmark b set code = i.code
from configuration_item i
where b.owner_id = $1 and b.id = $2 and i.owner_id = $1 and i.id = b.item
returning (select count(*)::integer from configuration_benchmark o where o.owner_id = $1 and o.case_id = b.case_id and o.item = b.item
    and o.importance = b.importance and o.environment = b.environment) as same,
  exists (select from configuration_profile_item p where p.owner_id = $1 and p.case_id = b.case_id and p.item = b.item) as usable`;

async function nameItem(
  context: WriteContext,
  { ownerId, id }: RecordChange,
  statement: { readonly name: string; readonly text: string },
  unusable: string,
): Promise<void> {
  const { rows } = await context.client.query<{ same: number; usable: boolean }>({
    ...statement,
    values: [ownerId, id],
  });
  const found = rows[0];
  if (found?.usable !== true) throw conflict('item-not-usable', unusable);
  if (found.same > 1) throw conflict('not-unique', 'There is such a line already.');
}

export const profileItemsModule: RegisterModule = {
  register: configurationProfileItems,
  changed: async (context, change) => {
    const caseId = await refuseOutsideDrafting(context, change);
    if (change.kind === 'delete') {
      // What was expected of an item goes with it.
      await context.client.query({
        name: 'configuration-benchmark-drop',
        text: 'delete from configuration_benchmark where owner_id = $1 and case_id = $2 and item = $3',
        values: [change.ownerId, caseId, change.before?.['item']],
      });
      return;
    }
    await nameItem(
      context,
      change,
      { name: 'configuration-profile-item-check', text: checkItemText },
      'This item was withdrawn: choose another.',
    );
  },
};

export const benchmarksModule: RegisterModule = {
  register: configurationBenchmarks,
  changed: async (context, change) => {
    await refuseOutsideDrafting(context, change);
    if (change.kind === 'delete') return;
    await nameItem(
      context,
      change,
      { name: 'configuration-benchmark-check', text: checkBenchmarkText },
      'This item is not in the profile: add it to the profile first.',
    );
  },
};

/** What a requirement says; the rest of an item may be mended at any time. */
const content = [
  'code',
  'requirement',
  'referenceMethod',
  'checkConditions',
  'assetKind',
  'variable',
  'unit',
];

/** What was approved is not changed afterwards: another requirement is another item. */
export const itemsModule: RegisterModule = {
  register: configurationItems,
  changed: async (context, { kind, id, ownerId, before, after }) => {
    if (kind !== 'update' || before === null || after === null) return;
    if (content.every((name) => (before[name] ?? null) === (after[name] ?? null))) return;
    const { rows } = await context.client.query<{ name: string | null }>({
      name: 'configuration-item-approved',
      text: `select c.reference as name from configuration_profile_item p
          join procedure_case c on c.owner_id = p.owner_id and c.id = p.case_id
        where p.owner_id = $1 and p.item = $2 and c.state = any ('{benchmark-set,released,verifying,in-force}') limit 1`,
      values: [ownerId, id],
    });
    if (rows.length === 0) return;
    throw conflict(
      'item-is-approved',
      `This item stands in ${rows[0]?.name}: enter a new item, and take it into the next version of the profile.`,
    );
  },
};
