import type { ReadContext } from '#kernel/command/context.ts';
import { AppError } from '#kernel/errors/app-error.ts';
import type { Release, ReleaseRule } from '#work/deliverables/release-rule.ts';
import { concernOf } from '../scope.ts';
import { termsEvents } from './choices.ts';
import type { TermsDecision } from './decide-by-rules.ts';
import { governedByTerms } from './queries/governed.ts';
import { refuseForbidden } from './queries/permit.ts';
import { decideForMany } from './queries/rules-in-force.ts';
import { clauseName, levelsOf, type Weighed, weighByTerms } from './queries/weigh.ts';

type Asked = Parameters<ReleaseRule>[1];

/**
 * Whether a document may go to organisations, by the terms in force: told of the event that it is about, or not; and shown a document of this TLP
 * and label, or not. Where the event arose needs no leave to read of itself; a document about several needs the leave between each of them and the
 * recipient.
 */
export const releaseByTerms: ReleaseRule = async (context, asked) => {
  const event = termsEvents.find((one) => one === asked.tells?.event);
  const origins = asked.tells?.from ?? [];
  const found = new Map<string, Release>();
  const keep = (id: string, release: Release | null) => {
    const before = found.get(id);
    if (release === null || before?.outcome === 'hold') return;
    if (before === undefined || release.outcome !== 'send') found.set(id, release);
  };
  for (const from of origins.length === 0 ? [asked.case.ownerId] : origins) {
    const to = [...(await governedByTerms(context, from, asked.organisations))];
    if (to.length === 0) continue;
    if (event !== undefined && origins.length > 0) {
      const question = { ask: 'tell', event, from, to } as const;
      const weighed = await weighByTerms(context, asked.case, question);
      for (const [id, one] of weighed) keep(id, await told(context, id, one));
    }
    for (const [id, one] of await shown(context, asked, from, to)) keep(id, one);
  }
  return found;
};

async function told(context: ReadContext, id: string, weighed: Weighed): Promise<Release> {
  const { outcome, reason, detail, ground } = weighed;
  if (outcome === 'allowed') return { outcome: 'send', reason, detail };
  const refusal = await refusalOf(context, new Map([[id, weighed]]));
  const decided = outcome === 'undecided' ? null : 'LISO';
  const because = ground === null ? decided : clauseName(ground);
  return { outcome: 'hold', ground: { ...ground, because, verdict: outcome }, refusal };
}

async function refusalOf(
  context: ReadContext,
  weighed: ReadonlyMap<string, Weighed>,
): Promise<AppError> {
  try {
    await refuseForbidden(context, weighed);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing stands against it');
}

/** Who may be shown something so labelled; nothing of whom no clause limits. */
async function shown(
  context: ReadContext,
  asked: Asked,
  from: string,
  to: readonly string[],
): Promise<Map<string, Release>> {
  const { tlp = 'CLEAR', label = 'PUBLIC' } = levelsOf(asked);
  const about = concernOf(asked.case.fields);
  const decided = await decideForMany(context, { ask: 'show', tlp, label, from, to, about });
  const found = new Map<string, Release>();
  for (const [id, decision] of decided) {
    if (decision.masked && decision.ground !== null) found.set(id, maskedBy(decision, asked));
  }
  return found;
}

function maskedBy({ ground, ceiling }: TermsDecision, { tlp, label }: Asked): Release {
  if (ground === null || ceiling === null) throw new Error('masked without a clause');
  const because = clauseName(ground);
  return {
    outcome: 'mask',
    ground: { ...ground, because, verdict: 'masked' },
    refusal: new AppError({
      ...{ status: 409, code: 'above-ceiling', title: 'The terms limit what it may see' },
      detail: `It is TLP:${tlp}, ${label}; at most TLP:${ceiling.tlp}, ${ceiling.label} by ${because}.`,
      extra: { ground: { ...ground } },
    }),
  };
}
