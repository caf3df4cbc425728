/** Traffic Light Protocol 2.0, most public first. */
const tlpOrder = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'];

/**
 * True when a mail may carry content of this label: only PUBLIC information, and no TLP above the one allowed for the channel. Anything
 * else, also a label that is not known, goes as a neutral notice with a link.
 */
export function mayMail(label: string, tlp: string, maxTlp: string): boolean {
  const asked = tlpOrder.indexOf(tlp);
  return label === 'PUBLIC' && asked >= 0 && asked <= tlpOrder.indexOf(maxTlp);
}
