import type { FastifyReply } from 'fastify';
import { csrfCookie, sessionCookie } from './authenticate.ts';
import type { IdentityParts } from './parts.ts';
import { csrfOf } from './secrets.ts';
import type { NewSession } from './sessions.ts';

/** Puts the session into its cookie (not readable by scripts) and its CSRF value into one that the application reads. */
export function setSessionCookies(
  parts: IdentityParts,
  reply: FastifyReply,
  session: Pick<NewSession, 'secret' | 'expiresAt'>,
): void {
  reply.setCookie(sessionCookie, session.secret, {
    ...cookieForm(parts),
    httpOnly: true,
    expires: session.expiresAt,
  });
  setCsrfCookie(parts, reply, session.secret);
}

/** The CSRF cookie of a session; it ends with the browser and is renewed when it is missing. */
export function setCsrfCookie(parts: IdentityParts, reply: FastifyReply, secret: string): void {
  reply.setCookie(csrfCookie, csrfOf(parts.keys, secret), cookieForm(parts));
}

export function clearSessionCookies(parts: IdentityParts, reply: FastifyReply): void {
  reply.clearCookie(sessionCookie, { ...cookieForm(parts), httpOnly: true });
  reply.clearCookie(csrfCookie, cookieForm(parts));
}

function cookieForm({ config }: IdentityParts) {
  const secure =
    config.PUBLIC_URL?.startsWith('https:') === true || config.TLS_CERT_FILE !== undefined;
  return { path: '/', sameSite: 'strict', secure } as const;
}
