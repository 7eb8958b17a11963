import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';

interface Sheet {
  type: string;
  read(): string;
}

const FOLDER = new URL('./window/', import.meta.url);
const SCRIPT = 'text/javascript; charset=utf-8';

/** The libraries as npm installed them; the page's import map names these addresses. */
const VENDOR: Record<string, string> = {
  preact: 'preact',
  'preact-hooks': 'preact/hooks',
  htm: 'htm',
  'htm-preact': 'htm/preact',
};

/** Every address there is, known in advance: a path can't lead anywhere else. */
const sheets = new Map<string, Sheet>([['/', file('index.html', 'text/html; charset=utf-8')]]);
for (const name of readdirSync(FOLDER)) {
  if (name.endsWith('.ts')) sheets.set(`/window/${name}`, { type: SCRIPT, read: () => script(name) });
  if (name.endsWith('.css')) sheets.set(`/window/${name}`, file(name, 'text/css; charset=utf-8'));
  if (name.endsWith('.svg')) sheets.set(`/window/${name}`, file(name, 'image/svg+xml'));
}
for (const [name, specifier] of Object.entries(VENDOR)) {
  sheets.set(`/window/vendor/${name}.mjs`, { type: SCRIPT, read: () => vendored(specifier) });
}

interface Page {
  body: string;
  /** Names this very content. */
  tag: string;
}

const cache = new Map<string, Page>();

/**
 * Answers for `/`, `/window/*` and the libraries they import; `false` when the address is somebody else's.
 * The sheets are TypeScript files of this repository with their types blanked out when first asked for. A browser keeps
 * them and asks each time whether they are still the same, as another release may stand at this address.
 */
export function serveWindow(req: IncomingMessage, res: ServerResponse): boolean {
  const path = (req.url ?? '/').split('?', 1)[0] ?? '/';
  if (path !== '/' && !path.startsWith('/window/')) return false;
  const sheet = sheets.get(path);
  if (req.method !== 'GET') return answer(res, 405, 'text/plain', 'GET only\n', { allow: 'GET' });
  if (!sheet) return answer(res, 404, 'text/plain', 'Not found\n');
  const { body, tag } = pageOf(path, sheet);
  const headers: Record<string, string> = { 'cache-control': 'no-cache', etag: tag };
  if (path === '/') headers['content-security-policy'] = policy(body, req.headers.host);
  if (req.headers['if-none-match'] === tag) return answer(res, 304, sheet.type, '', headers);
  return answer(res, 200, sheet.type, body, headers);
}

function pageOf(path: string, sheet: Sheet): Page {
  const known = cache.get(path);
  if (known) return known;
  const body = sheet.read();
  const page = { body, tag: `"${createHash('sha256').update(body).digest('base64url')}"` };
  cache.set(path, page);
  return page;
}

function answer(
  res: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): true {
  res.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    ...headers,
  });
  res.end(body);
  return true;
}

/** Only our own files run; the import map is the one inline script, named by its hash. */
function policy(page: string, host: string | undefined): string {
  const map = /<script type="importmap">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
  const hash = createHash('sha256').update(map).digest('base64');
  const socket = host && /^[\w.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    `script-src 'self' 'sha256-${hash}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self'${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function file(name: string, type: string): Sheet {
  return { type, read: () => readFileSync(new URL(name, FOLDER), 'utf8') };
}

function script(name: string): string {
  return stripTypeScriptTypes(readFileSync(new URL(name, FOLDER), 'utf8'));
}

function vendored(specifier: string): string {
  const code = readFileSync(fileURLToPath(import.meta.resolve(specifier)), 'utf8');
  return code.replace(/^\/\/# sourceMappingURL=.*$/m, '');
}
