import { useSuspenseQuery } from '@tanstack/react-query';
import type { Me } from '#work/contract.ts';
import { type DefinitionIndex, indexDefinitions } from './definition-index.ts';
import { definitionsQuery, meQuery } from './queries.ts';
import type { Definitions } from './types.ts';

const indexes = new WeakMap<Definitions, DefinitionIndex>();

/** Procedures and registers as declared; loaded by the shell before any page is shown. */
export function useDefinitions(): DefinitionIndex {
  const { data } = useSuspenseQuery(definitionsQuery);
  const index = indexes.get(data) ?? indexDefinitions(data);
  indexes.set(data, index);
  return index;
}

/** The person who is signed in. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}
