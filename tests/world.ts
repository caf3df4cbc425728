import type { Principal } from '#kernel/access/principal.ts';
import { SettableClock } from '#kernel/clock/clock.ts';
import type { Runner } from '#kernel/command/command.ts';
import { newId } from '#kernel/database/ids.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

export interface World {
  readonly test: TestDatabase;
  readonly runner: Runner;
  readonly clock: SettableClock;
  organisation(code: string, kind?: string): Promise<string>;
  /** A person with roles in an organisation, as the principal that a session of that person would give. */
  person(name: string, organisationId: string, roles: readonly string[]): Promise<Principal>;
  close(): Promise<void>;
}

/** A database of its own with a clock that stands still: organisations and people are made as a test needs them. */
export async function createWorld(start = '2026-03-02T08:00:00.000Z'): Promise<World> {
  const test = await createTestDatabase();
  const clock = new SettableClock(start);
  const asOwner = <T>(text: string, values: unknown[]) =>
    test.database.transaction({ role: 'owner', scope: [], person: null }, async ({ client }) => {
      await client.query(text, values);
      return undefined as T;
    });
  return {
    test,
    clock,
    runner: { database: test.database, clock },
    organisation: async (code, kind = 'telecom-operator') => {
      const id = newId();
      await asOwner(
        `insert into organisation (id, kind, code, name, valid_from, created_at, updated_at) values ($1, $2, $3, $3, '2020-01-01', $4, $4)`,
        [id, kind, code, clock.now()],
      );
      return id;
    },
    person: async (name, organisationId, roles) => {
      const id = newId();
      await asOwner(
        `insert into person (id, organisation_id, name, email, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`,
        [id, organisationId, name, `${id}@example.test`, clock.now()],
      );
      for (const role of roles) {
        await asOwner(
          `insert into role_holding (owner_id, id, person_id, role, valid_from, created_at, updated_at) values ($1, $2, $3, $4, $5, $5, $5)`,
          [organisationId, newId(), id, role, clock.now()],
        );
      }
      return {
        kind: 'session',
        personId: id,
        name,
        locale: 'en',
        organisationId,
        holdings: roles.map((role) => ({
          role,
          organisationId,
          systemId: null,
          caseId: null,
          kind: 'holder',
          forPersonId: null,
        })),
        tokenScopes: null,
        viaId: null,
        from: '127.0.0.1',
      };
    },
    close: () => test.drop(),
  };
}
