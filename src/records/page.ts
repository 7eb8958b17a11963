import { RETRY_AFTER } from '../pages/misses.ts';
import { porchOf } from '../pages/porch.ts';
import { localeOfBrowser } from '../pages/respond.ts';
import { programmeOf } from '../programme/repository.ts';
import type { Page } from '../room.ts';
import { STYLE_HASH } from './paper.ts';
import { readCode } from './record.ts';
import { findByCode } from './record-sql.ts';
import { drawRecordPage, drawRefusal } from './record-views.ts';

const ADDRESS = /^\/records\/([\w-]{1,40})(\?print\b.*)?$/;

/** A code that is never given: whatever can't be one is looked for all the same, and takes as long. */
const NOBODYS = '';

/**
 * `GET /records/<code>`: whether this service record is genuine and holds, and what the paper says; `?print` for paper.
 * Unknown and malformed: the same 404. Past the budget of misses 429, while what is valid is always served.
 */
export const showRecord: Page = async (deps, request, response) => {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return void response.writeHead(405, { allow: 'GET, HEAD' }).end();
  const [, typed = '', print] = ADDRESS.exec(request.url ?? '') ?? [];
  const locale = localeOfBrowser(request.headers['accept-language']);
  const teamId = (await deps.findTeam()) ?? '';
  const record = await findByCode(deps.db, teamId, readCode(typed) ?? NOBODYS);
  if (!record) {
    const from = request.socket.remoteAddress ?? '';
    const isWithin = porchOf(deps).misses.take(from, deps.wallNow().epochMilliseconds);
    if (isWithin) response.writeHead(404, HEADERS);
    else response.writeHead(429, { ...HEADERS, 'retry-after': String(RETRY_AFTER) });
    return void response.end(drawRefusal(isWithin ? 'unknown' : 'slow_down', locale));
  }
  const { timeZone } = await programmeOf(deps.db, { teamId, year: record.year });
  const frame = { locale, publicUrl: deps.publicUrl, timeZone };
  response.writeHead(200, HEADERS);
  response.end(drawRecordPage(record, frame, print ? 'paper' : 'screen'));
};

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': `default-src 'none'; style-src '${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  vary: 'accept-language',
};
