/** The parts of the house between which imports have a direction. */
export type Part =
  | 'engine'
  | 'formats'
  | 'documents'
  | 'standards'
  | 'kernel'
  | 'work'
  | 'contracts'
  | 'areas'
  | 'areas-web'
  | 'ui'
  | 'web'
  | 'apps'
  | 'outside';

const pure: readonly Part[] = ['engine', 'formats', 'documents', 'standards'];
const server: readonly Part[] = [...pure, 'kernel', 'work', 'contracts', 'areas'];
const browser: readonly Part[] = ['contracts', 'engine', 'ui'];

/**
 * Who may import whom: from the part before the colon, the parts behind it. `contracts` are the files contract.ts of any room;
 * `outside` are tests, benchmarks, tools, scripts and the files at the root, which nothing inside src may import.
 */
export const importMatrix: Readonly<Record<Part, readonly Part[]>> = {
  engine: ['engine'],
  formats: ['formats', 'standards'],
  documents: ['documents'],
  standards: ['standards'],
  kernel: [...pure, 'kernel', 'contracts'],
  work: [...pure, 'kernel', 'work', 'contracts'],
  contracts: ['contracts'],
  areas: server,
  'areas-web': [...browser, 'areas-web'],
  ui: browser,
  web: [...browser, 'areas-web', 'web'],
  // The server tells texts (forms, diagrams) from the same catalogues as the browser: ui/i18n.
  apps: [...server, 'ui', 'web', 'apps'],
  outside: [...server, 'areas-web', 'ui', 'web', 'apps', 'outside'],
};

/** What a contract and the browser may import for its types alone, which are erased. */
export const typeOnlyParts: readonly Part[] = ['engine', 'contracts'];

/** Parts that touch neither the machine nor the network. */
export const pureParts: ReadonlySet<Part> = new Set([
  ...pure,
  'contracts',
  'ui',
  'web',
  'areas-web',
]);

/** Packages and modules of Node.js that the pure parts do without. */
export const impurePackages =
  /^(?:node:(?:fs|net|http|https|http2|tls|dgram|dns|child_process|cluster|worker_threads|os|process|inspector|repl|vm)(?:\/|$)|(?:pg|kysely|fastify|pg-boss|better-auth|nodemailer|pino|prom-client)(?:\/|$)|@fastify\/)/;

/** The part that a file belongs to. */
export function partOf(path: string): Part {
  const room = /^src\/([^/]+)\//.exec(path)?.[1];
  if (room === undefined) return 'outside';
  if (path.endsWith('/contract.ts')) return 'contracts';
  if (room === 'areas') return /\/web\//.test(path) ? 'areas-web' : 'areas';
  return room in importMatrix ? (room as Part) : 'outside';
}

/** The area of a file: the first folder below src/areas that is a procedure's or an area's own; null elsewhere. */
export function areaOf(path: string): string | null {
  const nested = /^src\/areas\/((?:collaboration|operations)\/(?!web\/)[^/]+)\//.exec(path)?.[1];
  return nested ?? /^src\/areas\/([^/]+)\//.exec(path)?.[1] ?? null;
}
