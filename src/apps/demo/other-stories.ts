import { antivirusStories } from './antivirus-stories.ts';
import {
  tellOpenChanges,
  tellRefusedChanges,
  tellRequests,
  tellStandardChange,
} from './change-stories.ts';
import { configurationStories } from './configuration-stories.ts';
import { leakageStories } from './leakage-stories.ts';
import { networkStories } from './network-stories.ts';
import type { History } from './play-history.ts';
import {
  tellAnswers,
  tellCheck,
  tellDecisions,
  tellOwnAnswers,
  tellReviews,
  tellSubscriptions,
  tellSurveys,
  tellUnauthorised,
} from './register-stories.ts';
import { type Story, type Team, teamOf } from './story.ts';
import {
  type ReportPlot,
  tellDuplicate,
  tellEndOfLife,
  tellMappings,
  tellReport,
  tellRumour,
  tellWithoutFix,
} from './warning-steps.ts';

const reports: readonly ReportPlot[] = [
  {
    advisory: 'PYSEC-2023-192',
    day: -41,
    impact:
      'Three automation servers; they talk to our own network elements only, without cookies.',
    rationale: 'No redirects to foreign hosts: the next maintenance is soon enough.',
    until: 'closed',
  },
  {
    advisory: 'GHSA-599f-7c49-w659',
    day: -25,
    impact: 'Four servers of billing have the library, but never use what is weak in it.',
    rationale: 'Not in the path of execution; updated with the next build.',
    until: 'released',
  },
  {
    advisory: 'GO-2026-4834',
    day: -9,
    impact:
      'Four servers of the monitoring; the MQTT gateway of the message server is switched off.',
    rationale: 'What is weak is not switched on.',
    until: 'in-qc',
  },
  {
    advisory: 'GHSA-3h5v-q93c-6h6q',
    day: -7,
    impact: 'Four portal servers; the load balancer limits the number of headers.',
    rationale: 'Cannot be reached through the load balancer.',
    until: 'draft',
  },
  {
    advisory: 'ICSA-23-131-08',
    day: -9,
    impact: 'Ten routers of remote masts; they are reached through our own access network only.',
    rationale: 'Not reachable from outside; the firmware comes with the visit before winter.',
    until: 'judge',
  },
];

/** Warnings of the other organisations: looked at, not more. */
const elsewhere: readonly (ReportPlot & { code: string; analyst: string; lead: string })[] = [
  {
    ...{ code: 'FR', analyst: 'niso.fr@demo.test', lead: 'npm.fr@demo.test' },
    ...{ advisory: 'PAN-CVE-2024-3400', day: -3, until: 'impact' },
    impact: 'Deux pare-feu sont exposés à Internet avec GlobalProtect.',
    rationale: '',
  },
  {
    ...{ code: 'FR', analyst: 'niso.fr@demo.test', lead: 'npm.fr@demo.test' },
    ...{ advisory: 'GHSA-36p3-wjmg-h94x', day: -4, until: 'judge' },
    impact: 'Quatre serveurs du domaine national de transit.',
    rationale: 'Accessibles par le réseau commun seulement.',
  },
  {
    ...{ code: 'EU-TAXUD', analyst: 'taxud@demo.test', lead: 'liso@demo.test' },
    ...{ advisory: 'GHSA-36p3-wjmg-h94x', day: -4, until: 'impact' },
    impact: 'Quatre serveurs du contrôle des importations.',
    rationale: '',
  },
  {
    ...{ code: 'ITSM', analyst: 'csip@demo.test', lead: 'itsm@demo.test' },
    ...{ advisory: 'GO-2026-5264', day: -25, until: 'judge' },
    impact: 'Three servers of the monitoring, reached from inside only.',
    rationale: 'The next release brings the fix.',
  },
  {
    ...{ code: 'ITSM', analyst: 'csip@demo.test', lead: 'itsm@demo.test' },
    ...{ advisory: 'GO-2026-4834', day: -8, until: 'judge' },
    impact: 'Three servers of the monitoring; MQTT is not switched on.',
    rationale: 'What is weak is not switched on.',
  },
];

const started = ['SE', 'PL'];

/** What happens beside the loops: reports, duplicates, changes of every kind, decisions, answers, checks. */
export function otherStories(history: History): Record<string, Story> {
  const nordvik = teamOf('NORDVIK', history);
  const germany = teamOf('DE', history);
  const stories: Record<string, Story> = {
    subscriptions: tellSubscriptions(nordvik),
    duplicate: tellDuplicate(nordvik, {
      day: -9,
      advisory: 'GO-2026-4832',
      into: 'GO-2026-4834',
    }),
    sameLibrary: tellDuplicate(nordvik, {
      day: -40,
      advisory: 'PYSEC-2023-212',
      into: 'PYSEC-2023-192',
    }),
    rumour: tellRumour(nordvik),
    withoutFix: tellWithoutFix(nordvik),
    endOfLife: tellEndOfLife(nordvik),
    mappings: tellMappings(nordvik),
    standardChange: tellStandardChange(nordvik),
    refusedChanges: tellRefusedChanges(nordvik),
    openChanges: tellOpenChanges(nordvik),
    requests: tellRequests(nordvik),
    decisions: tellDecisions(nordvik),
    unauthorised: tellUnauthorised(nordvik),
    surveys: tellSurveys(nordvik),
    check: tellCheck(germany),
    answers: tellAnswers(nordvik),
    ownAnswers: tellOwnAnswers(nordvik),
    reviews: tellReviews(nordvik),
    ...antivirusStories(nordvik),
    ...configurationStories(nordvik),
    ...leakageStories(nordvik),
    ...networkStories(nordvik),
  };
  for (const plot of reports) stories[`report ${plot.advisory}`] = tellReport(nordvik, plot);
  for (const { code, analyst, lead, ...plot } of elsewhere) {
    const team = teamOf(code, history);
    const theirs: Team = { ...team, people: { ...team.people, analyst, lead } };
    stories[`${code} ${plot.advisory}`] = tellReport(theirs, plot);
  }
  for (const code of started) {
    const team = teamOf(code, history);
    const analyst = `niso.${code.toLowerCase()}@demo.test`;
    const theirs: Team = { ...team, people: { ...team.people, analyst } };
    stories[`${code} starts`] = tellReport(theirs, {
      advisory: 'GHSA-36p3-wjmg-h94x',
      day: -4,
      impact: '',
      rationale: '',
      until: 'analyse',
    });
  }
  return stories;
}
