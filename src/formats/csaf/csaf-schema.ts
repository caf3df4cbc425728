import csafSchema from '@secvisogram/csaf-validator-lib/lib/schemaTests/csaf_2_0/schema.js';
import cvss2Schema from '@secvisogram/csaf-validator-lib/lib/shared/csafAjv/cvss-v2.0.js';
import cvss30Schema from '@secvisogram/csaf-validator-lib/lib/shared/csafAjv/cvss-v3.0.js';
import cvss31Schema from '@secvisogram/csaf-validator-lib/lib/shared/csafAjv/cvss-v3.1.js';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { AdvisoryFault } from '../advisory.ts';
import { canonicalJson } from '../advisory-digest.ts';

/** The schema compares each item of a unique list with each other, which takes minutes for 30,000 products. */
function itemsAreUnique(wanted: boolean, items: unknown[]): boolean {
  if (!wanted) return true;
  const seen = new Set<string>();
  for (const item of items) {
    const key = typeof item === 'string' ? `"${item}` : canonicalJson(item);
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}

function compile(allErrors: boolean): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, allErrors });
  formats.default(ajv);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: itemsAreUnique,
    error: { message: 'must NOT have duplicate items' },
  });
  ajv.addSchema(cvss2Schema, 'https://www.first.org/cvss/cvss-v2.0.json');
  ajv.addSchema(cvss30Schema, 'https://www.first.org/cvss/cvss-v3.0.json');
  ajv.addSchema(cvss31Schema, 'https://www.first.org/cvss/cvss-v3.1.json');
  return ajv.compile(csafSchema);
}

/** Compiled when first needed: compiling takes longer than reading many documents. */
const compiled: { firstFault: ValidateFunction | null; everyFault: ValidateFunction | null } = {
  firstFault: null,
  everyFault: null,
};

function describe({ message, params }: ErrorObject): string {
  const allowed: unknown = params.allowedValues;
  if (Array.isArray(allowed)) return `${message}: ${allowed.join(', ')}`;
  return message ?? 'does not fit the schema';
}

/**
 * Checks a value against the JSON schema of CSAF 2.0 with the CVSS schemas it refers to.
 * @param thorough list every fault; otherwise the first one, which keeps a large hostile document cheap
 * @returns faults with code `csaf-schema`; none when the document fits
 */
export function checkCsafSchema(document: unknown, thorough: boolean): AdvisoryFault[] {
  compiled.firstFault ??= compile(false);
  const { firstFault } = compiled;
  if (firstFault(document)) return [];
  let { errors } = firstFault;
  if (thorough) {
    compiled.everyFault ??= compile(true);
    compiled.everyFault(document);
    errors = compiled.everyFault.errors;
  }
  return (errors ?? []).slice(0, 200).map((error) => ({
    path: error.instancePath,
    code: 'csaf-schema',
    message: describe(error),
  }));
}
