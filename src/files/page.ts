import { html } from '../pages/html.ts';
import { RETRY_AFTER } from '../pages/misses.ts';
import { porchOf } from '../pages/porch.ts';
import { localeOfBrowser, showPage } from '../pages/respond.ts';
import type { Page } from '../room.ts';
import { opens, takeFile } from './sql.ts';
import { say } from './words.ts';

const SECRET = /^\/files\/([\w-]{22})$/;

/**
 * `GET /files/<secret>`: the file, once and within its hour. HEAD uses nothing. Used, expired, unknown: the same 404;
 * past the budget of misses 429, while what is valid is always served.
 */
export const showFile: Page = async (deps, request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  const [, secret] = SECRET.exec(request.url ?? '') ?? [];
  const teamId = await deps.findTeam();
  const find = request.method === 'GET' ? takeFile : opens;
  const file = secret && teamId ? await find(deps.db, teamId, secret, deps.now()) : undefined;
  if (!file) {
    const from = request.socket.remoteAddress ?? '';
    const isWithin = porchOf(deps).misses.take(from, deps.wallNow().epochMilliseconds);
    const locale = localeOfBrowser(request.headers['accept-language']);
    const title = say(locale, 'gone_title');
    return showPage(request, response, {
      ...(isWithin ? { status: 404 } : { status: 429, headers: { 'retry-after': String(RETRY_AFTER) } }),
      locale,
      title,
      body: html`<h1>${title}</h1><p>${say(locale, isWithin ? 'gone' : 'slow_down')}</p>`,
    });
  }
  response.writeHead(200, {
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-type': file.type,
    'content-length': 'bytes' in file ? file.bytes.length : file.size,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
  });
  response.end('bytes' in file ? file.bytes : undefined);
};
