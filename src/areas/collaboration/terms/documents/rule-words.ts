import { durationInWords } from '#engine/duration.ts';
import { officeInWords } from '#engine/office-hours.ts';
import { labelLevels } from '../choices.ts';
import { officeOf } from '../contract.ts';
import type { TermsSpeaker } from './words.ts';

type Values = Readonly<Record<string, unknown>>;

/** The structured part of a clause as a sentence, with names of organisations by id; null when it has none. */
export function ruleInWords(
  speaker: TermsSpeaker,
  fields: Values,
  names: Readonly<Record<string, string>>,
): string | null {
  const { say, option, language } = speaker;
  const party = (side: 'from' | 'to'): string => {
    const named = fields[`${side}Organisations`];
    const known = Array.isArray(named) ? named.flatMap((id) => names[String(id)] ?? []) : [];
    return known.length > 0 ? known.join(', ') : option('party', fields[`${side}Kind`] ?? 'any');
  };
  const from = party('from');
  const to = party('to');
  const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const forbids = fields['ruling'] === 'forbid';
  const evidence = Array.isArray(fields['evidence']) ? (fields['evidence'] as unknown[]) : [];
  switch (fields['ruleKind']) {
    case 'tells': {
      const event = option('event', fields['event']);
      return capital(say(forbids ? 'rule.tells.forbid' : 'rule.tells.allow', { from, to, event }));
    }
    case 'evidence': {
      const list = evidence.map((one) => option('evidence', one)).join(', ');
      const word = forbids ? 'rule.evidence.forbid' : 'rule.evidence.allow';
      return capital(say(word, { from, to, evidence: list }));
    }
    case 'ceiling': {
      const label = labelLevels.find((one) => one === fields['maximumLabel']) ?? '';
      return capital(say('rule.ceiling', { to, tlp: String(fields['maximumTlp']), label }));
    }
    case 'deadline': {
      const urgency = fields['urgency'] == null ? '' : option('urgency', fields['urgency']);
      const within = durationInWords(String(fields['within']), language);
      const act = option('act', fields['timedAct']);
      return capital(say('rule.deadline', { to, within, act, urgency }));
    }
    case 'contact': {
      const role = String(fields['contactRole']).toUpperCase();
      const office = officeInWords(officeOf(fields), language);
      const word = option('hours', fields['contactHours']);
      const hours = fields['contactHours'] === 'office-hours' ? `${word} (${office})` : word;
      const within =
        fields['within'] == null
          ? ''
          : say('rule.contact.within', {
              within: durationInWords(String(fields['within']), language),
            });
      return capital(say('rule.contact', { to, role, hours, within }));
    }
    default:
      return null;
  }
}
