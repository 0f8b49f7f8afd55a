import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const INLINE_SCRIPT = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g;

/**
 * The exported web app: its files, and its one page for every other path, so that a deep link opens it.
 * @param folder holds index.html
 * @throws when it does not
 */
export async function serveWebApp(app: FastifyInstance, folder: string): Promise<void> {
  const root = resolve(folder);
  const shell = await readFile(join(root, 'index.html'), 'utf8');
  const scripts = [...shell.matchAll(INLINE_SCRIPT)].map(
    ([, code]) => `'sha256-${createHash('sha256').update(code!).digest('base64')}'`,
  );
  app.addHook('onSend', async (request, reply) => {
    if (String(reply.getHeader('content-type')).startsWith('text/html')) {
      reply.header('content-security-policy', contentSecurityPolicy(request, scripts));
    }
  });
  await app.register(fastifyStatic, {
    root,
    cacheControl: false,
    // The build leaves each file compressed beside itself.
    preCompressed: true,
    setHeaders(reply, path) {
      const isHashed = path.slice(root.length).replaceAll('\\', '/').startsWith('/_next/static/');
      // What lies between must not give a browser a file compressed in a way that it does not read.
      reply.setHeader('vary', 'accept-encoding');
      reply.setHeader('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.setNotFoundHandler((request: FastifyRequest, reply: FastifyReply) => {
    // A missing chunk must stay missing: the page under its name would be taken for the chunk.
    const isFile = /^\/(_next|graphql)\//.test(request.url);
    if (!['GET', 'HEAD'].includes(request.method) || isFile) return reply.code(404).send(notFound);
    return reply.sendFile('index.html');
  });
}

export const notFound = { errors: [{ message: 'there is nothing here', extensions: { code: 'NOT_FOUND' } }] };

/** What a page of this server's may load and run: its own files, and these inline scripts by their hash. */
export function contentSecurityPolicy({ host }: FastifyRequest, scripts: readonly string[] = []): string {
  // Safari took 'self' for http alone until 15.4.
  const sockets = /^[\w.:[\]-]+$/.test(host) ? [`ws://${host}`, `wss://${host}`] : [];
  return [
    "default-src 'self'",
    ["script-src 'self'", ...scripts].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    ["connect-src 'self'", ...sockets].join(' '),
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
