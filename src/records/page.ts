import { RETRY_AFTER } from '../pages/misses.ts';
import { porchOf } from '../pages/porch.ts';
import { localeOfBrowser, showPage } from '../pages/respond.ts';
import { programmeOf } from '../programme/repository.ts';
import type { Page } from '../room.ts';
import { PAPER_STYLE } from './paper.ts';
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
    const refusal = drawRefusal(isWithin ? 'unknown' : 'slow_down', locale);
    const shown = isWithin
      ? { status: 404, headers }
      : { status: 429, headers: { ...headers, 'retry-after': String(RETRY_AFTER) } };
    return showPage(request, response, { ...shown, ...refusal, style: PAPER_STYLE });
  }
  const { timeZone } = await programmeOf(deps.db, { teamId, year: record.year });
  const frame = { locale, publicUrl: deps.publicUrl, timeZone };
  const page = drawRecordPage(record, frame, print ? 'paper' : 'screen');
  showPage(request, response, { status: 200, headers, ...page, style: PAPER_STYLE });
};

/** Who asks in which language is answered in that one, whatever stands between. */
const headers = { vary: 'accept-language' };
