import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import { contentSecurityPolicy } from './web-app.ts';

const HTML = 'text/html';

type RouterOptions = NonNullable<FastifyServerOptions['routerOptions']>;

/** Tells a person's browser that opens /graphql from every program that asks there: only the former wants a page. */
export const acceptsHtml: NonNullable<RouterOptions['constraints']>[string] = {
  name: 'accepts',
  mustMatchWhenDerived: false,
  storage() {
    const handlers = new Map();
    return { get: (value) => handlers.get(value) ?? null, set: (value, handler) => void handlers.set(value, handler) };
  },
  validate() {},
  deriveConstraint: ({ headers }) => ((headers.accept ?? '').includes(HTML) ? HTML : ''),
};

/**
 * GraphiQL at the API's own address, with scripts and styles of this server's own.
 * @param folder holds index.html
 * @throws when it does not
 */
export async function serveGraphiql(scope: FastifyInstance, folder: string): Promise<void> {
  const root = resolve(folder);
  const page = await readFile(join(root, 'index.html'), 'utf8');
  scope.get('/graphql', { constraints: { accepts: HTML } }, (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': contentSecurityPolicy(request),
        'cache-control': 'no-cache',
        vary: 'accept',
      })
      .send(page),
  );
  await scope.register(fastifyStatic, {
    root,
    prefix: '/graphql/page/',
    index: false,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply) => void reply.setHeader('cache-control', 'public, max-age=31536000, immutable'),
  });
}
