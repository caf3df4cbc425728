import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import type { Caller } from '#tests/access/http-world.ts';
import { act, items, opened } from './terms-calls.ts';

/** The structured part of a clause, as the form of `draft-clause` takes it. */
export type Clause = Readonly<Record<string, string | readonly string[]>>;

/** Has terms with these clauses agreed and approved, and does something under them; they stay in force until others follow. */
export type Under = <T>(
  clauses: readonly Clause[],
  work: (terms: { readonly reference: string }) => Promise<T>,
) => Promise<T>;

/** Who negotiates and approves terms. */
export interface Negotiators {
  readonly requester: Caller;
  readonly manager: Caller;
  readonly liso: Caller;
  /** The national project managers of the administrations of the scope. */
  readonly agreeing: readonly Caller[];
  readonly scope: Readonly<Record<'communities' | 'threads' | 'memberStates', readonly string[]>>;
}

/** Number of the clause that stands at a place of those given: the first clause of the part is plain text. */
export const numberOf = (place: number): string => `4.1.${place + 2}`;

const plain = {
  part: 'risk-management',
  title: 'Coordination of risks',
  text: 'The parties coordinate what they do about risks.',
};

export const statements = {
  slaToCentralCompliance: 'compliant',
  slaFromCentralCompliance: 'compliant',
};

/**
 * Brings terms into force as people do, through HTTP: asked for, accepted, scoped, redrafted clause by clause from the version before, agreed by
 * every administration, approved by the LISO. Only what differs from the version before is redrafted. The first version has no structured clause.
 */
export function termsInForce(people: Negotiators): Under {
  let standing: readonly Clause[] = [];
  let reference: string | null = null;
  return async (clauses, work) => {
    reference ??= await nextVersion(people, []);
    if (!isDeepStrictEqual(standing, clauses)) await nextVersion(people, clauses);
    standing = clauses;
    return work({ reference });
  };
}

interface Written {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Returns the reference of the case; the first one is that of all versions. */
async function nextVersion(people: Negotiators, clauses: readonly Clause[]): Promise<string> {
  const { requester, manager, liso, agreeing, scope } = people;
  const id = await opened(requester, {
    ...{ procedure: 'terms-of-collaboration', title: 'Terms of the transit systems' },
    fields: { description: 'The administrations ask for it.' },
  });
  await act(manager, id, 'accept');
  await act(requester, id, 'set-scope', scope);
  await redraft(manager, id, clauses);
  await act(manager, id, 'state-sla-compliance', statements);
  await act(liso, id, 'waive-common-plans', {}, 'Known from last year.');
  for (const participant of await items(liso, `/terms-participants?caseId=${id}`)) {
    const path = `/terms-participants/${participant.id}/actions/waive-plans`;
    const waived = await liso('POST', path, { comment: 'Known from last year.' });
    assert.equal(waived.status, 200, waived.text);
  }
  await act(manager, id, 'submit-review');
  for (const npm of agreeing) await act(npm, id, 'agree');
  await act(manager, id, 'submit-approval');
  await act(liso, id, 'approve');
  const { body } = await liso('GET', `/cases/${id}`);
  return (body['case'] as { reference: string }).reference;
}

/** Makes the structured clauses of a draft those that are wanted, in their order. */
async function redraft(manager: Caller, caseId: string, wanted: readonly Clause[]): Promise<void> {
  const written = (await items(manager, `/terms-clauses?caseId=${caseId}&limit=100`)) as Written[];
  written.sort((a, b) => Number(a.fields['position']) - Number(b.fields['position']));
  const ofRisks = written.filter(({ fields }) => fields['part'] === plain.part);
  let ruled = written.filter(({ fields }) => typeof fields['ruleKind'] === 'string');
  const [first] = ofRisks;
  const standard = String(ofRisks[0]?.fields['standard']);
  if (first !== undefined && ruled.includes(first)) {
    await act(manager, caseId, 'redraft-clause', { ...plain, standard, termsClause: first.id });
    ruled = ruled.filter((one) => one !== first);
  }
  for (const [at, clause] of wanted.entries()) {
    const before = ruled[at];
    const form = { part: plain.part, title: 'A rule', text: 'As it says.', standard, ...clause };
    if (before === undefined) await act(manager, caseId, 'draft-clause', form);
    else if (!says(before, form)) {
      await act(manager, caseId, 'redraft-clause', { ...form, termsClause: before.id });
    }
  }
  for (const { id: termsClause } of ruled.slice(wanted.length)) {
    await act(manager, caseId, 'remove-clause', { termsClause }, 'Not needed any more.');
  }
}

const ofNoRule = ['number', 'position'];

function says({ fields }: Written, form: Clause): boolean {
  const given = Object.entries(fields).filter(
    ([name, value]) => value !== null && !ofNoRule.includes(name),
  );
  return isDeepStrictEqual(Object.fromEntries(given), form);
}

const allNas = { fromKind: 'any', toKind: 'national-administration' };

export const tells = (
  ruling: 'allow' | 'forbid',
  event = 'incident-common-domain',
  more: Clause = {},
): Clause => ({ ...allNas, ruleKind: 'tells', ruling, event, ...more });
export const evidence = (ruling: 'allow' | 'forbid', kind = 'log', more: Clause = {}): Clause => ({
  ...{ ...allNas, ruleKind: 'evidence', ruling, evidence: [kind] },
  ...more,
});
export const ceiling = (tlp: string, label = 'LIMITED', more: Clause = {}): Clause => ({
  ...{ ...allNas, ruleKind: 'ceiling', maximumTlp: tlp, maximumLabel: label },
  ...more,
});
export const deadline = (
  within: string,
  timedAct = 'evidence-answer',
  more: Clause = {},
): Clause => ({ ...allNas, ruleKind: 'deadline', timedAct, within, ...more });
export const contact = (role: string, hours: string, more: Clause = {}): Clause => ({
  ...{ toKind: 'national-administration', ruleKind: 'contact' },
  ...{ contactRole: role, contactHours: hours, ...more },
});
