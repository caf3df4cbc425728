import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Principal } from '#kernel/access/principal.ts';
import { type Runner, runQuery } from '#kernel/command/command.ts';
import type { HttpApp } from '#kernel/http/http-app.ts';
import type { Catalogue } from '#work/catalogue.ts';
import { feedEntries, feedScope } from './feed-entries.ts';
import { type FeedLocale, type FeedSettings, type FeedWords, feedFile } from './feed-file.ts';

export interface FeedParts extends Pick<FeedSettings, 'baseUrl' | 'maxTlp'> {
  readonly runner: Runner;
  readonly catalogue: Catalogue;
  readonly wordsOf: (locale: FeedLocale) => FeedWords;
  /** Of identity: 404, 429. */
  readonly principalOfAddress: (asked: {
    readonly token: string;
    readonly scope: string;
    readonly from: string;
  }) => Promise<Principal>;
}

/**
 * The calendar of a person under a secret address, for calendar programs. Nobody signs in: the token in the address, made for this alone, says
 * whose it is. An answer that is as it was is told by 304.
 */
export function feedRoutes(app: HttpApp, parts: FeedParts): void {
  const { runner, baseUrl, maxTlp } = parts;
  const query = feedEntries(parts.catalogue);
  app.get(
    '/api/v1/calendar-feeds/:file',
    {
      schema: {
        tags: ['calendar'],
        security: [],
        params: z.object({ file: z.string().max(100) }),
      },
    },
    async (request, reply) => {
      const token = request.params.file.replace(/\.ics$/, '');
      const principal = await parts.principalOfAddress({
        ...{ token, scope: feedScope, from: request.ip },
      });
      const { entries, day } = await runQuery(runner, query, principal, {});
      const salt = principal.viaId ?? '';
      const text = feedFile(entries, parts.wordsOf(principal.locale), {
        ...{ baseUrl, maxTlp, salt, day },
      });
      const etag = `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;
      reply.header('etag', etag).header('cache-control', 'private, no-cache');
      if (isKnown(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return reply
        .type('text/calendar; charset=utf-8')
        .header('content-disposition', 'inline; filename="commonward.ics"')
        .send(text);
    },
  );
}

/** Weak comparison of RFC 9110 §13.1.2. */
function isKnown(header: string | undefined, etag: string): boolean {
  const known = (header ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''));
  return known.includes(etag) || known.includes('*');
}
