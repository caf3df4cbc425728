/** The file name a CSAF document must have (CSAF 2.0, section 5.1), made of its tracking id. */
export function csafFileName(trackingId: string): string {
  return `${trackingId.toLowerCase().replace(/[^+\-a-z0-9]+/g, '_')}.json`;
}
