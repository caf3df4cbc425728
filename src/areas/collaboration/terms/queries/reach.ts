import { addDuration } from '#engine/duration.ts';
import { countedFrom } from '#engine/office-hours.ts';
import type { ReadContext } from '#kernel/command/context.ts';
import type { ContactDuty } from '#work/requests/draft.ts';
import type { Concern } from '../../scope.ts';
import { contactDutiesByRules, deadlineByRules } from '../decide-by-rules.ts';
import { partiesOf, rulesInForce } from './rules-in-force.ts';

/**
 * Who must be reached at each organisation, and until when somebody acknowledges, by the clauses in force on contacts and on acknowledging; nothing
 * of those that no clause speaks of. The time of a contact in office hours counts from when its office opens.
 */
export async function reachByTerms(
  context: Pick<ReadContext, 'client' | 'now'>,
  asked: {
    readonly from: string;
    readonly to: readonly string[];
    readonly urgency: 'normal' | 'urgent';
    /** What it is about; absent: not known. */
    readonly about?: Concern;
  },
): Promise<ReadonlyMap<string, ContactDuty>> {
  const partyOf = await partiesOf(context, [asked.from, ...asked.to]);
  const rules = await rulesInForce(context, { about: asked.about });
  const now = context.now.toISOString();
  const found = new Map<string, ContactDuty>();
  for (const id of asked.to) {
    const [duty] = contactDutiesByRules(rules, partyOf(id));
    const parties = { from: partyOf(asked.from), to: partyOf(id) };
    const { urgency } = asked;
    const time = deadlineByRules(rules, { timedAct: 'acknowledgement', urgency, ...parties });
    const within = duty?.within ?? time?.within ?? null;
    const ground = duty?.ground ?? time?.ground;
    if (ground === undefined) continue;
    const office = duty?.office ?? null;
    found.set(id, {
      role: duty?.role ?? null,
      acknowledgeBy:
        within === null
          ? null
          : addDuration(office === null ? now : countedFrom(office, now), within),
      ground: {
        ...ground,
        ...(duty === undefined ? {} : { role: duty.role, hours: duty.hours }),
        ...(office === null ? {} : { office }),
      },
    });
  }
  return found;
}
