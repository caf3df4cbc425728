import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { countedFrom } from '#engine/office-hours.ts';
import { evidenceKinds, ruleKinds, termsEvents, timedActs } from './choices.ts';
import { isWholeRule, ruleFields } from './clause-rule.ts';
import { officeOf } from './contract.ts';
import {
  contactDutiesByRules,
  deadlineByRules,
  decideByRules,
  type TermsRule,
} from './decide-by-rules.ts';
import { decisionPoints } from './decision-points.ts';
import { clauseFields } from './fields.ts';

const de = { organisationId: 'de', kind: 'national-administration' };
const fr = { organisationId: 'fr', kind: 'national-administration' };

const nothing: TermsRule = {
  ...{ caseId: 'c', versionId: 'v', reference: 'TOC-2026-0001', revision: 1 },
  ...{ number: '4.1.1', title: 'A clause', organisations: ['de', 'fr'], ruleKind: 'tells' },
  ...{ ruling: null, event: null, evidence: [], fromKind: null, fromOrganisations: [] },
  ...{ toKind: null, toOrganisations: [], maximumTlp: null, maximumLabel: null },
  ...{ timedAct: null, urgency: null, within: null, contactRole: null, contactHours: null },
  ...{ workdays: [], opensAt: null, closesAt: null, zone: null },
};

/** One whole clause of each kind. */
const whole: Readonly<Record<(typeof ruleKinds)[number], TermsRule>> = {
  tells: { ...nothing, ruling: 'allow', event: 'early-warning', fromKind: 'any', toKind: 'any' },
  evidence: {
    ...{ ...nothing, ruleKind: 'evidence', ruling: 'allow', evidence: ['log'] },
    ...{ fromKind: 'any', toKind: 'any' },
  },
  ceiling: {
    ...{ ...nothing, ruleKind: 'ceiling', toKind: 'any' },
    ...{ maximumTlp: 'GREEN', maximumLabel: 'PUBLIC' },
  },
  deadline: {
    ...{ ...nothing, ruleKind: 'deadline', timedAct: 'evidence-answer' },
    ...{ toKind: 'any', within: 'PT4H' },
  },
  contact: {
    ...{ ...nothing, ruleKind: 'contact', toKind: 'any', within: 'PT1H' },
    ...{ contactRole: 'niso', contactHours: 'office-hours' },
  },
};

/** Another value of each field, and in which kind of clause it counts. */
const changes: Readonly<
  Record<(typeof ruleFields)[number], [keyof typeof whole, Partial<TermsRule>]>
> = {
  ruling: ['tells', { ruling: 'forbid' }],
  event: ['tells', { event: 'mission-findings' }],
  evidence: ['evidence', { evidence: ['image'] }],
  fromKind: ['tells', { fromKind: 'contractor' }],
  fromOrganisations: ['tells', { fromOrganisations: ['it'] }],
  toKind: ['tells', { toKind: 'central-body' }],
  toOrganisations: ['contact', { toOrganisations: ['it'] }],
  maximumTlp: ['ceiling', { maximumTlp: 'AMBER' }],
  maximumLabel: ['ceiling', { maximumLabel: 'LIMITED' }],
  timedAct: ['deadline', { timedAct: 'incident-notice' }],
  urgency: ['deadline', { urgency: 'urgent' }],
  within: ['deadline', { within: 'PT24H' }],
  contactRole: ['contact', { contactRole: 'npm' }],
  contactHours: ['contact', { contactHours: 'around-the-clock' }],
  workdays: ['contact', { workdays: ['saturday'] }],
  opensAt: ['contact', { opensAt: '09:30' }],
  closesAt: ['contact', { closesAt: '17:00' }],
  zone: ['contact', { zone: 'Europe/Lisbon' }],
};

