import type { Register } from '#engine/register.ts';

/** A permission that a token may carry. */
export interface TokenScope {
  readonly value: string;
  readonly kind: 'work' | 'register';
  /** What it is about: a register's id, or a word of the shell. */
  readonly about: string;
  readonly writes: boolean;
}

/** What a program may be let into besides registers. */
const work = [
  'cases',
  'tasks',
  'calendar',
  'imports',
  'findings',
  'notifications',
  'search',
  'trail',
  'jobs',
];

/** Everything that a token can be limited to: reading, or reading and changing, of work and of each register. */
export function tokenScopes(registers: readonly Pick<Register, 'id'>[]): TokenScope[] {
  const both = (about: string, kind: TokenScope['kind']): TokenScope[] => [
    { value: `${about}:read`, kind, about, writes: false },
    { value: `${about}:*`, kind, about, writes: true },
  ];
  return [
    ...work.flatMap((about) => both(about, 'work')),
    ...registers.flatMap(({ id }) => both(id, 'register')),
  ];
}

/** A wish for everything of one thing takes in the wish to read it. */
export function withoutCovered(scopes: readonly string[]): string[] {
  return scopes.filter((scope) => {
    const [about] = scope.split(':');
    return scope.endsWith(':*') || !scopes.includes(`${about}:*`);
  });
}
