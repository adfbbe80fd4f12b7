import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const FOLDER = fileURLToPath(new URL('assets/', import.meta.url));
const HTMX = createRequire(import.meta.url).resolve('htmx.org/dist/htmx.min.js');

/** Styles and scripts of the console: `console.css` is all style sheets of the folder in one, its base first. */
export async function assetRoutes(app: FastifyInstance): Promise<void> {
  const names = readdirSync(FOLDER).sort();
  const sheets = names.filter((name) => name.endsWith('.css') && name !== 'console.css');
  serve(app, 'console.css', 'text/css', ['console.css', ...sheets].map(read).join('\n'));
  for (const name of names.filter((one) => one.endsWith('.js'))) serve(app, name, 'text/javascript', read(name));
  serve(app, 'htmx.js', 'text/javascript', readFileSync(HTMX, 'utf8'));
}

function read(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** Browsers keep it and ask each time whether it is still the one. */
function serve(app: FastifyInstance, name: string, type: string, content: string): void {
  const tag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`;
  app.get(`/assets/${name}`, (request, reply) => {
    reply.header('cache-control', 'no-cache').header('etag', tag);
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.type(`${type}; charset=utf-8`).send(content);
  });
}
