import type { OfficeHours } from '#engine/office-hours.ts';
import {
  type EvidenceKind,
  type Label,
  labelLevels,
  type PartyKind,
  type RuleKind,
  type TermsEvent,
  type TimedAct,
  type Tlp,
  tlpLevels,
} from './choices.ts';
import { officeOf } from './contract.ts';

/** One clause with a structured part, of a version that is in effect. */
export interface TermsRule {
  /** Case of the terms, their reference, revision and the number of the clause: what a decision names. */
  readonly caseId: string;
  readonly versionId: string;
  readonly reference: string;
  readonly revision: number;
  readonly number: string;
  readonly title: string;
  /** Administrations bound by the version. */
  readonly organisations: readonly string[];
  readonly ruleKind: RuleKind;
  readonly ruling: 'allow' | 'forbid' | null;
  readonly event: TermsEvent | null;
  readonly evidence: readonly EvidenceKind[];
  readonly fromKind: PartyKind | null;
  readonly fromOrganisations: readonly string[];
  readonly toKind: PartyKind | null;
  readonly toOrganisations: readonly string[];
  readonly maximumTlp: Tlp | null;
  readonly maximumLabel: Label | null;
  readonly timedAct: TimedAct | null;
  readonly urgency: 'normal' | 'urgent' | null;
  readonly within: string | null;
  readonly contactRole: string | null;
  readonly contactHours: 'office-hours' | 'around-the-clock' | null;
  /** When the office of a contact is open; what is null is as usual. */
  readonly workdays: readonly string[];
  readonly opensAt: string | null;
  readonly closesAt: string | null;
  readonly zone: string | null;
}

/** An organisation as clauses speak of it. */
export interface TermsParty {
  readonly organisationId: string;
  readonly kind: string;
}

/** What is to be decided: may `to` be told of an event from `from`; may `from` ask `to` for evidence; may `to` see something so labelled. */
export type TermsQuestion =
  | {
      readonly ask: 'tell';
      readonly event: TermsEvent;
      readonly from: TermsParty;
      readonly to: TermsParty;
      readonly tlp?: Tlp;
      readonly label?: Label;
    }
  | {
      readonly ask: 'evidence';
      readonly evidence: EvidenceKind;
      readonly urgency?: 'normal' | 'urgent';
      readonly from: TermsParty;
      readonly to: TermsParty;
    }
  | {
      readonly ask: 'show';
      readonly tlp: Tlp;
      readonly label: Label;
      readonly from: TermsParty;
      readonly to: TermsParty;
    };

/** Where a decision rests: written with every audience entry and request that it leads to. */
export interface TermsGround {
  readonly caseId: string;
  readonly terms: string;
  readonly version: number;
  readonly versionId: string;
  readonly clause: string;
  readonly clauseTitle: string;
}

export interface TermsDecision {
  /** `not-covered`: no clause speaks of it; it needs a recorded decision of the LISO. */
  readonly verdict: 'allowed' | 'forbidden' | 'not-covered';
  readonly ground: TermsGround | null;
  /** Of evidence: how long the one who is asked has (ISO 8601), by a clause on deadlines. */
  readonly within: string | null;
  readonly deadlineGround: TermsGround | null;
  /** Most that the recipient may see; null: no clause limits it. */
  readonly ceiling: {
    readonly tlp: Tlp;
    readonly label: Label;
    readonly ground: TermsGround;
  } | null;
  /** True when it is told, but its content is above the ceiling and has to be masked. */
  readonly masked: boolean;
}

export function groundOf(rule: TermsRule): TermsGround {
  return {
    caseId: rule.caseId,
    terms: rule.reference,
    version: rule.revision,
    versionId: rule.versionId,
    clause: rule.number,
    clauseTitle: rule.title,
  };
}

/** The central body and the contractor are bound by all terms; of the others those that the version names. */
function isBound(rule: TermsRule, { organisationId, kind }: TermsParty): boolean {
  return (
    kind === 'central-body' || kind === 'contractor' || rule.organisations.includes(organisationId)
  );
}

