import type { ServerResponse } from 'node:http';
import type { Locale } from '../i18n/locale.ts';
import type { Page } from '../room.ts';
import { missesOf } from './misses.ts';
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
    const isFlood = missesOf(deps).add(request.socket.remoteAddress);
    return refuse(response, isFlood, languageOf(request.headers['accept-language']));
  }
  response.writeHead(200, {
    ...SAFE,
    'content-type': file.type,
    'content-length': 'bytes' in file ? file.bytes.length : file.size,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
  });
  response.end('bytes' in file ? file.bytes : undefined);
};

const SAFE = {
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

function languageOf(accepted: string | undefined): Locale {
  return /^\s*en\b/i.test(accepted ?? '') ? 'en' : 'zh';
}

function refuse(response: ServerResponse, isFlood: boolean, locale: Locale): void {
  const [title, text] = [say(locale, 'gone_title'), say(locale, isFlood ? 'slow_down' : 'gone')];
  const lang = locale === 'zh' ? 'zh-CN' : 'en';
  response.writeHead(isFlood ? 429 : 404, { ...SAFE, 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>${title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<body style="font:1.125rem/1.6 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem">
<main><h1 style="font-size:1.5rem">${title}</h1><p>${text}</p></main></body></html>`);
}
