import type { Bench } from './kit/bench.ts';

interface Entry {
  readonly title: string;
  readonly load: () => Promise<{ readonly bench: Bench }>;
}

/** Every bench by the name that the command line takes. */
export const benches: Readonly<Record<string, Entry>> = {
  fleet: {
    title:
      'Correlation of 1,000 hosts of 5,000 package versions with 300,000 advisories; a new advisory, a new host',
    load: () => import('./fleet.ts'),
  },
  distinct: {
    title: 'Correlation of 1,000,000 different package versions with 300,000 advisories',
    load: () => import('./distinct.ts'),
  },
  cases: {
    title: 'List, read and act on cases at 1,000, 100,000 and 1,000,000 of them, also through HTTP',
    load: () => import('./cases.ts'),
  },
  inventories: {
    title: 'Import of inventories: a large CycloneDX file, and hosts of 1,000 packages',
    load: () => import('./inventories.ts'),
  },
  advisories: {
    title: 'Import of CSAF documents, and one of 23 MB beside requests',
    load: () => import('./advisories.ts'),
  },
  requests: {
    title: 'One emergency request to 27 administrations, and their acknowledgements at once',
    load: () => import('./requests.ts'),
  },
  documents: {
    title: 'A report of twenty pages as DOCX and as PDF',
    load: () => import('./documents.ts'),
  },
  start: {
    title: 'From nothing to a server that is ready',
    load: () => import('./start.ts'),
  },
};