/** How closely a clause speaks of a party: 3 by name, 2 by kind, 1 of everybody, 0 not at all. */
function closeness(
  kind: PartyKind | null,
  named: readonly string[],
  party: TermsParty,
): 0 | 1 | 2 | 3 {
  if (named.length > 0) return named.includes(party.organisationId) ? 3 : 0;
  if (kind === null || kind === 'any') return 1;
  return kind === party.kind ? 2 : 0;
}

interface Found {
  readonly rule: TermsRule;
  readonly weight: number;
}

/** Clauses that speak of both parties, each with how closely it does. */
function matching(
  rules: readonly TermsRule[],
  ruleKind: RuleKind,
  from: TermsParty | null,
  to: TermsParty,
  also: (rule: TermsRule) => boolean,
): Found[] {
  return rules.flatMap((rule): Found[] => {
    if (rule.ruleKind !== ruleKind || !isBound(rule, to) || !also(rule)) return [];
    if (from !== null && !isBound(rule, from)) return [];
    const ofTo = closeness(rule.toKind, rule.toOrganisations, to);
    const ofFrom = from === null ? 1 : closeness(rule.fromKind, rule.fromOrganisations, from);
    return ofTo === 0 || ofFrom === 0 ? [] : [{ rule, weight: ofTo * 10 + ofFrom }];
  });
}

/** The closest clauses decide; of equally close ones a prohibition does. */
function ruling(found: readonly Found[]): Pick<TermsDecision, 'verdict' | 'ground'> {
  const most = Math.max(0, ...found.map(({ weight }) => weight));
  const closest = found.filter(({ weight }) => weight === most).map(({ rule }) => rule);
  const forbidding = closest.find((rule) => rule.ruling === 'forbid');
  const decisive = forbidding ?? closest[0];
  if (decisive === undefined) return { verdict: 'not-covered', ground: null };
  return {
    verdict: forbidding === undefined ? 'allowed' : 'forbidden',
    ground: groundOf(decisive),
  };
}

/** What is to be seen, as clauses on ceilings speak of it; absent: not known, and nothing that could exceed one. */
interface Marks {
  readonly tlp?: Tlp;
  readonly label?: Label;
}

interface Limit extends Required<Marks> {
  readonly ground: TermsGround;
}

const above = <Level>(levels: readonly Level[], one: Level | undefined, other: Level): boolean =>
  one !== undefined && levels.indexOf(one) > levels.indexOf(other);

/**
 * The strictest of the closest clauses on what a recipient may see, in TLP as in label. Its ground is the clause that what is marked so exceeds;
 * where it exceeds both or neither, the one with the lowest TLP, of equal ones the first.
 */
function ceilingFor(
  rules: readonly TermsRule[],
  from: TermsParty,
  to: TermsParty,
  marks: Marks,
): TermsDecision['ceiling'] {
  const found = matching(rules, 'ceiling', from, to, () => true);
  const most = Math.max(0, ...found.map(({ weight }) => weight));
  const limits = found
    .filter(({ weight }) => weight === most)
    .flatMap(({ rule }): Limit[] =>
      rule.maximumTlp === null || rule.maximumLabel === null
        ? []
        : [{ tlp: rule.maximumTlp, label: rule.maximumLabel, ground: groundOf(rule) }],
    );
  const [first, ...others] = limits;
  if (first === undefined) return null;
  const lowest = (isAbove: (one: Limit, other: Limit) => boolean): Limit =>
    others.reduce((low, one) => (isAbove(low, one) ? one : low), first);
  const byTlp = lowest((one, other) => above(tlpLevels, one.tlp, other.tlp));
  const byLabel = lowest((one, other) => above(labelLevels, one.label, other.label));
  const labelAlone =
    above(labelLevels, marks.label, byLabel.label) && !above(tlpLevels, marks.tlp, byTlp.tlp);
  const { ground } = labelAlone ? byLabel : byTlp;
  return { tlp: byTlp.tlp, label: byLabel.label, ground };
}

function exceeds(ceiling: TermsDecision['ceiling'], { tlp, label }: Marks): boolean {
  if (ceiling === null) return false;
  return above(tlpLevels, tlp, ceiling.tlp) || above(labelLevels, label, ceiling.label);
}

function compareDurations(one: string, other: string): number {
  return minutesOf(one) - minutesOf(other);
}

