import { daysOf, momentOf } from '#work/calendar/case-dates.ts';
import type { AreaModule, ProcedureModule } from '#work/catalogue.ts';
import { asks } from './asking.ts';
import { lisoDecisions } from './decision-register.ts';
import { termsSecurityPart } from './documents/security-part.ts';
import { termsEffects } from './effects.ts';
import { type TermsFacts, termsFacts } from './facts.ts';
import { termsFunctions } from './functions.ts';
import { termsRoutes } from './http.ts';
import { termsOfCollaboration } from './procedure.ts';
import { ceilingByTerms } from './queries/ceiling.ts';
import { keepDecision } from './reactions/keep-decision.ts';
import { noteMissedContact } from './reactions/note-missed-contact.ts';
import { supersedeOnDistribution, supersedeOnEffect } from './reactions/supersede-earlier.ts';
import { maskedReactions } from './reactions/tell-of-masked-document.ts';
import { commentsModule, participantsModule } from './record-effects.ts';
import { clauseAssessments, expertContributions, termsClauses, termsPlans } from './registers.ts';
import { releaseByTerms } from './release-by-terms.ts';
import { termsRules, termsTexts, termsVersions } from './version-registers.ts';

const termsModule: ProcedureModule<TermsFacts> = {
  procedure: termsOfCollaboration,
  functions: termsFunctions,
  facts: termsFacts,
  effects: termsEffects,
  asks,
  dates: ({ state, fields }) =>
    state === 'cancelled'
      ? []
      : [
          momentOf('effectiveFrom', fields['effectiveFrom']),
          daysOf('validUntil', fields['validUntil']),
          daysOf('endsOn', fields['endsOn']),
        ].filter((date) => date !== null),
};

/** Terms of Collaboration, security-related part (Security Plan §3). */
export const termsArea: AreaModule = {
  procedures: [termsModule],
  registers: [
    { register: termsClauses },
    commentsModule,
    { register: clauseAssessments },
    { register: termsPlans },
    participantsModule,
    { register: expertContributions },
    { register: termsTexts },
    { register: termsVersions },
    { register: termsRules },
    { register: lisoDecisions },
  ],
  deliverables: [termsSecurityPart],
  releaseRule: releaseByTerms,
  routes: termsRoutes,
  ceilings: [ceilingByTerms],
  reactions: [
    supersedeOnDistribution,
    supersedeOnEffect,
    keepDecision,
    noteMissedContact,
    ...maskedReactions,
  ],
};
