import assert from 'node:assert/strict';
import { test } from 'node:test';
import { catalogue } from '#apps/catalogue.ts';
import { allowedActions } from '#engine/decide.ts';
import type { ActorView, Functions, RecordView } from '#engine/decision.ts';
import type { LifeCycle } from '#engine/life-cycle.ts';
import type { Procedure } from '#engine/procedure.ts';
import type { Principal } from '#kernel/access/principal.ts';
import { newId } from '#kernel/database/ids.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import { caseCommands } from '#work/cases/commands.ts';
import type { RegisterModule } from '#work/catalogue.ts';
import { registerOperations } from '#work/registers/register-commands.ts';
import { assertGolden } from './golden.ts';

const organisation = newId();
const elsewhere = newId();
const plainMember = 'no role';
const now = '2026-03-02T08:00:00.000Z';

/** Every role that any definition names; `no role` is a member without one. */
function everyRole(): string[] {
  const roles = new Set<string>(['system-administrator', 'auditor']);
  for (const { procedure } of catalogue.procedures.values()) {
    for (const role of Object.keys(procedure.roles)) roles.add(role);
    collect(procedure, roles);
  }
  for (const { register } of catalogue.registers.values()) {
    for (const allowed of Object.values(register.access))
      for (const role of allowed) roles.add(role);
    if (register.lifeCycle !== undefined) collect(register.lifeCycle, roles);
  }
  roles.delete('any-member');
  return [plainMember, ...[...roles].sort()];
}

function collect(lifeCycle: LifeCycle, into: Set<string>): void {
  for (const { by } of Object.values(lifeCycle.actions)) {
    if (typeof by !== 'string') for (const role of by) into.add(role);
  }
}

function principalWith(role: string, at = organisation): Principal {
  const holding = {
    ...{ role, organisationId: at, systemId: null, caseId: null },
    ...{ kind: 'holder' as const, forPersonId: null },
  };
  return {
    ...{ kind: 'session', personId: newId(), name: role, locale: 'en', organisationId: at },
    ...{ tokenScopes: null, viaId: null, from: '127.0.0.1' },
    holdings: role === plainMember ? [] : [holding],
  };
}

/** True when the decision gives this organisation and no other; false when it refuses. */
function may(decide: () => { readonly organisations: readonly string[] }): boolean {
  try {
    assert.deepEqual(decide().organisations, [organisation]);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.status === 403) return false;
    throw error;
  }
}

/** Guards hold, so that only the role decides. */
const lenient: Functions = {
  guards: new Proxy({}, { get: () => () => true, has: () => true }),
};

function actorOf(role: string): ActorView {
  return {
    ...{ person: newId(), via: 'person', onBehalfOf: null, organisation },
    // A member of the organisation is always any-member, and what else he holds besides.
    roles: role === plainMember ? ['any-member'] : ['any-member', role],
  };
}

function recordIn(state: string): RecordView {
  return {
    ...{ state, fields: {}, openedBy: null, performed: [], tasks: [], handOffs: [], approvals: [] },
    parties: [organisation],
  };
}

function roleAllows(definition: LifeCycle | Procedure, state: string, role: string): string[] {
  return allowedActions(definition, lenient, recordIn(state), actorOf(role), undefined, now)
    .filter(
      ({ refusals }) => !refusals.some(({ rule }) => rule === 'role' || rule === 'not-a-party'),
    )
    .map(({ action }) => action);
}

/** A grid: roles down, acts across; roles that may do nothing more than a plain member are one line. */
function grid(acts: readonly string[], rows: readonly [string, readonly boolean[]][]): string[] {
  const width = Math.max(...rows.map(([role]) => role.length), 10);
  const same = new Map<string, string[]>();
  for (const [role, cells] of rows) {
    const line = cells
      .map((cell, at) => (cell ? 'x' : '.').padEnd(acts[at]?.length ?? 1))
      .join(' ');
    same.set(line, [...(same.get(line) ?? []), role]);
  }
  const lines = [`  ${''.padEnd(width)}  ${acts.join(' ')}`];
  const [ordinary] = rows;
  for (const [line, roles] of same) {
    const everybodyElse = ordinary !== undefined && roles.includes(ordinary[0]);
    const shown = everybodyElse ? ['all others'] : roles;
    for (const role of shown) lines.push(`  ${role.padEnd(width)}  ${line}`.trimEnd());
  }
  return [lines[0] ?? '', ...lines.slice(1).sort()];
}

