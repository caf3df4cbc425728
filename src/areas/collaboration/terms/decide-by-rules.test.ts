import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Label, Tlp } from './choices.ts';
import {
  contactDutiesByRules,
  deadlineByRules,
  decideByRules,
  type TermsParty,
  type TermsQuestion,
  type TermsRule,
} from './decide-by-rules.ts';

const body: TermsParty = { organisationId: 'eu', kind: 'central-body' };
const contractor: TermsParty = { organisationId: 'sm', kind: 'contractor' };
const de: TermsParty = { organisationId: 'de', kind: 'national-administration' };
const fr: TermsParty = { organisationId: 'fr', kind: 'national-administration' };
const pl: TermsParty = { organisationId: 'pl', kind: 'national-administration' };

function rule(number: string, given: Partial<TermsRule>): TermsRule {
  return {
    caseId: 'case',
    versionId: 'version',
    reference: 'TOC-2026-0001',
    revision: 1,
    number,
    title: number,
    organisations: ['de', 'fr'],
    ruleKind: 'tells',
    ruling: null,
    event: null,
    evidence: [],
    fromKind: null,
    fromOrganisations: [],
    toKind: null,
    toOrganisations: [],
    maximumTlp: null,
    maximumLabel: null,
    timedAct: null,
    urgency: null,
    within: null,
    contactRole: null,
    contactHours: null,
    workdays: [],
    opensAt: null,
    closesAt: null,
    zone: null,
    ...given,
  };
}

const tells = (number: string, ruling: 'allow' | 'forbid', more: Partial<TermsRule> = {}) =>
  rule(number, {
    event: 'incident-common-domain',
    ruling,
    fromKind: 'any',
    toKind: 'national-administration',
    ...more,
  });

const tell: TermsQuestion = { ask: 'tell', event: 'incident-common-domain', from: de, to: fr };

