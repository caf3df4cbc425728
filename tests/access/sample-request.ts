import { newId } from '#kernel/database/ids.ts';

/** As much of JSON Schema as the server's own document uses. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

export interface Operation {
  readonly security?: readonly unknown[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema: Schema;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

/** A value that the schema takes, as small as it can be. */
export function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.anyOf !== undefined) return sampleOf(schema.anyOf[0] ?? {});
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case 'object':
      return Object.fromEntries(
        (schema.required ?? []).map((name) => [name, sampleOf(schema.properties?.[name] ?? {})]),
      );
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items ?? {}));
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return sampleText(schema);
  }
}

function sampleText(schema: Schema): string {
  if (schema.format === 'email') return 'somebody@example.test';
  if (schema.format === 'date-time') return '2027-01-01T00:00:00.000Z';
  const { pattern = '' } = schema;
  if (pattern.includes('[0-9a-f]{12}')) return newId();
  if (pattern.includes('[0-9a-f]{64}')) return 'a'.repeat(64);
  if (pattern.includes('\\d{3}')) return '123456';
  if (pattern.includes('\\*')) return 'nothing:nothing';
  return 'sample-text'.padEnd(schema.minLength ?? 0, 'x');
}

/** The path of an operation with values in place, and its smallest body. */
export function requestFor(
  path: string,
  operation: Operation,
  values: (name: string, schema: Schema) => unknown = (_name, schema) => sampleOf(schema),
): { readonly path: string; readonly body: unknown } {
  const query = new URLSearchParams();
  let filled = path.replace(/^\/api\/v1/, '');
  for (const parameter of operation.parameters ?? []) {
    const value = () => String(values(parameter.name, parameter.schema));
    if (parameter.in === 'path') {
      filled = filled.replace(`{${parameter.name}}`, encodeURIComponent(value()));
    } else if (parameter.in === 'query' && parameter.required === true) {
      query.set(parameter.name, value());
    }
  }
  const schema = operation.requestBody?.content['application/json']?.schema;
  const text = query.toString();
  return {
    path: text === '' ? filled : `${filled}?${text}`,
    body: schema === undefined ? undefined : sampleOf(schema),
  };
}
