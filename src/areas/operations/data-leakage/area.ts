import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { specificationDocument } from './documents/specification-document.ts';
import {
  type LeakageFacts,
  leakageEffects,
  leakageFacts,
  leakageFunctions,
  leakagePayloads,
  leakageSubjects,
} from './functions.ts';
import { dataLeakage } from './procedure.ts';
import { learnFromEvents } from './reactions/learn-from-events.ts';
import { dataFlowsModule, handlingRulesModule, plainRegisters } from './register-modules.ts';
import {
  type SpecificationFacts,
  specificationEffects,
  specificationFacts,
  specificationFunctions,
} from './specification/functions.ts';
import { leakageSpecification } from './specification/procedure.ts';

const leakageModule: ProcedureModule<LeakageFacts> = {
  procedure: dataLeakage,
  functions: leakageFunctions,
  facts: leakageFacts,
  effects: leakageEffects,
  payloads: leakagePayloads,
  dutySubjects: leakageSubjects,
};

const specificationModule: ProcedureModule<SpecificationFacts> = {
  procedure: leakageSpecification,
  functions: specificationFunctions,
  facts: specificationFacts,
  effects: specificationEffects,
};

/** Data leakage management (X.1052 §12.2.8). */
export const dataLeakageArea: AreaModule = {
  procedures: [leakageModule, specificationModule],
  registers: [...plainRegisters, handlingRulesModule, dataFlowsModule],
  deliverables: [specificationDocument],
  reactions: [learnFromEvents],
};
