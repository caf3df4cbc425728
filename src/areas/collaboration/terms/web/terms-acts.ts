/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  'draft-clause',
  'redraft-clause',
  'remove-clause',
  'comment',
  'answer-comment',
  'assess-clause',
  'provide-common-plan',
  'state-sla-compliance',
]);

/** The parts of the text in their order (Security Plan §3.4). */
export const partsOfText = [
  'roles',
  'sla',
  'plans',
  'risk-management',
  'security-controls',
  'awareness',
  'best-practice',
] as const;
