/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  'add-agenda-item',
  'change-agenda-item',
  'remove-agenda-item',
  'answer-objection',
  'minute',
  'present',
  'record-attendance',
  'review-action-point',
  'add-action-point',
  'change-action-point',
  'remove-action-point',
]);
