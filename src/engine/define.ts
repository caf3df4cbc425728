import { canonicalJson, sha256Hex } from './canonical.ts';
import type { Definition } from './decision.ts';
import type { Procedure } from './procedure.ts';
import type { Register } from './register.ts';

/** A procedure as data, frozen, with its names kept as literal types. */
export function defineProcedure<const P extends Procedure>(procedure: P): P {
  return freeze(procedure);
}

/** A register as data, frozen, with its names kept as literal types. */
export function defineRegister<const R extends Register>(register: R): R {
  return freeze(register);
}

/** Canonical JSON (RFC 8785) of a definition version, as it is stored. @throws CanonicalError for what is not plain data */
export function canonicalDefinition(definition: Procedure | Register): string {
  return canonicalJson(definition);
}

/** SHA-256, in lower-case hexadecimal, of a definition version: another hash without another version is a fault. */
export function definitionHash(definition: Procedure | Register): string {
  return sha256Hex(canonicalDefinition(definition));
}

const ofRegister = new WeakMap<Register, Definition>();

/** A register's life cycle together with its fields, for `decide` and `openRecord`; null when its records have none. */
export function lifeCycleOfRegister(register: Register): Definition | null {
  if (register.lifeCycle === undefined) return null;
  const { lifeCycle, fields, clause } = register;
  const known = ofRegister.get(register) ?? { ...lifeCycle, fields, clause };
  ofRegister.set(register, known);
  return known;
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freeze(inner);
  }
  return value;
}