/** All that one clause alone says about what `de` wants of `fr`. */
function answersOf(rule: TermsRule): unknown {
  const between = { from: de, to: fr } as const;
  return [
    decideByRules([rule], { ask: 'tell', event: 'early-warning', ...between }).verdict,
    decideByRules([rule], { ask: 'evidence', evidence: 'log', ...between }).verdict,
    decideByRules([rule], { ask: 'show', tlp: 'AMBER', label: 'PUBLIC', ...between }).verdict,
    decideByRules([rule], { ask: 'show', tlp: 'CLEAR', label: 'LIMITED', ...between }).verdict,
    deadlineByRules([rule], { timedAct: 'evidence-answer', ...between })?.within,
    contactDutiesByRules([rule], fr).map(({ role, hours, within, office }) => [
      ...[role, hours, within, office],
    ]),
  ];
}

describe('where clauses decide', () => {
  it('names a place for every kind of clause, and for every option of it', () => {
    const { ruleKind, event, evidence, timedAct, contactHours } = clauseFields;
    assert.deepEqual(Object.keys(decisionPoints).sort(), [...ruleKind.options].sort());
    const declared = (kind: keyof typeof decisionPoints) => Object.keys(decisionPoints[kind]);
    assert.deepEqual(declared('tells').sort(), [...event.options].sort());
    assert.deepEqual(declared('evidence').sort(), [...evidence.options].sort());
    assert.deepEqual(declared('deadline').sort(), [...timedAct.options].sort());
    assert.deepEqual(declared('contact').sort(), [...contactHours.options].sort());
    assert.deepEqual(
      [termsEvents.length, evidenceKinds.length, timedActs.length, ruleKinds.length],
      [3, 8, 3, 5],
    );
  });

  it('names files that ask the terms', () => {
    const files = Object.values(decisionPoints).flatMap((options) =>
      Object.values<readonly string[]>(options).flat(),
    );
    for (const file of new Set(files)) {
      const text = readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
      const asks =
        /(permitByTerms|weighByTerms|reachByTerms|deadlines?ByTerms|decideForMany|ByRules)\(/;
      assert.match(text, asks, file);
    }
  });

  it('comes out differently when one field of a clause is another', () => {
    assert.deepEqual(Object.keys(changes), [...ruleFields]);
    for (const [field, [kind, change]] of Object.entries(changes)) {
      const before = answersOf(whole[kind]);
      assert.notDeepEqual(answersOf({ ...whole[kind], ...change }), before, field);
      assert.notDeepEqual(answersOf(nothing), before, kind);
    }
  });

  it('counts the time of a contact from when its office opens: as its clause says, else as usual for the central body', () => {
    const cases: readonly [now: string, from: string][] = [
      // Wednesday in the office; in the evening; Friday night; before the office opens; summer time.
      ['2026-11-18T10:00:00.000Z', '2026-11-18T10:00:00.000Z'],
      ['2026-11-18T17:30:00.000Z', '2026-11-19T07:00:00.000Z'],
      ['2026-11-20T22:00:00.000Z', '2026-11-23T07:00:00.000Z'],
      ['2026-11-19T05:00:00.000Z', '2026-11-19T07:00:00.000Z'],
      ['2026-07-04T12:00:00.000Z', '2026-07-06T06:00:00.000Z'],
    ];
    for (const [now, from] of cases) {
      assert.equal(countedFrom(officeOf({}), now), from, now);
    }
    const saturdays = { workdays: ['saturday'], opensAt: '09:30', zone: 'Europe/Lisbon' };
    const open = countedFrom(officeOf(saturdays), '2026-11-20T22:00:00.000Z');
    assert.equal(open, '2026-11-21T09:30:00.000Z');
  });

  it('takes no clause whose hours are of no office, of an unknown time zone, or empty', () => {
    const contact = {
      ruleKind: 'contact',
      toKind: 'any',
      contactRole: 'npm',
      contactHours: 'office-hours',
    };
    assert.ok(isWholeRule(contact));
    assert.ok(isWholeRule({ ...contact, workdays: ['monday'], zone: 'Europe/Lisbon' }));
    assert.ok(!isWholeRule({ ...contact, zone: 'Europe/Atlantis' }));
    assert.ok(!isWholeRule({ ...contact, opensAt: '18:00' }), 'it closes when it opens');
    assert.ok(!isWholeRule({ ...contact, contactHours: 'around-the-clock', opensAt: '09:00' }));
    assert.ok(!isWholeRule({ workdays: ['monday'] }), 'a clause without a rule has no hours');
  });
});
