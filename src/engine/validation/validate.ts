import { isDuration } from '../duration.ts';
import { snakeCase } from '../field-schema.ts';
import type { Fields } from '../fields.ts';
import type { LifeCycle } from '../life-cycle.ts';
import type { Procedure } from '../procedure.ts';
import type { Register } from '../register.ts';
import { textKeysOf } from '../text-keys.ts';
import { checkApprovalsAndSegregation } from './duty-faults.ts';
import {
  checkClause,
  checkKebab,
  collect,
  type Fault,
  type FunctionNames,
  type Report,
  type Surroundings,
} from './faults.ts';
import { checkFields } from './field-faults.ts';
import { checkLifeCycle, checkRoles, type Examined } from './life-cycle-faults.ts';
import { checkProcedure } from './procedure-faults.ts';

/** Texts of one language by key; the validator looks only whether they are there and say something. */
export type Texts = Readonly<Record<string, string>>;

/**
 * Every fault of a procedure: states without a way in or out, missing roles, clauses, functions, texts and return paths, mandatory
 * hand-offs that could be skipped, deadlines that would be lost, approvals and segregation that nobody can satisfy, tasks never joined.
 * @param functions the area's functions, or their names
 * @param texts checked when given
 */
export function validateProcedure(
  procedure: Procedure,
  functions: FunctionNames,
  texts?: Texts,
  surroundings: Surroundings = {},
): Fault[] {
  return collect((report) => {
    const roles = new Set(Object.keys(procedure.roles));
    const own: Surroundings = { ...surroundings, roles };
    checkRoles(report, 'roles', [...roles], surroundings);
    const examined: Examined = {
      definition: procedure,
      fields: procedure.fields,
      prefix: '',
      functions,
      surroundings: own,
      taskStates: Object.values(procedure.tasks ?? {}).map((task) => task.opensIn),
      outcomes: true,
    };
    checkLifeCycle(report, examined);
    checkApprovalsAndSegregation(report, examined, procedure.openedBy);
    checkProcedure(report, procedure, functions, own);
    checkTexts(report, procedure, texts);
  });
}

/** Every fault of a life cycle that stands alone: of a deliverable, a recipient of a request. */
export function validateLifeCycle(
  definition: LifeCycle,
  functions: FunctionNames,
  fields: Fields = {},
  surroundings: Surroundings = {},
): Fault[] {
  return collect((report) => checkAlone(report, definition, functions, fields, surroundings, ''));
}

function checkAlone(
  report: Report,
  definition: LifeCycle,
  functions: FunctionNames,
  fields: Fields,
  surroundings: Surroundings,
  prefix: string,
): void {
  const examined: Examined = {
    definition,
    fields,
    prefix,
    functions,
    surroundings,
    taskStates: [],
    outcomes: false,
  };
  checkLifeCycle(report, examined);
  checkApprovalsAndSegregation(report, examined, []);
  for (const [name, action] of Object.entries(definition.actions)) {
    if (action.handOffs !== undefined || action.joins !== undefined) {
      const path = `${prefix}actions.${name}`;
      report(path, 'procedure-only', 'hand-offs and parallel tasks belong to procedures');
    }
  }
}

/** Columns that every table has, or gets from its class, its case or its life cycle. */
const OWN_COLUMNS = new Set([
  ...['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by'],
  ...['owner_id', 'label', 'tlp', 'audience', 'case_id', 'state'],
]);
const SORTABLE = new Set(['id', 'createdAt', 'updatedAt', 'state']);

/** Every fault of a register: names, fields, columns, title, sorting, uniqueness, access, retention, life cycle and texts. */
export function validateRegister(
  register: Register,
  functions: FunctionNames = {},
  texts?: Texts,
  surroundings: Surroundings = {},
): Fault[] {
  return collect((report) => {
    checkKebab(report, 'id', register.id);
    if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(register.table)) {
      report('table', 'name', `${register.table} is not snake_case`);
    }
    checkClause(report, register.id, register.clause);
    checkFields(report, 'fields', register.fields, surroundings);
    for (const name of Object.keys(register.fields)) {
      if (OWN_COLUMNS.has(snakeCase(name))) {
        report(`fields.${name}`, 'column-reserved', 'every table has this column already');
      }
    }
    checkList(report, register);
    checkAccess(report, register, surroundings);
    if (register.retention !== 'keep' && !isDuration(register.retention)) {
      report('retention', 'duration', `${register.retention} is neither a duration nor keep`);
    }
    if (register.ofCase === true && register.class !== 'tenant') {
      report('ofCase', 'of-case', 'what hangs on a case belongs to its organisation: class tenant');
    }
    if ((register.procedures !== undefined) !== (register.ofCase === true)) {
      report(
        'procedures',
        'of-case',
        'what hangs on a case names its procedures, nothing else does',
      );
    }
    if (register.lifeCycle !== undefined) {
      const { lifeCycle, fields } = register;
      checkAlone(report, lifeCycle, functions, fields, surroundings, 'lifeCycle.');
    }
    checkTexts(report, register, texts);
  });
}

function checkList(report: Report, register: Register): void {
  const { fields } = register;
  if (fields[register.title] === undefined) {
    report('title', 'field-unknown', `there is no field ${register.title}`);
  }
  const sort = register.defaultSort.replace(/^-/, '');
  const sortable =
    fields[sort]?.sort === true || (fields[sort] === undefined && SORTABLE.has(sort));
  if (!sortable) report('defaultSort', 'sort', `${sort} is not a sortable field`);
  register.unique?.forEach((names, index) => {
    if (names.length === 0) report(`unique[${index}]`, 'field-unknown', 'names no field');
    for (const name of names) {
      if (fields[name] === undefined) {
        report(`unique[${index}]`, 'field-unknown', `there is no field ${name}`);
      }
    }
  });
  for (const [name, field] of Object.entries(fields)) {
    const column = field.list === true || field.sort === true || field.filter === true;
    if (field.kind === 'rows' && column) {
      report(`fields.${name}`, 'rows-listed', 'rows cannot be listed, sorted or filtered');
    }
  }
}

function checkAccess(report: Report, register: Register, surroundings: Surroundings): void {
  if (register.access.read.length === 0) report('access.read', 'role-missing', 'nobody may read');
  for (const act of ['read', 'create', 'update', 'delete'] as const) {
    checkRoles(report, `access.${act}`, register.access[act], surroundings);
  }
}

function checkTexts(report: Report, definition: Procedure | Register, texts?: Texts): void {
  if (texts === undefined) return;
  for (const key of textKeysOf(definition)) {
    if ((texts[key] ?? '').trim() === '') report(key, 'text-missing', 'write this text');
  }
}
