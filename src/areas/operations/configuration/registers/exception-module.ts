import type { RegisterModule } from '#work/catalogue.ts';
import { exceptionFunctions, refusePastExpiry } from '#work/exceptions/exception-life.ts';
import { configurationExceptions } from './checks.ts';

/** Exceptions of configuration: asked for, approved by another person, ended by their day. */
export const configurationExceptionsModule: RegisterModule = {
  register: configurationExceptions,
  functions: exceptionFunctions,
  effects: {
    'keep-approval': async (context) => ({ approvedAt: context.now.toISOString() }),
  },
  changed: refusePastExpiry,
};
