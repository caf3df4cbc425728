import type { ProcedureModule } from '#work/catalogue.ts';
import { configurationEffects } from './effects.ts';
import { configurationFacts, type ProfileFacts } from './facts.ts';
import { configurationFunctions } from './functions.ts';
import { configurationPayloads } from './payloads.ts';
import { configuration } from './procedure.ts';

export const configurationModule: ProcedureModule<ProfileFacts> = {
  procedure: configuration,
  functions: configurationFunctions,
  facts: configurationFacts,
  effects: configurationEffects,
  payloads: configurationPayloads,
};
