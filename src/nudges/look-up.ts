import { partFor } from '../directory/permissions.ts';
import { askLeave } from '../directory/refuse.ts';
import { findActor } from '../directory/roles.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import { type Programme, showDate, today } from '../programme/programme.ts';
import { findProgrammeOf } from '../programme/repository.ts';
import { parseTimeWords } from '../programme/time-words.ts';
import type { RoomDeps } from '../room.ts';
import { message, section } from '../slack/blocks.ts';
import type { CommandAsk } from '../slack/interaction.ts';
import { forecastNudges } from './forecast.ts';
import { buildForecast } from './forecast-blocks.ts';
import { parseLines, readLedgerPage } from './ledger.ts';
import { buildLedger } from './ledger-blocks.ts';
import { readPeople } from './people.ts';
import { dutiesOf } from './sources.ts';
import { say } from './words.ts';

/** How far ahead a dry run looks. */
const FARTHEST = { days: 186 };

/** What was typed behind the word: a person, a page, or the day until which to look ahead. */
export interface LookUp {
  userId: string | undefined;
  page: number;
  until: string | undefined;
}

/** Reads `@somebody`, `2` or `第2页`, `until 2013-12-31` or `至 12月31日`, in any order. */
export function readLookUp(text: string): LookUp {
  const userId = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/.exec(text)?.[1];
  const rest = text.replace(/<@[^>]*>/g, ' ').trim();
  const until = /(?:^|\s)(?:until|till|to|直到|截至|至|到)\s*(.+)$/i.exec(rest)?.[1]?.trim();
  const page =
    until === undefined ? Number(/(?:^|\s)(?:page\s*|第\s*)?(\d{1,4})\s*页?$/i.exec(rest)?.[1]) : 1;
  return { userId, page: page >= 1 ? page : 1, until };
}

/** `/expert nudges`: the bureau looks up every reminder and its reason, everybody else their own. */
export async function lookUpNudges(deps: RoomDeps, ask: CommandAsk): Promise<void> {
  const programme = await findProgrammeOf(deps.db, ask);
  if (!programme) return replySetUpFirst(ask);
  const { userId, page, until } = readLookUp(ask.text.trim().replace(/^\S+\s*/, ''));
  const mayAll = partFor(await findActor(deps.db, ask.reader), 'see_nudges') !== undefined;
  if (!mayAll && userId !== undefined && userId !== ask.userId) {
    const { refusal } = await askLeave(deps, ask, 'see_nudges', {}, { kind: 'slack_user', id: userId });
    if (refusal) return ask.reply(refusal);
  }
  const whose = mayAll ? userId : ask.userId;
  if (until !== undefined) return replyForecast(deps, ask, programme, whose, until);
  const { lines, total } = await readLedgerPage(deps.db, programme, whose, page);
  const { known, unknown } = parseLines(lines, dutiesOf(deps.rooms));
  if (unknown > 0) deps.log.warn({ lines: unknown }, 'reminders of another release are not shown');
  for (const answer of buildLedger(known, { programme, locale: ask.locale, page, total }))
    await ask.reply(answer);
}

async function replyForecast(
  deps: RoomDeps,
  { now, locale, reply }: CommandAsk,
  programme: Programme,
  whose: string | undefined,
  text: string,
): Promise<void> {
  const day = today(programme, now);
  const read = parseTimeWords(text, { year: day.year, today: day });
  const until = read?.end ?? read?.start;
  if (!until) return reply(message(section(say(locale, 'dry_unclear', { text }))));
  if (Temporal.PlainDate.compare(until, day) < 0) return reply(message(section(say(locale, 'dry_past'))));
  const farthest = day.add(FARTHEST);
  if (Temporal.PlainDate.compare(until, farthest) > 0) {
    const date = showDate(farthest.toString(), locale, programme.year);
    return reply(message(section(say(locale, 'dry_far', { date }))));
  }
  const forecasts = await forecastNudges(deps, programme, now, until);
  const { names } = await readPeople(deps.db, programme);
  const answers = buildForecast(
    forecasts.filter(({ userId }) => whose === undefined || userId === whose),
    { programme, locale, until: until.toString(), names },
  );
  for (const answer of answers) await reply(answer);
}
