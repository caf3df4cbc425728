import type { AdvisoryFault } from '../advisory.ts';
import {
  type CsafBranch,
  type CsafDocument,
  type CsafProductScope,
  type CsafProductTree,
  productStatusNames,
} from './csaf-document.ts';

type Fault = Omit<AdvisoryFault, 'code'>;

/** Every product a tree defines, with the branches that lead to it. Iterative: a tree may be as deep as the reader allows. */
export function* definedProducts(tree: CsafProductTree | undefined) {
  for (const product of tree?.full_product_names ?? []) yield { product, branches: [] };
  for (const { full_product_name: product } of tree?.relationships ?? []) {
    yield { product, branches: [] };
  }
  const pending = [...(tree?.branches ?? [])].reverse().map((branch) => ({
    branch,
    above: [] as CsafBranch[],
  }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const branches = [...next.above, next.branch];
    if (next.branch.product !== undefined) yield { product: next.branch.product, branches };
    const inner = next.branch.branches ?? [];
    for (let index = inner.length - 1; index >= 0; index -= 1) {
      pending.push({ branch: inner[index]!, above: branches });
    }
  }
}

/** Members of each product group; the first definition of an id counts. */
export function groupMembers(document: CsafDocument): Map<string, readonly string[]> {
  const groups = new Map<string, readonly string[]>();
  for (const group of document.product_tree?.product_groups ?? []) {
    if (!groups.has(group.group_id)) groups.set(group.group_id, group.product_ids);
  }
  return groups;
}

/** All products a flag, threat or remediation names, directly and through groups. */
export function* productsInScope(
  scope: CsafProductScope,
  groups: ReadonlyMap<string, readonly string[]>,
): Generator<string> {
  yield* scope.product_ids ?? [];
  for (const group of scope.group_ids ?? []) yield* groups.get(group) ?? [];
}

function* listed(ids: readonly string[] | undefined, path: string) {
  for (const [index, id] of (ids ?? []).entries()) yield { id, path: `${path}/${index}` };
}

function* productReferences(document: CsafDocument) {
  for (const [index, group] of (document.product_tree?.product_groups ?? []).entries()) {
    yield* listed(group.product_ids, `/product_tree/product_groups/${index}/product_ids`);
  }
  for (const [index, relationship] of (document.product_tree?.relationships ?? []).entries()) {
    const path = `/product_tree/relationships/${index}`;
    yield { id: relationship.product_reference, path: `${path}/product_reference` };
    yield {
      id: relationship.relates_to_product_reference,
      path: `${path}/relates_to_product_reference`,
    };
  }
  for (const [number, vulnerability] of (document.vulnerabilities ?? []).entries()) {
    const path = `/vulnerabilities/${number}`;
    for (const name of productStatusNames) {
      yield* listed(vulnerability.product_status?.[name], `${path}/product_status/${name}`);
    }
    for (const [index, score] of (vulnerability.scores ?? []).entries()) {
      yield* listed(score.products, `${path}/scores/${index}/products`);
    }
    for (const name of ['remediations', 'threats', 'flags'] as const) {
      for (const [index, scope] of (vulnerability[name] ?? []).entries()) {
        yield* listed(scope.product_ids, `${path}/${name}/${index}/product_ids`);
      }
    }
  }
}

/** Mandatory test 6.1.1, Missing Definition of Product ID, in linear time. */
export function missingProducts(document: CsafDocument): Fault[] {
  const defined = new Set<string>();
  for (const { product } of definedProducts(document.product_tree)) defined.add(product.product_id);
  const faults: Fault[] = [];
  for (const { id, path } of productReferences(document)) {
    if (!defined.has(id)) faults.push({ path, message: 'definition of product id missing' });
  }
  return faults;
}

/** Mandatory test 6.1.4, Missing Definition of Product Group ID, in linear time. */
export function missingGroups(document: CsafDocument): Fault[] {
  const groups = groupMembers(document);
  const faults: Fault[] = [];
  for (const [number, vulnerability] of (document.vulnerabilities ?? []).entries()) {
    for (const name of ['remediations', 'threats', 'flags'] as const) {
      for (const [index, scope] of (vulnerability[name] ?? []).entries()) {
        const path = `/vulnerabilities/${number}/${name}/${index}/group_ids`;
        for (const reference of listed(scope.group_ids, path)) {
          if (groups.has(reference.id)) continue;
          faults.push({ path: reference.path, message: 'definition of group id missing' });
        }
      }
    }
  }
  return faults;
}

/**
 * Mandatory test 6.1.3, Circular Definition of Product ID. A relationship is at fault for each of its two references
 * from which a circle can be reached. Relationships that reach none are taken away from the ends until only those
 * that do are left, which is linear where a search of all paths is exponential.
 */
export function circularProducts(document: CsafDocument): Fault[] {
  const relationships = document.product_tree?.relationships ?? [];
  const definedBy = new Map<string, number>();
  for (const [index, { full_product_name }] of relationships.entries()) {
    if (!definedBy.has(full_product_name.product_id)) {
      definedBy.set(full_product_name.product_id, index);
    }
  }
  const targets = relationships.map((relationship) => [
    ['product_reference', definedBy.get(relationship.product_reference)] as const,
    [
      'relates_to_product_reference',
      definedBy.get(relationship.relates_to_product_reference),
    ] as const,
  ]);
  const open = targets.map((pair) => pair.filter(([, target]) => target !== undefined).length);
  const referredBy = relationships.map((): number[] => []);
  for (const [index, pair] of targets.entries()) {
    for (const [, target] of pair) if (target !== undefined) referredBy[target]?.push(index);
  }
  const ends = open.flatMap((count, index) => (count === 0 ? [index] : []));
  for (let end = ends.pop(); end !== undefined; end = ends.pop()) {
    for (const referrer of referredBy[end] ?? []) {
      open[referrer]! -= 1;
      if (open[referrer] === 0) ends.push(referrer);
    }
  }
  return targets.flatMap((pair, index) =>
    pair
      .filter(([, target]) => target !== undefined && open[target]! > 0)
      .map(([key]) => ({
        path: `/product_tree/relationships/${index}/${key}`,
        message: 'circular reference',
      })),
  );
}
