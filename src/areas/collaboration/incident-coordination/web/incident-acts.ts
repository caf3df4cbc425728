export const owner = 'procedure.incident-coordination';

/** Actions that stand at what they are about, instead of in the list of what can be done. */
export const placedActions: ReadonlySet<string> = new Set([
  'assess-system',
  'assess-information',
  'raise-impact',
  'lower-impact',
  'add-event',
  'set-instants',
  'give-evidence',
  'analyse-exhibit',
  'record-finding',
  'record-gap',
  'recommend',
]);
