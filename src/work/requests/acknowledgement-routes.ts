import type { HttpApp } from '#kernel/http/http-app.ts';
import { acknowledgeByLink, type LinkParts, lookAtLink } from './acknowledge-by-link.ts';
import { acknowledgementInput, acknowledgementView } from './contract.ts';

const base = '/api/v1/acknowledgements';

/**
 * For whoever has the link of a mail and is not signed in. The token travels in the body, never in an address; cookies count for nothing here, so
 * that no other site can make a browser acknowledge. Only `POST` to the base changes something.
 */
export function acknowledgementRoutes(app: HttpApp, parts: LinkParts): void {
  const schema = {
    ...{ tags: ['requests'], security: [] as [], body: acknowledgementInput },
    response: { 200: acknowledgementView },
  };
  app.post(`${base}/look`, { schema }, (request) =>
    lookAtLink(parts, request.body.token, request.ip),
  );
  app.post(base, { schema }, (request) => acknowledgeByLink(parts, request.body.token, request.ip));
}
