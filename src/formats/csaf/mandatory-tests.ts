import * as library from '@secvisogram/csaf-validator-lib/mandatoryTests.js';
import type { AdvisoryFault } from '../advisory.ts';
import type { CsafDocument } from './csaf-document.ts';
import { circularProducts, missingGroups, missingProducts } from './product-references.ts';
import {
  flagsWithoutProduct,
  missingActionStatements,
  missingImpactStatements,
  repeatedJustifications,
} from './vex-tests.ts';

type Fault = Omit<AdvisoryFault, 'code'>;
export type MandatoryTest = (document: CsafDocument) => Fault[];

/**
 * Where the library searches lists within lists (6.1.1, 6.1.4, 6.1.27.9, 6.1.27.10), follows every path of a graph
 * (6.1.3), or leaves out a whole document because one vulnerability has no flags (6.1.32, 6.1.33), the test is our own.
 */
const own: Readonly<Record<string, MandatoryTest>> = {
  '6.1.1': missingProducts,
  '6.1.3': circularProducts,
  '6.1.4': missingGroups,
  '6.1.27.9': missingImpactStatements,
  '6.1.27.10': missingActionStatements,
  '6.1.32': flagsWithoutProduct,
  '6.1.33': repeatedJustifications,
};

function numberOf(name: string): string {
  return name.replace('mandatoryTest_', '').replaceAll('_', '.');
}

function fromLibrary(test: (typeof library)[string]): MandatoryTest {
  return (document) => {
    const { isValid, errors = [] } = test(document);
    if (isValid !== false) return [];
    return errors.map(({ instancePath, message }) => ({ path: instancePath, message }));
  };
}

/** The mandatory tests of CSAF 2.0, section 6.1, by number, in the order of the standard. 6.1.8 is the CVSS schemas. */
export const mandatoryTests: ReadonlyMap<string, MandatoryTest> = new Map(
  Object.entries(library)
    .filter(([name]) => name.startsWith('mandatoryTest_'))
    .map(([name, test]): [string, MandatoryTest] => {
      const number = numberOf(name);
      return [number, own[number] ?? fromLibrary(test)];
    })
    .sort(([left], [right]) => left.localeCompare(right, 'en', { numeric: true })),
);

const mostFaultsPerTest = 50;

/**
 * Runs the mandatory tests over a document that fits the schema.
 * @returns faults with code `csaf-6.1.7` and so on, at most 50 a test; none when the document passes all
 */
export function runMandatoryTests(document: CsafDocument): AdvisoryFault[] {
  const faults: AdvisoryFault[] = [];
  for (const [number, test] of mandatoryTests) {
    for (const { path, message } of test(document).slice(0, mostFaultsPerTest)) {
      faults.push({ path, code: `csaf-${number}`, message });
    }
  }
  return faults;
}
