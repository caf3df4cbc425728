import type { IncomingMessage } from './incoming-message.ts';

/**
 * Whether the mail server that is believed found the message to be from its sender's domain: the topmost Authentication-Results field that
 * carries its name says `dmarc=pass` (RFC 8601 §2.2, RFC 7489). A server removes fields that others wrote in its name (RFC 8601 §5).
 * @param believed name of that server (its authserv-id); without one senders are believed
 */
export function isVerified(
  { authentication, from }: Pick<IncomingMessage, 'authentication' | 'from'>,
  believed: string | undefined,
): boolean {
  if (believed === undefined) return true;
  const fields = authentication.map((field) =>
    withoutComments(field)
      .split(';')
      .map((part) => part.trim().toLowerCase()),
  );
  const own = fields.find(([id]) => id?.split(/\s/)[0] === believed.toLowerCase());
  const domain = from?.address.split('@')[1];
  return (
    own?.slice(1).some((part) => {
      const [method, ...properties] = part.split(/\s+/);
      const of = properties.find((each) => each.startsWith('header.from='));
      return method === 'dmarc=pass' && of === `header.from=${domain}`;
    }) === true
  );
}

/** Comments stand in parentheses, also in each other (RFC 5322 §3.2.2). */
function withoutComments(field: string): string {
  let depth = 0;
  let kept = '';
  for (const sign of field) {
    if (sign === '(') depth += 1;
    else if (sign === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += sign;
  }
  return kept.replaceAll(/\s*=\s*/g, '=');
}
