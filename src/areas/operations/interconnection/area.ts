import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { editionModule } from '#work/editions/edition-module.ts';
import { interconnectionPlan } from './documents/interconnection-plan.ts';
import { connectionsModule, interconnectionEffects, verdictsModule } from './effects.ts';
import { type InterconnectionFacts, interconnectionFacts } from './facts.ts';
import { interconnectionFunctions } from './functions.ts';
import { interconnectionPayloads } from './payloads.ts';
import { interconnection } from './procedure.ts';
import { interconnectionPrinciples } from './registers.ts';

const interconnectionModule: ProcedureModule<InterconnectionFacts> = {
  procedure: interconnection,
  functions: interconnectionFunctions,
  facts: interconnectionFacts,
  effects: interconnectionEffects,
  payloads: interconnectionPayloads,
};

/** Network interconnection management (X.1052 §12.2.5). */
export const interconnectionArea: AreaModule = {
  procedures: [interconnectionModule],
  deliverables: [interconnectionPlan],
  registers: [editionModule(interconnectionPrinciples), verdictsModule, connectionsModule],
};
