import type { AffectedProduct } from '../advisory.ts';
import type {
  CsafBranch,
  CsafFullProductName,
  CsafProductTree,
  CsafRelationship,
} from './csaf-document.ts';
import { definedProducts } from './product-references.ts';

export type FlatProduct = Omit<AffectedProduct, 'statuses'>;

/** A component can be a component of a component; more levels than this are a mistake or an attack. */
const deepestRelationship = 16;

function named(branches: readonly CsafBranch[], category: string): string | null {
  return branches.findLast((branch) => branch.category === category)?.name ?? null;
}

function fromBranches(product: CsafFullProductName, branches: readonly CsafBranch[]): FlatProduct {
  const helper = product.product_identification_helper;
  const version = named(branches, 'product_version');
  const additions = [named(branches, 'service_pack'), named(branches, 'patch_level')];
  return {
    productId: product.product_id,
    vendor: named(branches, 'vendor'),
    product: named(branches, 'product_name') ?? named(branches, 'product_family'),
    version:
      version === null ? null : [version, ...additions].filter((part) => part !== null).join(' '),
    versionRange: named(branches, 'product_version_range'),
    fullName: product.name,
    purl: helper?.purl ?? null,
    cpe: helper?.cpe ?? null,
    serialNumbers: helper?.serial_numbers ?? [],
    modelNumbers: helper?.model_numbers ?? [],
    relationship: null,
  };
}

function followComponents(
  relationship: CsafRelationship,
  relationships: ReadonlyMap<string, CsafRelationship>,
): string {
  let component = relationship.product_reference;
  for (let level = 0; level < deepestRelationship; level += 1) {
    const inner = relationships.get(component);
    if (inner === undefined) break;
    component = inner.product_reference;
  }
  return component;
}

/**
 * All products of a CSAF product tree, in the order of the document: full product names, relationships, branches
 * (CSAF 2.0, 3.2.2). A product made by a relationship takes vendor, product, version, purl and CPE of its component
 * where it has none of its own.
 */
export function flattenProductTree(tree: CsafProductTree | undefined): FlatProduct[] {
  const relationships = new Map(
    (tree?.relationships ?? []).map((item) => [item.full_product_name.product_id, item]),
  );
  const products = new Map<string, FlatProduct>();
  for (const { product, branches } of definedProducts(tree)) {
    products.set(product.product_id, fromBranches(product, branches));
  }
  for (const [productId, relationship] of relationships) {
    const product = products.get(productId);
    if (product === undefined) continue;
    const platform = products.get(relationship.relates_to_product_reference);
    product.relationship = {
      category: relationship.category,
      component: relationship.product_reference,
      platform: relationship.relates_to_product_reference,
      platformName: platform?.fullName ?? null,
      platformCpe: platform?.cpe ?? null,
    };
    const component = products.get(followComponents(relationship, relationships));
    if (component === undefined) continue;
    product.vendor ??= component.vendor;
    product.product ??= component.product;
    product.version ??= component.version;
    product.versionRange ??= component.versionRange;
    product.purl ??= component.purl;
    product.cpe ??= component.cpe;
  }
  return [...products.values()];
}