describe('decisions by the terms', () => {
  it('who is told: allowed, forbidden or not covered, differing in the clause only', () => {
    const verdict = (rules: TermsRule[], question: TermsQuestion = tell) =>
      decideByRules(rules, question).verdict;
    assert.equal(verdict([tells('4.1.1', 'allow')]), 'allowed');
    assert.equal(verdict([tells('4.1.1', 'forbid')]), 'forbidden');
    assert.equal(verdict([]), 'not-covered');
    assert.equal(verdict([tells('4.1.1', 'allow', { event: 'early-warning' })]), 'not-covered');
    assert.equal(decideByRules([tells('4.1.1', 'forbid')], tell).ground?.clause, '4.1.1');
  });

  it('terms bind only the administrations that they name, and always the central body and the contractor', () => {
    const rules = [tells('4.1.1', 'allow', { toKind: 'any' })];
    const to = (party: TermsParty) => decideByRules(rules, { ...tell, to: party }).verdict;
    assert.deepEqual([body, contractor, fr, pl].map(to), [
      'allowed',
      'allowed',
      'allowed',
      'not-covered',
    ]);
    assert.equal(decideByRules(rules, { ...tell, from: pl }).verdict, 'not-covered');
  });

  it('a clause by name outweighs one by kind; of equally close ones the prohibition does, in any order', () => {
    const general = tells('4.1.1', 'allow');
    const named = tells('4.1.2', 'forbid', { toOrganisations: ['fr'] });
    const lifted = tells('4.1.3', 'allow', { toOrganisations: ['fr'], fromOrganisations: ['de'] });
    for (const order of [(list: TermsRule[]) => list, (list: TermsRule[]) => list.toReversed()]) {
      assert.equal(decideByRules(order([general, named]), tell).ground?.clause, '4.1.2');
      assert.equal(decideByRules(order([general, named, lifted]), tell).verdict, 'allowed');
      const both = order([general, tells('4.1.4', 'forbid')]);
      assert.equal(decideByRules(both, tell).verdict, 'forbidden');
    }
  });

  it('evidence: asked or refused, with 4 or 24 hours as the clause says', () => {
    const may = (ruling: 'allow' | 'forbid') =>
      rule('4.1.5', {
        ruleKind: 'evidence',
        evidence: ['log', 'e-mail'],
        ruling,
        fromKind: 'contractor',
        toKind: 'national-administration',
      });
    const due = (within: string, urgency: 'normal' | 'urgent' | null = null) =>
      rule(`due ${within}`, {
        ruleKind: 'deadline',
        timedAct: 'evidence-answer',
        toKind: 'national-administration',
        within,
        urgency,
      });
    const question: TermsQuestion = { ask: 'evidence', evidence: 'log', from: contractor, to: de };
    const decided = decideByRules([may('allow'), due('PT4H')], question);
    assert.deepEqual([decided.verdict, decided.within], ['allowed', 'PT4H']);
    assert.equal(decideByRules([may('allow'), due('PT24H')], question).within, 'PT24H');
    assert.equal(decideByRules([may('forbid')], question).verdict, 'forbidden');
    const image: TermsQuestion = { ...question, evidence: 'image' };
    assert.equal(decideByRules([may('allow')], image).verdict, 'not-covered');
    const asked: TermsQuestion = { ...question, from: fr };
    assert.equal(decideByRules([may('allow')], asked).verdict, 'not-covered');
    const urgent = [due('P1D'), due('PT4H', 'urgent'), due('PT2H', 'urgent')];
    const within = (urgency: 'normal' | 'urgent') =>
      deadlineByRules(urgent, { timedAct: 'evidence-answer', urgency, from: contractor, to: de })
        ?.within;
    assert.deepEqual([within('normal'), within('urgent')], ['P1D', 'PT2H']);
  });

  it('what a recipient may see at most: shown, masked or refused', () => {
    const ceiling = (maximumTlp: 'GREEN' | 'AMBER') =>
      rule('4.2.1', {
        ruleKind: 'ceiling',
        toKind: 'national-administration',
        maximumTlp,
        maximumLabel: 'LIMITED',
      });
    const amber: TermsQuestion = { ...tell, tlp: 'AMBER', label: 'LIMITED' };
    assert.equal(decideByRules([tells('1', 'allow'), ceiling('AMBER')], amber).masked, false);
    assert.equal(decideByRules([tells('1', 'allow'), ceiling('GREEN')], amber).masked, true);
    const show = (label: 'LIMITED' | 'SENSITIVE'): TermsQuestion => ({
      ask: 'show',
      tlp: 'AMBER',
      label,
      from: de,
      to: fr,
    });
    assert.equal(decideByRules([ceiling('AMBER')], show('LIMITED')).verdict, 'allowed');
    assert.equal(decideByRules([ceiling('AMBER')], show('SENSITIVE')).verdict, 'forbidden');
    assert.equal(decideByRules([], show('LIMITED')).verdict, 'not-covered');
    const strictest = decideByRules([ceiling('AMBER'), ceiling('GREEN')], show('LIMITED'));
    assert.equal(strictest.ceiling?.tlp, 'GREEN');
  });

  it('of two limits each holds, and what is above one rests on its clause', () => {
    const limit = (number: string, maximumTlp: Tlp, maximumLabel: Label) =>
      rule(number, {
        ...{ ruleKind: 'ceiling', toKind: 'national-administration', maximumTlp, maximumLabel },
      });
    const limits = [limit('tlp', 'GREEN', 'SENSITIVE'), limit('label', 'AMBER', 'LIMITED')];
    const told = (tlp: Tlp, label: Label) => {
      const [one, other] = [limits, limits.toReversed()].map((rules) => {
        const decided = decideByRules([tells('1', 'allow'), ...rules], { ...tell, tlp, label });
        const shown = decideByRules(rules, { ask: 'show', tlp, label, from: de, to: fr });
        assert.equal(decided.masked, shown.masked);
        assert.deepEqual([decided.ceiling?.tlp, decided.ceiling?.label], ['GREEN', 'LIMITED']);
        assert.equal(decided.ceiling?.ground.clause, shown.ground?.clause);
        return decided.masked ? shown.ground?.clause : null;
      });
      assert.equal(one, other, 'whichever is named first');
      return one;
    };
    assert.equal(told('GREEN', 'LIMITED'), null);
    assert.equal(told('AMBER', 'LIMITED'), 'tlp');
    assert.equal(told('AMBER', 'SENSITIVE'), 'tlp');
    assert.equal(told('GREEN', 'SENSITIVE'), 'label');
  });

  it('contact duties of a party, each with its clause', () => {
    const duty = rule('4.1.9', {
      ruleKind: 'contact',
      toKind: 'national-administration',
      contactRole: 'niso',
      contactHours: 'around-the-clock',
    });
    assert.deepEqual(
      contactDutiesByRules([duty], de).map(({ role, hours, ground }) => [
        role,
        hours,
        ground.clause,
      ]),
      [['niso', 'around-the-clock', '4.1.9']],
    );
    assert.deepEqual(contactDutiesByRules([duty], body), []);
    assert.deepEqual(contactDutiesByRules([duty], pl), []);
  });
});
