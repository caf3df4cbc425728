import { FIELD_LIMITS } from './field-schema.ts';
import type { Field, Fields } from './fields.ts';
import { anyProcedure } from './procedure.ts';
import type { Rng } from './random.ts';

const WORDS = ['access', 'border', 'client', 'domain', 'export', 'filter', 'gateway', 'host'];
const DAY_MS = 86_400_000;

/**
 * Values that a form takes: all required fields, and most of the others. Moments lie within 60 days after `nowMs`. A text with a pattern is
 * left out when it may be; otherwise its caller must supply it.
 */
export function sampleFields(rng: Rng, fields: Fields, nowMs: number): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.computed === true) continue;
    if (field.required !== true && (isPatterned(field) || rng.chance(0.3))) continue;
    values[name] = sampleValue(rng, field, nowMs);
  }
  return values;
}

function isPatterned(field: Field): boolean {
  return field.kind === 'text' && field.pattern !== undefined;
}

function sampleValue(rng: Rng, field: Field, nowMs: number): unknown {
  switch (field.kind) {
    case 'text':
      // Which procedures there are is not known here; whoever replays it has one of this name.
      if (field.of === 'procedure') return anyProcedure;
      return `${rng.pick(WORDS)} ${rng.pick(WORDS)}`.slice(0, field.max);
    case 'choice':
      return rng.pick(field.options);
    case 'choices':
      return sampleSome(rng, field.options);
    case 'integer':
    case 'decimal': {
      const min = field.min ?? 0;
      const max = field.max ?? Math.max(100, min);
      return field.kind === 'integer'
        ? Math.ceil(min) + rng.int(Math.floor(max) - Math.ceil(min) + 1)
        : min + rng.next() * (max - min);
    }
    case 'date':
      return new Date(nowMs + rng.int(60) * DAY_MS).toISOString().slice(0, 10);
    case 'instant':
      return new Date(nowMs + 1 + rng.int(60 * DAY_MS)).toISOString();
    case 'duration':
      return `P${1 + rng.int(60)}D`;
    case 'boolean':
      return rng.chance(0.5);
    case 'reference':
      return sampleId(rng);
    case 'references':
      return Array.from({ length: 1 + rng.int(3) }, () => sampleId(rng));
    case 'tags':
      return sampleSome(rng, WORDS).slice(0, field.max ?? FIELD_LIMITS.tags);
    case 'rows': {
      const min = Math.max(field.min ?? 0, field.required === true ? 1 : 0);
      const length = Math.min(min + rng.int(3), field.max ?? FIELD_LIMITS.rows);
      return Array.from({ length }, () => sampleFields(rng, field.fields, nowMs));
    }
  }
}

/** At least one of the values. */
function sampleSome<T>(rng: Rng, values: readonly T[]): T[] {
  const kept = values.filter(() => rng.chance(0.4));
  return kept.length > 0 ? kept : [rng.pick(values)];
}

function sampleId(rng: Rng): string {
  const hex = (digits: number) =>
    Array.from({ length: digits }, () => rng.int(16).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
}
