import type { AdvisoryFault } from '../advisory.ts';
import type { CsafDocument, CsafProductScope } from './csaf-document.ts';
import { groupMembers, productsInScope } from './product-references.ts';

type Fault = Omit<AdvisoryFault, 'code'>;

function covered(
  scopes: readonly CsafProductScope[],
  groups: ReadonlyMap<string, readonly string[]>,
): Set<string> {
  const products = new Set<string>();
  for (const scope of scopes) for (const id of productsInScope(scope, groups)) products.add(id);
  return products;
}

/** Mandatory test 6.1.27.9, Impact Statement (profile VEX), in linear time. */
export function missingImpactStatements(document: CsafDocument): Fault[] {
  if (document.document.category !== 'csaf_vex') return [];
  const groups = groupMembers(document);
  return (document.vulnerabilities ?? []).flatMap((vulnerability, number) => {
    const impacts = (vulnerability.threats ?? []).filter((item) => item.category === 'impact');
    const explained = covered([...impacts, ...(vulnerability.flags ?? [])], groups);
    return (vulnerability.product_status?.known_not_affected ?? []).flatMap((id, index) =>
      explained.has(id)
        ? []
        : {
            path: `/vulnerabilities/${number}/product_status/known_not_affected/${index}`,
            message: 'no suitable impact statement found',
          },
    );
  });
}

/** Mandatory test 6.1.27.10, Action Statement (profile VEX), in linear time. */
export function missingActionStatements(document: CsafDocument): Fault[] {
  if (document.document.category !== 'csaf_vex') return [];
  const groups = groupMembers(document);
  return (document.vulnerabilities ?? []).flatMap((vulnerability, number) => {
    const answered = covered(vulnerability.remediations ?? [], groups);
    return (vulnerability.product_status?.known_affected ?? []).flatMap((id, index) =>
      answered.has(id)
        ? []
        : {
            path: `/vulnerabilities/${number}/product_status/known_affected/${index}`,
            message: 'no suitable action statement found',
          },
    );
  });
}

/** Mandatory test 6.1.32, Flag without Product Reference, for each vulnerability by itself. */
export function flagsWithoutProduct(document: CsafDocument): Fault[] {
  return (document.vulnerabilities ?? []).flatMap((vulnerability, number) =>
    (vulnerability.flags ?? []).flatMap((flag, index) =>
      flag.group_ids === undefined && flag.product_ids === undefined
        ? {
            path: `/vulnerabilities/${number}/flags/${index}`,
            message: 'flag without product reference',
          }
        : [],
    ),
  );
}

/** Mandatory test 6.1.33, Multiple Flags with VEX Justification Codes per Product, for each vulnerability by itself. */
export function repeatedJustifications(document: CsafDocument): Fault[] {
  const groups = groupMembers(document);
  return (document.vulnerabilities ?? []).flatMap((vulnerability, number) => {
    const justified = new Set<string>();
    return (vulnerability.flags ?? []).flatMap((flag, index) => {
      // A product that one flag names directly and through a group still has one flag.
      const products = new Set(productsInScope(flag, groups));
      const repeated = [...products].some((id) => justified.has(id));
      for (const id of products) justified.add(id);
      return repeated
        ? {
            path: `/vulnerabilities/${number}/flags/${index}`,
            message: 'multiple flags with vex justification codes per product',
          }
        : [];
    });
  });
}
