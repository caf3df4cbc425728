import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { antivirusReport } from './documents/antivirus-report.ts';
import { type AntivirusFacts, antivirusFacts } from './facts.ts';
import { antivirusEffects, antivirusFunctions } from './functions.ts';
import { clamavImporter } from './importers/clamav-importer.ts';
import { installationsImporter } from './importers/installations-importer.ts';
import { antivirusPayloads } from './payloads.ts';
import { antivirus } from './procedure.ts';
import { reportInfection } from './reactions/report-infection.ts';
import {
  infectionsModule,
  installationsModule,
  scanRunsModule,
  virusDefinitionsModule,
} from './register-modules.ts';

const antivirusModule: ProcedureModule<AntivirusFacts> = {
  procedure: antivirus,
  functions: antivirusFunctions,
  facts: antivirusFacts,
  effects: antivirusEffects,
  payloads: antivirusPayloads,
};

/** Antivirus management (X.1052 §12.2.7). */
export const antivirusArea: AreaModule = {
  procedures: [antivirusModule],
  registers: [virusDefinitionsModule, installationsModule, scanRunsModule, infectionsModule],
  deliverables: [antivirusReport],
  importers: [clamavImporter, installationsImporter],
  reactions: [reportInfection],
};
