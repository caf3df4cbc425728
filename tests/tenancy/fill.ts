import { catalogue } from '#apps/catalogue.ts';
import { rngOf } from '#engine/random.ts';
import type { Register } from '#engine/register.ts';
import { sampleFields } from '#engine/sample-values.ts';
import { systemPrincipal } from '#kernel/access/principal.ts';
import { systemClock } from '#kernel/clock/clock.ts';
import { inWriteTransaction } from '#kernel/command/command.ts';
import type { Caller, HttpWorld, Person } from '#tests/access/http-world.ts';
import { insertRecord } from '#work/registers/write-record.ts';

/** Whoever opens a case of any procedure by hand may be asked for here. */
const openers = [...catalogue.procedures.values()]
  .flatMap(({ procedure }) => procedure.openedBy)
  .filter((role) => role !== 'any-member');

const managers = [
  ...[
    'security-manager',
    'change-manager',
    'change-tester',
    'asset-manager',
    'operations-management',
  ],
  ...['isirt', 'isirt-lead', 'early-warning-reviewer', 'patch-manager'],
];

export const allRoles = [...new Set([...managers, ...openers])];

/** One organisation with a record of every tenant register, a case of every procedure, an import, a task, a view. */
export interface Filled {
  readonly organisation: string;
  readonly person: Person;
  readonly call: Caller;
  /** A word that stands in every text of its records and nowhere else. */
  readonly mark: string;
  readonly records: ReadonlyMap<string, string>;
  readonly cases: readonly string[];
  readonly imports: readonly string[];
  readonly views: readonly string[];
  readonly tasks: readonly string[];
}

const rng = rngOf(1, 1);

/** Values that the register takes, every text with the mark, references to the records made before. */
export function valuesFor(
  register: Pick<Register, 'fields'>,
  mark: string,
  known: ReadonlyMap<string, string>,
  required: 'all' | 'required' = 'all',
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const sample = sampleFields(rng, register.fields, Date.now());
  for (const [name, field] of Object.entries(register.fields)) {
    if (field.computed === true || (required === 'required' && field.required !== true)) continue;
    if (field.kind === 'reference' || field.kind === 'references') {
      const id = known.get(field.to);
      if (id !== undefined) values[name] = field.kind === 'reference' ? id : [id];
    } else if (field.kind === 'text' && field.pattern === undefined) {
      values[name] = `${mark} ${name}`.slice(0, field.max);
    } else if (field.required === true) values[name] = patterned(field) ?? sample[name];
  }
  return values;
}

/** A value for a text that has to have a form: a sample made of words has none. */
function patterned(field: Register['fields'][string]): string | null {
  if (field.kind !== 'text' || field.pattern === undefined) return null;
  const pattern = new RegExp(field.pattern, 'u');
  return ['09:00', 'UTC', 'a'.repeat(64)].find((value) => pattern.test(value)) ?? null;
}

/** Fills an organisation: what people may create through the API, the rest as the product itself would. */
export async function fill(world: HttpWorld, code: string, mark: string): Promise<Filled> {
  const organisation = await world.organisation(code);
  const person = await world.person(`person-${code.toLowerCase()}`, organisation, allRoles);
  const call = await world.withToken(person);
  const known = new Map([
    ['people', person.id],
    ['organisations', organisation],
  ]);
  await contractorIn(world);
  const shared = await sharedRecords(world);
  for (const [register, id] of shared) known.set(register, id);
  const records = new Map<string, string>();
  // The person has his roles already.
  const [holding] = await world.query<{ id: string }>(
    'select id from role_holding where owner_id = $1 limit 1',
    [organisation],
  );
  records.set('role-holdings', holding?.id ?? '');
  const make = async (register: string, caseId: string | null): Promise<void> => {
    const id = await makeRecord(world, { organisation, person, mark, register, caseId, known });
    records.set(register, id);
    known.set(register, id);
  };
  const tenants = [...catalogue.registers.values()]
    .map((module) => module.register)
    .filter((register) => register.class === 'tenant' && !records.has(register.id));
  for (const register of tenants) if (!followsCase(register)) await make(register.id, null);
  const cases = new Map<string, string>();
  for (const { procedure } of catalogue.procedures.values()) {
    const fields = {
      ...valuesFor(procedure, mark, known, 'required'),
      ...openings(person, mark)[procedure.id],
    };
    if (procedure.id === 'configuration-check') await releaseProfile(world, organisation);
    const body = { procedure: procedure.id, title: `${mark} ${procedure.id}`, fields };
    const opened = await call('POST', '/cases', body);
    if (opened.status !== 201) throw new Error(`${procedure.id}: ${opened.text}`);
    cases.set(procedure.id, (opened.body['case'] as { id: string }).id);
  }
  const [first] = cases.values();
  if (first !== undefined) known.set('cases', first);
  for (const { id, ofCase, procedures } of inOrder(tenants.filter(followsCase))) {
    const of = cases.get(procedures?.[0] ?? '') ?? first ?? null;
    await make(id, ofCase === true ? of : null);
  }
  return {
    ...{ organisation, person, call, mark, records, cases: [...cases.values()] },
    ...(await deskOf(world, call, organisation, mark)),
  };
}