/** Minutes of a duration in days, hours and minutes. */
function minutesOf(duration: string): number {
  const [, days = '0', hours = '0', minutes = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return Number(days) * 1440 + Number(hours) * 60 + Number(minutes);
}

/** How long `to` has for an act that `from` waits for: the shortest of the closest clauses, those for this urgency first. */
export function deadlineByRules(
  rules: readonly TermsRule[],
  asked: {
    readonly timedAct: TimedAct;
    readonly urgency?: 'normal' | 'urgent';
    readonly from: TermsParty;
    readonly to: TermsParty;
  },
): { readonly within: string; readonly ground: TermsGround } | null {
  const urgency = asked.urgency ?? 'normal';
  const found = matching(
    rules,
    'deadline',
    asked.from,
    asked.to,
    (rule) =>
      rule.timedAct === asked.timedAct && (rule.urgency === null || rule.urgency === urgency),
  ).map(({ rule, weight }) => ({ rule, weight: weight + (rule.urgency === null ? 0 : 100) }));
  const most = Math.max(0, ...found.map(({ weight }) => weight));
  return (
    found
      .filter(({ weight }) => weight === most)
      .flatMap(({ rule }) =>
        rule.within === null ? [] : [{ within: rule.within, ground: groundOf(rule) }],
      )
      .sort((a, b) => compareDurations(a.within, b.within))
      .at(0) ?? null
  );
}

/** A contact that a party has to keep: whoever holds the role answers in these hours, within the time. */
export interface ContactRule {
  readonly role: string;
  readonly hours: 'office-hours' | 'around-the-clock';
  /** When its office is open; null: it answers around the clock. */
  readonly office: OfficeHours | null;
  /** ISO 8601; null: the clause names no time. */
  readonly within: string | null;
  readonly ground: TermsGround;
}

/** Contacts that a party has to keep, each with its clause; the one that speaks of it most closely first, of equal ones that around the clock. */
export function contactDutiesByRules(rules: readonly TermsRule[], of: TermsParty): ContactRule[] {
  const hoursOf = ({ rule }: Found) => (rule.contactHours === 'around-the-clock' ? 1 : 0);
  return matching(rules, 'contact', null, of, () => true)
    .sort((one, other) => other.weight - one.weight || hoursOf(other) - hoursOf(one))
    .flatMap(({ rule }) =>
      rule.contactRole === null || rule.contactHours === null
        ? []
        : [
            {
              ...{ role: rule.contactRole, hours: rule.contactHours, within: rule.within },
              office: rule.contactHours === 'office-hours' ? officeOf({ ...rule }) : null,
              ground: groundOf(rule),
            },
          ],
    );
}

/**
 * Decides by the clauses in effect: what they allow happens without asking, what they forbid is refused with the clause named, what they do
 * not cover needs a recorded decision of the LISO. A clause that names an organisation outweighs one for its kind, and that one for all.
 */
export function decideByRules(rules: readonly TermsRule[], question: TermsQuestion): TermsDecision {
  const { from, to } = question;
  const marks = question.ask === 'evidence' ? {} : question;
  const ceiling = ceilingFor(rules, from, to, marks);
  const none = { within: null, deadlineGround: null };
  switch (question.ask) {
    case 'tell': {
      const found = matching(rules, 'tells', from, to, (rule) => rule.event === question.event);
      const { verdict, ground } = ruling(found);
      const masked = verdict === 'allowed' && exceeds(ceiling, question);
      return { verdict, ground, ceiling, masked, ...none };
    }
    case 'evidence': {
      const found = matching(rules, 'evidence', from, to, (rule) =>
        rule.evidence.includes(question.evidence),
      );
      const due = deadlineByRules(rules, { ...question, timedAct: 'evidence-answer' });
      return {
        ...ruling(found),
        ceiling,
        masked: false,
        within: due?.within ?? null,
        deadlineGround: due?.ground ?? null,
      };
    }
    case 'show': {
      if (ceiling === null)
        return { verdict: 'not-covered', ground: null, ceiling, masked: false, ...none };
      const masked = exceeds(ceiling, question);
      return {
        verdict: masked ? 'forbidden' : 'allowed',
        ground: ceiling.ground,
        ceiling,
        masked,
        ...none,
      };
    }
  }
}
