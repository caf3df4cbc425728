import type { AreaModule } from '#work/catalogue.ts';
import { exceptionFunctions, refusePastExpiry } from '#work/exceptions/exception-life.ts';
import { advisoryRoutes } from './advisory-routes.ts';
import { exceptionEffects } from './exception-effects.ts';
import { epssImporter, kevImporter } from './intake/exploit-importers.ts';
import { csafImporter, debianTrackerImporter, osvImporter } from './intake/importers.ts';
import { manualEntry } from './intake/manual-entry.ts';
import { applyMapping, keysOfMapping } from './matching/apply-mappings.ts';
import { matchRest } from './matching/match-rest.ts';
import { followAdvisory } from './reactions/follow-advisory.ts';
import { followInventory } from './reactions/follow-inventory.ts';
import { followPatches } from './reactions/follow-patches.ts';
import { followProducts } from './reactions/follow-products.ts';
import { advisories, vulnerabilities } from './registers/advisory-registers.ts';
import {
  dispositions,
  exceptions,
  productMappings,
  subscriptions,
} from './registers/finding-registers.ts';
import { watchedFolder } from './watch/watched-folder.ts';

/** Advisories, what they touch, and what is done about it (X.1052 §12.2.1, §12.2.3). */
export const advisoriesArea: AreaModule = {
  registers: [
    { register: advisories, changed: manualEntry },
    { register: vulnerabilities },
    { register: productMappings, derive: keysOfMapping, changed: applyMapping },
    {
      register: exceptions,
      functions: exceptionFunctions,
      effects: exceptionEffects,
      changed: refusePastExpiry,
    },
    { register: dispositions },
    { register: subscriptions },
  ],
  reactions: [followInventory, followAdvisory, followProducts, ...followPatches],
  importers: [csafImporter, osvImporter, debianTrackerImporter, kevImporter, epssImporter],
  routes: advisoryRoutes,
  jobs: [matchRest],
  loops: [watchedFolder()],
};