/** A check is of a profile in force: that of the organisation's own version, for assets like its own. */
async function releaseProfile(world: HttpWorld, organisation: string): Promise<void> {
  await world.query(`update asset set kind = 'host' where owner_id = $1`, [organisation]);
  await world.query(
    `update configuration_profile p set state = 'released', category = null, asset_tag = null,
        release = (select id from procedure_case where owner_id = $1 and procedure = 'configuration' limit 1), asset_kind = 'host'
      where owner_id = $1`,
    [organisation],
  );
}

/** What procedures ask for whose openings look at more than their fields. */
function openings(
  person: Person,
  mark: string,
): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  return {
    'account-request': { kind: 'role', person: person.id, role: 'auditor' },
    'contact-change': {
      ...{ change: 'enter', name: mark, function: mark, email: `${mark}@example.test` },
    },
  };
}

/** Its records hang on a case, or name one. */
function followsCase({ ofCase, fields }: Register): boolean {
  const names = Object.values(fields).some(
    (field) => 'to' in field && field.to === 'cases' && field.required === true,
  );
  return ofCase === true || names;
}

/** What others refer to comes before them. */
function inOrder(registers: readonly Register[]): readonly Register[] {
  const waits = ({ fields }: Register, left: readonly Register[]) =>
    Object.values(fields).some(
      (field) => 'to' in field && field.required === true && left.some(({ id }) => id === field.to),
    );
  const left = [...registers];
  const ordered: Register[] = [];
  while (left.length > 0) {
    const next = left.find((one) => !waits(one, left)) ?? left[0];
    if (next === undefined) break;
    ordered.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return ordered;
}

/** Collaboration is carried out by a contractor: neither of the two organisations that are held apart here. */
async function contractorIn(world: HttpWorld): Promise<void> {
  const text = `select id from organisation where kind = 'contractor' limit 1`;
  if ((await world.query(text)).length > 0) return;
  const id = await world.organisation('CONTRACTOR');
  await world.query(`update organisation set kind = 'contractor' where id = $1`, [id]);
}

interface Wanted {
  readonly organisation: string;
  readonly person: Person;
  readonly mark: string;
  readonly register: string;
  readonly caseId: string | null;
  readonly known: ReadonlyMap<string, string>;
}

async function makeRecord(world: HttpWorld, wanted: Wanted): Promise<string> {
  const module = catalogue.registers.get(wanted.register);
  if (module === undefined) throw new Error(`no register ${wanted.register}`);
  // A record is wanted whatever the state of its case: the checks of the areas are not the matter here.
  const { changed: _checks, ...unchecked } = module;
  const principal = { ...systemPrincipal('fill'), personId: wanted.person.id };
  const scope = { organisations: [wanted.organisation] };
  const made = await inWriteTransaction(
    { database: world.test.database, clock: systemClock },
    { principal, scope, role: 'app' },
    (context) =>
      insertRecord(context, unchecked, {
        ownerId: wanted.organisation,
        caseId: wanted.caseId,
        fields: valuesFor(module.register, wanted.mark, wanted.known),
      }),
  );
  return made.id;
}

async function deskOf(world: HttpWorld, call: Caller, organisation: string, mark: string) {
  const csv = `vendor,product,serial\n${mark},${mark} box,${mark}-1\n`;
  const run = await call('POST', `/imports/csv?fileName=${mark}.csv`, csv);
  const view = await call('POST', '/saved-views', {
    ...{ register: 'assets', name: `${mark} view`, query: {} },
  });
  const tasks = await world.query<{ id: string }>('select id from task where owner_id = $1', [
    organisation,
  ]);
  return {
    imports: [String(run.body['id'])],
    views: view.status === 201 ? [String(view.body['id'])] : [],
    tasks: tasks.map(({ id }) => id),
  };
}

async function sharedRecords(world: HttpWorld): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { register } of catalogue.registers.values()) {
    if (register.class !== 'shared' || ['people', 'organisations'].includes(register.id)) continue;
    const [row] = await world.query<{ id: string }>(`select id from ${register.table} limit 1`);
    if (row !== undefined) found.set(register.id, row.id);
  }
  if (!found.has('advisories')) {
    const advisories = catalogue.registers.get('advisories');
    if (advisories === undefined) throw new Error('no register of advisories');
    const who = {
      principal: { ...systemPrincipal('fill'), organisationId: null },
      ...{ scope: { organisations: [] }, role: 'app' as const },
    };
    const [anybody] = await world.query<{ id: string }>('select id from organisation limit 1');
    const made = await inWriteTransaction(
      { database: world.test.database, clock: systemClock },
      { ...who, scope: { organisations: [anybody?.id ?? ''] } },
      (context) =>
        insertRecord(context, advisories, {
          ownerId: null,
          fields: valuesFor(advisories.register, 'common', new Map()),
        }),
    );
    found.set('advisories', made.id);
  }
  return found;
}
