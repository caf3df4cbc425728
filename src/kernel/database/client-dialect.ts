import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { PoolClient } from 'pg';
import type { Tables } from './schema.ts';

/** Statements kept by name on each connection; beyond this number texts are sent unnamed, so that memory stays bounded. */
const maxNamedStatements = 400;
const statementNames = new Map<string, string>();

function statementName(text: string): string | null {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  if (statementNames.size >= maxNamedStatements) return null;
  const name = `s${statementNames.size}`;
  statementNames.set(text, name);
  return name;
}

class ClientConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #named: boolean;
  constructor(client: PoolClient, named: boolean) {
    this.#client = client;
    this.#named = named;
  }
  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const name = this.#named ? statementName(query.sql) : null;
    const values = query.parameters as unknown[];
    const result = await this.#client.query(
      name === null ? { text: query.sql, values } : { name, text: query.sql, values },
    );
    return result.command === 'SELECT'
      ? { rows: result.rows as Row[] }
      : { rows: result.rows as Row[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }
  // biome-ignore lint/correctness/useYield: refused on purpose, streaming goes through COPY
  async *streamQuery(): AsyncGenerator<never> {
    throw new Error('Stream with COPY, not with a cursor.');
  }
}

/** The kernel opens and ends transactions itself, together with scope and role; nobody else may. */
class ClientDriver implements Driver {
  readonly #connection: ClientConnection;
  constructor(client: PoolClient, named: boolean) {
    this.#connection = new ClientConnection(client, named);
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }
  async beginTransaction(): Promise<void> {
    throw new Error('Transactions are opened by the kernel only.');
  }
  async commitTransaction(): Promise<void> {}
  async rollbackTransaction(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}
}

const builders = new WeakMap<PoolClient, Kysely<Tables>>();

/** The query builder that speaks through exactly this connection; made once a connection. */
export function queryBuilderFor(client: PoolClient, namedStatements: boolean): Kysely<Tables> {
  const known = builders.get(client);
  if (known !== undefined) return known;
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new ClientDriver(client, namedStatements),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
  };
  const builder = new Kysely<Tables>({ dialect });
  builders.set(client, builder);
  return builder;
}
