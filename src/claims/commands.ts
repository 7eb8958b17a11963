import type { Button, KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { buildDemandLine } from '../demands/blocks.ts';
import { type Demand, isPublic, NO_SEATS } from '../demands/demand.ts';
import { countSeats, listOpenDemands } from '../demands/repository.ts';
import { findExpertByUser } from '../directory/repository.ts';
import { replySetUpFirst } from '../directory/set-up-first.ts';
import type { Locale } from '../i18n/locale.ts';
import { type Programme, today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
import type { CommandAsk, Deps } from '../slack/ask.ts';
import { context, header, message, section } from '../slack/blocks.ts';
import { buildExpertRefusal, claimButton, sayOwnClaim, withdrawButton } from './blocks.ts';
import { rankForExpert, refuseExpert } from './claim.ts';
import { countLiveClaims, listClaimsOfExpert } from './listings.ts';
import { say } from './words.ts';

/** A phone shows no more before people stop reading. */
const LINES = 10;
/** A year has 70 to 300 needs; the open ones are ranked together. */
const MOST_OPEN = 500;

/**
 * `/expert-claim`: what I hold, then what I can take, my field first. Somebody not yet verified sees the open needs
 * and the one next step; needs of high-level talents appear only here, and only to verified experts.
 */
export async function listForClaiming(deps: Deps, ask: CommandAsk): Promise<void> {
  const { db } = deps;
  const { teamId, userId, locale } = ask;
  const programme = await findProgramme(db, teamId);
  if (!programme) return replySetUpFirst(ask);
  const expert = await findExpertByUser(db, teamId, userId);
  const day = today(programme, ask.now);
  const refusal = refuseExpert(expert);

  const own = expert ? await listClaimsOfExpert(db, teamId, expert.id, day) : [];
  const held = new Set(own.map(({ demand }) => demand.id));
  const open = await listOpenDemands(db, teamId, programme.year, day, { limit: MOST_OPEN, offset: 0 });
  const fitting = open.filter(
    (demand) => !held.has(demand.id) && (expert?.state === 'verified' || isPublic(demand)),
  );
  const shown = (expert ? rankForExpert(fitting, expert) : fitting).slice(0, LINES);

  const used = expert ? await countLiveClaims(db, teamId, expert.id, day) : 0;
  const more = fitting.length - shown.length;
  await ask.reply(
    message(
      expert && own.length ? header(say(locale, 'mine', { used, limit: expert.maxActiveClaims })) : [],
      own.map((file) =>
        section(sayOwnClaim('mine_line', file, programme, locale), withdrawButton(file.claim, locale)),
      ),
      header(say(locale, 'list_title')),
      refusal ? buildExpertRefusal(refusal, locale) : context(say(locale, 'list_hint')),
      shown.length ? [] : section(say(locale, 'none_open')),
      await buildLines(db, shown, programme, locale, refusal === undefined),
      more > 0 ? context(say(locale, 'more', { more, total: fitting.length })) : [],
    ),
  );
}

async function buildLines(
  db: Db,
  demands: Demand[],
  programme: Programme,
  locale: Locale,
  mayClaim: boolean,
): Promise<KnownBlock[]> {
  const seats = await countSeats(
    db,
    programme.teamId,
    demands.map(({ id }) => id),
  );
  return demands.map((demand) => {
    const line = buildDemandLine(demand, seats.get(demand.id) ?? NO_SEATS, programme, locale);
    return mayClaim ? withButton(line, claimButton(demand, programme, locale)) : line;
  });
}

function withButton(line: KnownBlock, accessory: Button): KnownBlock {
  return line.type === 'section' ? { ...line, accessory } : line;
}
