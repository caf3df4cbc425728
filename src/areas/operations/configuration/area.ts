import type { AreaModule } from '#work/catalogue.ts';
import { configurationCheckModule } from './check/procedure-module.ts';
import { resultsModule } from './check/results.ts';
import { xccdfImporter } from './intake/xccdf-importer.ts';
import { benchmarksModule, itemsModule, profileItemsModule } from './profile/lines.ts';
import { configurationModule } from './profile/procedure-module.ts';
import { applyScan } from './reactions/apply-scan.ts';
import { checkAfterChange, checkOnDuty, settleAfterChecks } from './reactions/follow-checks.ts';
import { uncoverOnExpiry, uncoverOnRevocation } from './reactions/follow-exceptions.ts';
import { letRetiredGo } from './reactions/follow-retirement.ts';
import { configurationScans, configurationStatuses } from './registers/checks.ts';
import { configurationExceptionsModule } from './registers/exception-module.ts';
import { profilesModule } from './registers/profile-module.ts';

/** Security configuration management (X.1052 §12.2.2). */
export const configurationArea: AreaModule = {
  procedures: [configurationModule, configurationCheckModule],
  registers: [
    itemsModule,
    profilesModule,
    profileItemsModule,
    benchmarksModule,
    resultsModule,
    { register: configurationStatuses },
    configurationExceptionsModule,
    { register: configurationScans },
  ],
  importers: [xccdfImporter],
  reactions: [
    applyScan,
    checkAfterChange,
    ...settleAfterChecks,
    checkOnDuty,
    uncoverOnExpiry,
    uncoverOnRevocation,
    letRetiredGo,
  ],
};