function registerSection(module: RegisterModule, roles: readonly string[]): string[] {
  const { register } = module;
  const operations = registerOperations(catalogue, module);
  const acts = ['read', 'create', 'update', 'delete'] as const;
  const id = newId();
  const decisions = (role: string): boolean[] => {
    const principal = principalWith(role);
    return [
      may(() => operations.read.authorise(principal, { id })),
      may(() => operations.create.authorise(principal, { fields: {} })),
      may(() => operations.update.authorise(principal, { id, version: null, fields: {} })),
      may(() => operations.remove.authorise(principal, { id, version: null })),
    ];
  };
  const lines = [
    `register ${register.id} (${register.class})`,
    ...grid(
      acts,
      roles.map((role) => [role, decisions(role)]),
    ),
  ];
  if (register.lifeCycle !== undefined) lines.push(...statesOf(register.lifeCycle, roles));
  return [...lines, ''];
}

function statesOf(lifeCycle: LifeCycle | Procedure, roles: readonly string[]): string[] {
  return Object.keys(lifeCycle.states).flatMap((state) => {
    const allowed = roles.map((role): [string, string[]] => [
      role,
      roleAllows(lifeCycle, state, role),
    ]);
    const offered = allowedActions(
      lifeCycle,
      lenient,
      recordIn(state),
      actorOf(plainMember),
      undefined,
      now,
    );
    return offered.map(({ action }) => {
      const able = allowed.filter(([, actions]) => actions.includes(action)).map(([role]) => role);
      const who = able.includes(plainMember) ? 'every member' : able.join(', ');
      const notBy = lifeCycle.actions[action]?.notBy ?? [];
      const apart = notBy.length === 0 ? '' : `; not by who did ${notBy.join(', ')}`;
      return `  ${state}: ${action} by ${who || 'nobody'}${apart}${agreement(lifeCycle, action)}`;
    });
  });
}

/** How many must agree before an action takes effect, where more is needed than one who acts. */
function agreement(lifeCycle: LifeCycle | Procedure, action: string): string {
  const rule = lifeCycle.actions[action]?.approval;
  if (rule === undefined || rule.needed === 1) return '';
  const needed = rule.needed === 'all-parties' ? 'all parties' : String(rule.needed);
  return `; ${needed} must agree (${rule.roles.join(', ')})`;
}

function procedureSection(procedure: Procedure, roles: readonly string[]): string[] {
  const { open } = caseCommands(catalogue);
  const input = { procedure: procedure.id, title: 'x', fields: {} };
  const openers = roles.filter((role) => may(() => open.authorise(principalWith(role), input)));
  const who = openers.includes(plainMember) ? 'every member' : openers.join(', ');
  return [`procedure ${procedure.id}`, `  open by ${who}`, ...statesOf(procedure, roles), ''];
}

test('every role at every act is as the matrix says (generated from the definitions)', () => {
  const roles = everyRole();
  const text = [
    'Who may do what, as the decisions of access and of the engine give it. Guards are taken to hold.',
    `Roles: ${roles.join(', ')}.`,
    '',
    ...[...catalogue.registers.values()].flatMap((module) => registerSection(module, roles)),
    ...[...catalogue.procedures.values()].flatMap(({ procedure }) =>
      procedureSection(procedure, roles),
    ),
  ].join('\n');
  assertGolden('matrix.txt', `${text.trimEnd()}\n`);
});

test('no role of one organisation reaches another: every act of every register and procedure names the other and is refused', () => {
  for (const role of everyRole()) {
    const principal = principalWith(role, elsewhere);
    for (const module of catalogue.registers.values()) {
      const { create } = registerOperations(catalogue, module);
      assert.throws(
        () => create.authorise(principal, { ownerId: organisation, fields: {} }),
        { status: 403 },
        `${role} ${module.register.id}`,
      );
    }
    for (const id of catalogue.procedures.keys()) {
      const input = { procedure: id, organisation, title: 'x', fields: {} };
      assert.throws(() => caseCommands(catalogue).open.authorise(principal, input), {
        status: 403,
      });
    }
  }
});

test('the operator reads no content: of tenant registers only who holds which role, and no case', () => {
  const operator = principalWith('system-administrator');
  const readable = [...catalogue.registers.values()]
    .filter(({ register }) => register.class === 'tenant')
    .filter((module) =>
      may(() => registerOperations(catalogue, module).read.authorise(operator, { id: newId() })),
    )
    .map(({ register }) => register.id);
  assert.deepEqual(readable, ['role-holdings']);
  for (const id of catalogue.procedures.keys()) {
    const input = { procedure: id, title: 'x', fields: {} };
    assert.throws(() => caseCommands(catalogue).open.authorise(operator, input), { status: 403 });
  }
});
