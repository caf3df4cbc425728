import type { Fields } from './fields.ts';
import type { LifeCycle, RoleId } from './life-cycle.ts';
import type { AreaId } from './management-areas.ts';

/**
 * A register is a real table with typed columns; API, pages, filters, import, export, history and permissions derive from this.
 * Column of a field: its name in snake_case. Every table also has id, version, created_at, created_by, updated_at, updated_by;
 * tenant tables have owner_id, label, tlp, audience in front; a life cycle adds `state`.
 */
export interface Register {
  /** Path segment and text key, plural kebab-case (`product-mappings`). */
  readonly id: string;
  /** Table name, singular snake_case. */
  readonly table: string;
  readonly area: AreaId | 'platform';
  readonly clause: string;
  /** `tenant`: belongs to an organisation; `shared`: reference data of all; `platform`: administration. */
  readonly class: 'tenant' | 'shared' | 'platform';
  /** The field that names a record to people. */
  readonly title: string;
  readonly fields: Fields;
  readonly lifeCycle?: LifeCycle;
  /** Hangs on a case: rows carry case_id and follow its owner and audience. */
  readonly ofCase?: boolean;
  /** Procedures whose cases it hangs on: their case pages show its records. */
  readonly procedures?: readonly string[];
  /**
   * The field that names an organisation taking part in a record of its owner's: whoever holds one of these roles there acts on it in that
   * role, where the record was shared with that organisation.
   */
  readonly takesPart?: { readonly field: string; readonly roles: readonly RoleId[] };
  /** Roles that may read, create, change and delete; `any-member` of the owning organisation. Deny by default. */
  readonly access: {
    readonly read: readonly RoleId[];
    readonly create: readonly RoleId[];
    readonly update: readonly RoleId[];
    readonly delete: readonly RoleId[];
  };
  /** Field lists that are unique together (within the owner, for tenants). */
  readonly unique?: readonly (readonly string[])[];
  /** First sort of the list, a sortable field, `-` in front for descending. */
  readonly defaultSort: string;
  /** How long records are kept after they end (ISO 8601 duration), or for good. */
  readonly retention: string | 'keep';
}
