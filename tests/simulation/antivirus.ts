import type { AntivirusFacts } from '#areas/operations/antivirus/facts.ts';
import type { Surroundings } from './filled-in.ts';

/** Checks, lists and scans come in between two attempts; now and then something is infected, or the report is not delivered yet. */
export const antivirusSurroundings: Surroundings = {
  factsOf: (rng): AntivirusFacts => ({
    checks: rng.chance(0.8) ? 3 : 0,
    clients: 10,
    clientsCurrent: rng.chance(0.7) ? 10 : 6,
    servers: 2,
    serversCurrent: 2,
    scans: rng.chance(0.8) ? 4 : 0,
    hostsScanned: 4,
    filesInfected: rng.chance(0.2) ? 1 : 0,
    openInfections: rng.chance(0.1) ? 1 : 0,
    reportDelivered: rng.chance(0.7),
  }),
};
