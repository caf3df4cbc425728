import { catalogue } from '#apps/catalogue.ts';
import type { Fields } from '#engine/fields.ts';
import { rngOf } from '#engine/random.ts';
import { sampleFields } from '#engine/sample-values.ts';

/** A record of each register that forms of procedures refer to. */
export async function recordsFor(
  ownerId: string,
  personId: string,
  make: (register: string, fields: Record<string, unknown>) => Promise<{ id: string }>,
): Promise<Map<string, string>> {
  const records = new Map([
    ['organisations', ownerId],
    ['people', personId],
  ]);
  const samples: Readonly<Record<string, Record<string, unknown>>> = {
    assets: { name: 'gateway', kind: 'host' },
    'business-threads': { code: 'REPLAYED', name: 'Replayed' },
    memberships: { country: 'XX', name: 'Replayed', kind: 'eu-member-state' },
    'common-standards': {
      ...{ code: 'REPLAYED', title: 'Replayed', kind: 'standard', edition: '1' },
      effectiveFrom: '2026-01-01',
    },
    'terms-clauses': { number: '1.1', position: 1, part: 'roles', title: 'LISO', text: 'Words.' },
    'clause-comments': {
      ...{ clauseNumber: '1.1', organisation: ownerId, kind: 'comment', revision: 0 },
      ...{ text: 'Words.', by: personId },
    },
    services: { name: 'Mail', class: 'telecom', consumers: ['customers'], owner: personId },
    advisories: { source: 'manual', sourceId: 'A-1', publisher: 'Vendor', title: 'A buffer' },
    systems: { code: 'REPLAYED', name: 'Replayed', architecture: 'distributed' },
    'role-holdings': {
      ...{ personId, role: 'auditor', kind: 'holder', validFrom: '2026-01-01T00:00:00.000Z' },
    },
    'agenda-items': { position: 1, topic: 'Topic', presenter: 'LISO', durationMinutes: 30 },
    'agenda-objections': {
      ...{ objection: 'Too short', organisation: ownerId, raisedAt: '2026-01-01T00:00:00.000Z' },
    },
    'action-points': { title: 'Renew' },
    'incident-exhibits': {
      ...{ kind: 'log', at: '2026-01-01T00:00:00.000Z', from: 'gateway', subject: 'Log' },
      excerpt: 'A line.',
    },
  };
  for (const [register, fields] of Object.entries(samples)) {
    records.set(register, (await make(register, fields)).id);
  }
  const threads = [records.get('business-threads')];
  const community = { code: 'REPLAYED', name: 'Replayed', threads };
  records.set('user-communities', (await make('user-communities', community)).id);
  const review = { title: 'Renew', actionPoint: records.get('action-points') };
  records.set('action-point-reviews', (await make('action-point-reviews', review)).id);
  for (const register of referredTo()) {
    if (records.has(register) || !catalogue.registers.has(register)) continue;
    const { fields } = registerOf(register);
    records.set(register, (await make(register, requiredOf(fields, records))).id);
  }
  return records;
}

/** Registers that forms of procedures refer to; those that others refer to first. */
function referredTo(): string[] {
  const found = new Set<string>();
  const collect = (fields: Fields, required: boolean): void => {
    for (const field of Object.values(fields)) {
      if (field.kind === 'rows') collect(field.fields, required);
      const refers = field.kind === 'reference' || field.kind === 'references';
      if (!refers || (required && field.required !== true) || found.has(field.to)) continue;
      const target = catalogue.registers.get(field.to);
      if (target !== undefined) collect(target.register.fields, true);
      found.add(field.to);
    }
  };
  for (const { procedure } of catalogue.procedures.values()) {
    collect(procedure.fields, false);
    for (const { form = {} } of Object.values(procedure.actions)) collect(form, false);
  }
  return [...found];
}

/** The least that a record of these fields needs. */
function requiredOf(fields: Fields, records: ReadonlyMap<string, string>): Record<string, unknown> {
  const needed = Object.fromEntries(
    Object.entries(fields).filter(([, { required }]) => required === true),
  );
  const values = sampleFields(rngOf(1, 1), needed, Date.parse('2026-01-01T00:00:00.000Z'));
  return withRecords(needed, values, records);
}

/** @throws Error for a register that is not declared */
export function registerOf(id: string) {
  const found = catalogue.registers.get(id)?.register;
  if (found === undefined) throw new Error(`no register ${id}`);
  return found;
}

/** Values of a form with references to records that are there, instead of the made-up ones of the simulation. */
export function withRecords(
  fields: Fields,
  values: object,
  records: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
      const field = fields[name];
      if (value === null || value === undefined) return [];
      if (field?.kind === 'rows' && Array.isArray(value)) {
        return [[name, value.map((row) => withRecords(field.fields, row as object, records))]];
      }
      if (field?.kind !== 'reference' && field?.kind !== 'references') return [[name, value]];
      const id = records.get(field.to);
      // What cannot be there yet, as a case of the same procedure, is left out where it may be.
      if (id === undefined) return [];
      return [[name, field.kind === 'reference' ? id : [id]]];
    }),
  );
}
