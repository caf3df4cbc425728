import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { earlyWarningReport } from './documents/early-warning-report.ts';
import { earlyWarningEffects } from './effects.ts';
import { type EarlyWarningFacts, earlyWarningFacts } from './facts.ts';
import { earlyWarningFunctions } from './functions.ts';
import { earlyWarningRoutes } from './http.ts';
import { earlyWarningPayloads } from './payloads.ts';
import { earlyWarning } from './procedure.ts';
import { keepAnswer } from './reactions/keep-answer.ts';
import { openOnMatch } from './reactions/open-on-match.ts';
import { tellAfterDecision } from './reactions/tell-after-decision.ts';
import { recommendationsModule } from './recommendation-states.ts';
import { warningAnswersModule } from './telling.ts';

const earlyWarningModule: ProcedureModule<EarlyWarningFacts> = {
  procedure: earlyWarning,
  functions: earlyWarningFunctions,
  facts: earlyWarningFacts,
  effects: earlyWarningEffects,
  payloads: earlyWarningPayloads,
};

/** Security early-warning management (X.1052 §12.2.1). */
export const earlyWarningArea: AreaModule = {
  procedures: [earlyWarningModule],
  registers: [recommendationsModule, warningAnswersModule],
  deliverables: [earlyWarningReport],
  reactions: [openOnMatch, keepAnswer, tellAfterDecision],
  routes: earlyWarningRoutes,
};
