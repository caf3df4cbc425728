import type { Functions } from '#engine/decision.ts';
import type { WriteContext } from '#kernel/command/context.ts';
import type { ActInput, RecordActInput } from '#work/catalogue.ts';
import { percentOf } from './coverage.ts';
import type { AntivirusFacts } from './facts.ts';
import { enoughPercent } from './fields.ts';

export const antivirusFunctions: Functions<AntivirusFacts> = {
  guards: {
    'definitions-are-checked': ({ facts }) => facts.checks > 0,
    'installations-are-known': ({ facts }) => facts.clients + facts.servers > 0,
    'coverage-is-enough-or-explained': ({ facts, fields, record }) => {
      if (percentOf(facts) >= enoughPercent) return true;
      const reason = fields['coverageReason'] ?? record.fields['coverageReason'];
      return typeof reason === 'string' && reason.trim() !== '';
    },
    'scans-are-recorded': ({ facts }) => facts.scans > 0,
    'infections-are-judged': ({ facts }) => facts.openInfections === 0,
    'report-is-delivered': ({ facts }) => facts.reportDelivered,
  },
  durations: {
    /** Scans go on until the period ends; a day at least. */
    'time-to-scan': ({ record, now }) => {
      const end = Date.parse(`${String(record.fields['periodTo'])}T23:59:59.000Z`);
      const hours = Math.floor((end - Date.parse(now)) / 3_600_000);
      return hours > 24 ? `PT${hours}H` : 'P1D';
    },
  },
};

type Input = ActInput<AntivirusFacts>;

export const antivirusEffects = {
  'count-coverage': async (_context: WriteContext, { facts }: Input) => ({
    clients: facts.clients,
    clientsCurrent: facts.clientsCurrent,
    servers: facts.servers,
    serversCurrent: facts.serversCurrent,
    coverage: percentOf(facts),
  }),
  'count-scans': async (_context: WriteContext, { facts }: Input) => ({
    scans: facts.scans,
    hostsScanned: facts.hostsScanned,
    filesInfected: facts.filesInfected,
  }),
};

export const infectionEffects = {
  'keep-conclusion': async (context: WriteContext, _input: RecordActInput) => ({
    concludedAt: context.now.toISOString(),
  }),
};
