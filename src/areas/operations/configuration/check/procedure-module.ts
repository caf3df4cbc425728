import type { ProcedureModule } from '#work/catalogue.ts';
import { releasedProfiles } from '../queries/released-profiles.ts';
import { configurationCheckEffects } from './effects.ts';
import { type ConfigurationCheckFacts, configurationCheckFacts } from './facts.ts';
import { configurationCheckFunctions } from './functions.ts';
import { configurationCheckPayloads } from './payloads.ts';
import { configurationCheck } from './procedure.ts';

export const configurationCheckModule: ProcedureModule<ConfigurationCheckFacts> = {
  procedure: configurationCheck,
  functions: configurationCheckFunctions,
  facts: configurationCheckFacts,
  effects: configurationCheckEffects,
  payloads: configurationCheckPayloads,
  dutySubjects: { 'released-profiles': releasedProfiles },
};
