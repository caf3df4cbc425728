/** A fingerprint in groups of four, as people read it out. */
export function inGroups(fingerprint: string): string {
  return fingerprint.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
