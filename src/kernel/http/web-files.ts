import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import type { HttpApp } from './http-app.ts';

const withSecret = /^\/(?:acknowledge|invitation)\/?$/;

/** A year: the names of built files carry their hash. */
const assetAgeSeconds = 31_536_000;

/**
 * The built web application. Every path that is neither API nor file answers with its page, in which each script carries a fresh nonce:
 * nothing else runs.
 */
export async function webFiles(app: HttpApp, folder: string): Promise<void> {
  const page = join(folder, 'index.html');
  if (!existsSync(page)) {
    app.setNotFoundHandler((request, reply) => notHere(request.url, reply));
    return;
  }
  await app.register(fastifyStatic, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    maxAge: assetAgeSeconds * 1000,
    immutable: true,
    index: false,
    decorateReply: false,
    // What the build left beside each file.
    preCompressed: true,
  });
  app.setNotFoundHandler((request, reply) => {
    const wantsPage =
      (request.method === 'GET' || request.method === 'HEAD') &&
      !request.url.startsWith('/api/') &&
      !request.url.startsWith('/assets/');
    if (!wantsPage) return notHere(request.url, reply);
    const nonce = randomBytes(16).toString('base64');
    reply.header('content-security-policy', policyFor(nonce));
    reply.header('cache-control', 'no-store');
    // Pages whose address holds a secret behind `#` tell no other page even that they are.
    if (withSecret.test(request.url)) reply.header('referrer-policy', 'no-referrer');
    // Read anew each time: it is small, and a build beside a running server must not leave it pointing at files that are gone.
    const template = readFileSync(page, 'utf8');
    return reply.type('text/html; charset=utf-8').send(template.replaceAll('__CSP_NONCE__', nonce));
  });
}

function notHere(url: string, reply: FastifyReply) {
  return reply
    .code(404)
    .type('application/problem+json')
    .send(
      JSON.stringify({
        type: 'urn:commonward:problem:not-found',
        title: 'Nothing is at this address',
        status: 404,
        code: 'not-found',
        detail: url.slice(0, 200),
      }),
    );
}

/** Only what this server sent, and only scripts and styles with the nonce of this answer. */
function policyFor(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // React sets positions and sizes of virtual rows and diagrams through the style attribute of elements.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    // Hashes of large files are computed beside the page.
    "worker-src 'self'",
    "frame-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
  ].join('; ');
}
