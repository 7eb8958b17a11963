import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDate } from '../claims/consent.ts';
import { readForm } from '../pages/form-body.ts';
import { RETRY_AFTER } from '../pages/misses.ts';
import { porchOf } from '../pages/porch.ts';
import { localeOfBrowser, showPage } from '../pages/respond.ts';
import { type Programme, today } from '../programme/programme.ts';
import type { RoomDeps } from '../room.ts';
import { tidy } from '../slack/text.ts';
import { answerByLink } from './acts/answer.ts';
import { readAsked } from './asked.ts';
import {
  type AnswerLink,
  type AskedAbout,
  answersOf,
  type GivenAnswer,
  type LinkStanding,
  standingOf,
} from './link.ts';
import { findLinkBySecret } from './link-sql.ts';
import { drawPlain, drawSaid, drawUsed } from './page-ends.ts';
import { type Again, drawDone, drawPrint, drawRequest, type PageText } from './page-views.ts';
import { plainOf } from './plain.ts';
import { hashOf } from './secret.ts';
import { say } from './words-page.ts';

const METHODS = 'GET, HEAD, POST';
const MOST_REASON = 1000;

/**
 * `/a/<secret>`: GET and HEAD show what is asked and change nothing, as whoever previews a link comes first; POST answers
 * it, once. An address that is none, or none any more, is the same page in the same time.
 */
export async function answerPage(
  deps: RoomDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const locale = localeOfBrowser(request.headers['accept-language']);
  const visit: Visit = {
    deps,
    request,
    locale,
    show: (status, text, headers = {}) => showPage(request, response, { ...text, status, locale, headers }),
  };
  switch (request.method) {
    case 'GET':
    case 'HEAD':
      return look(visit);
    case 'POST':
      return answer(visit);
    default:
      visit.show(405, drawPlain('method', locale), { allow: METHODS });
  }
}

interface Visit {
  deps: RoomDeps;
  request: IncomingMessage;
  locale: ReturnType<typeof localeOfBrowser>;
  show(status: number, text: PageText, headers?: Record<string, string>): void;
}

interface Found {
  teamId: string;
  secretHash: string;
  secret: string;
  standing: LinkStanding;
}

/** Only of the workspace that this process serves; while it serves none there is nothing. */
async function find({ deps, request }: Visit): Promise<Found> {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const secret = path.slice('/a/'.length);
  const secretHash = hashOf(secret);
  const teamId = (await deps.findTeam()) ?? '';
  const standing = standingOf(await findLinkBySecret(deps.db, teamId, secretHash), deps.now());
  return { teamId, secretHash, secret, standing };
}

async function look(visit: Visit): Promise<void> {
  const found = await find(visit);
  const { standing, teamId } = found;
  if (standing.kind !== 'open') return explain(visit, found);
  const { deps, locale, request } = visit;
  const asked = await readAsked(deps.db, teamId, standing.link);
  if (!asked) return explain(visit, { ...found, standing: { kind: 'none' } });
  const isForPaper = new URLSearchParams((request.url ?? '').split('?')[1]).has('print');
  const text =
    isForPaper && deps.publicUrl
      ? drawPrint(standing.link, asked, `${deps.publicUrl}/a/${found.secret}`, locale)
      : drawRequest(standing.link, asked, locale);
  visit.show(200, text);
}

/** It isn't open: what became of it, or that there is nothing. */
async function explain(visit: Visit, { standing, teamId }: Found): Promise<void> {
  const { locale, deps } = visit;
  switch (standing.kind) {
    case 'used':
      return visit.show(410, drawUsed(standing.link, await yearOf(visit, teamId, standing.link), locale));
    case 'said_before':
      return visit.show(410, drawSaid(standing.said, await yearOf(visit, teamId, standing.link), locale));
    case 'open':
    case 'none': {
      const from = visit.request.socket.remoteAddress ?? '';
      if (porchOf(deps).misses.take(from, deps.wallNow().epochMilliseconds))
        return visit.show(404, drawPlain('none', locale));
      return visit.show(429, drawPlain('many', locale), { 'retry-after': String(RETRY_AFTER) });
    }
  }
}

async function yearOf({ deps }: Visit, teamId: string, link: AnswerLink): Promise<Programme> {
  const asked = await readAsked(deps.db, teamId, link);
  if (!asked) throw new Error('a link is about nothing');
  return asked.programme;
}

async function answer(visit: Visit): Promise<void> {
  const { deps, request, locale } = visit;
  const found = await find(visit);
  if (found.standing.kind !== 'open') return explain(visit, found);
  const form = await readForm(request, porchOf(deps).readBody);
  if (form === 'gone') return;
  if (!(form instanceof URLSearchParams)) {
    const what = form === 413 ? 'large' : form === 503 ? 'many' : 'form';
    return visit.show(form, drawPlain(what, locale));
  }
  const { link } = found.standing;
  const { teamId, secretHash } = found;
  const asked = await readAsked(deps.db, teamId, link);
  const read = asked && readAnswer(form, asked, today(asked.programme, deps.now()), locale);
  if (!read) return explain(visit, { ...found, standing: { kind: 'none' } });
  if ('wrong' in read) return askAgain(visit, found, link, read);
  const outcome = await answerByLink(deps, { teamId, secretHash, locale }, read);
  switch (outcome.kind) {
    case 'done':
      deps.sender.wake();
      return visit.show(200, drawDone(outcome.asked, read.answer, locale));
    case 'refused':
      return askAgain(visit, found, link, {
        ...read,
        wrong: plainOf(outcome.why),
      });
    case 'closed': {
      const now = await find(visit);
      // What is asked has changed under the page, and waits.
      if (now.standing.kind === 'open')
        return askAgain(visit, now, now.standing.link, { ...read, wrong: [say(locale, 'unknown_answer')] });
      return explain(visit, now);
    }
  }
}

/** What was typed stays. */
async function askAgain(visit: Visit, found: Found, link: AnswerLink, again: Again): Promise<void> {
  const asked = await readAsked(visit.deps.db, found.teamId, link);
  if (!asked) return explain(visit, { ...found, standing: { kind: 'none' } });
  visit.show(422, drawRequest(link, asked, visit.locale, again));
}

/** One answer, of those that the request takes; and why, but for yes; of a unit until when, where it says. */
function readAnswer(
  form: URLSearchParams,
  asked: AskedAbout,
  day: Temporal.PlainDate,
  locale: Visit['locale'],
): GivenAnswer | Again {
  const reason = tidy(form.get('reason') ?? '');
  const until = asked.asks === 'blanket' ? tidy(form.get('until') ?? '') || asked.until : undefined;
  const given = form.getAll('answer');
  const answer = answersOf(asked).find((one) => given.length === 1 && one === given[0]);
  const wrong = (key: Parameters<typeof say>[1], field?: Again['field']): Again => ({
    reason,
    until,
    wrong: [say(locale, key)],
    field,
  });
  if (!answer) return wrong('unknown_answer');
  if (reason.length > MOST_REASON) return wrong('too_long', 'reason');
  if (reason === '' && answer !== 'yes') return wrong('needs_reason', 'reason');
  if (answer === 'yes' && until !== undefined && (!isDate(until) || until < day.toString()))
    return wrong('until_wrong', 'until');
  return { answer, reason, until };
}
