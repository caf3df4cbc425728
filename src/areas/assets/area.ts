import type { AreaModule } from '#work/catalogue.ts';
import { assetModule } from './asset-module.ts';
import { assetCheckModule } from './check/check-module.ts';
import { assetCheckProcedure } from './check/procedure-module.ts';
import { keepCategoryCount } from './classification.ts';
import { surveyFunctions } from './functions.ts';
import { assetRoutes } from './http.ts';
import { cyclonedxImporter } from './importers/cyclonedx-importer.ts';
import { dpkgStatusImporter } from './importers/dpkg-status-importer.ts';
import { csvImporter, xlsxImporter } from './importers/equipment-importers.ts';
import { offerSchemes } from './offer-schemes.ts';
import { assetCategories, assetSchemes, assetSurveys } from './registers.ts';
import { countFound } from './survey.ts';

/** Asset management (X.1052 §10): register, classification, valuation, periodic check, survey and inventories. */
export const assetsArea: AreaModule = {
  procedures: [assetCheckProcedure],
  registers: [
    { register: assetSchemes },
    { register: assetCategories, changed: keepCategoryCount },
    { register: assetSurveys, functions: surveyFunctions, effects: { 'count-found': countFound } },
    assetModule,
    assetCheckModule,
  ],
  reactions: [offerSchemes],
  importers: [cyclonedxImporter, dpkgStatusImporter, csvImporter, xlsxImporter],
  routes: assetRoutes,
};
