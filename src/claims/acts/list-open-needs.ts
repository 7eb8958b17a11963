import type { KnownBlock } from '@slack/types';
import type { Db } from '../../db/open.ts';
import { type Demand, isPublic, NO_SEATS } from '../../demands/demand.ts';
import { countSeats, listOpenDemands } from '../../demands/repository.ts';
import type { Expert } from '../../directory/expert.ts';
import { type Actor, partFor } from '../../directory/permissions.ts';
import { findExpertByUser } from '../../directory/repository.ts';
import { findActor } from '../../directory/roles.ts';
import { replySetUpFirst } from '../../directory/set-up-first.ts';
import type { Locale } from '../../i18n/locale.ts';
import { findLiveYears, type LiveYears } from '../../programme/live-years.ts';
import { today } from '../../programme/programme.ts';
import { findProgrammeOf } from '../../programme/repository.ts';
import { context, header, message, section } from '../../slack/blocks.ts';
import type { Ask, Deps } from '../../slack/interaction.ts';
import { listBlocked } from '../blocked-sql.ts';
import type { ClaimFile } from '../claim.ts';
import { countLiveClaims, listClaimsOfExpert } from '../file-sql.ts';
import { rankForExpert } from '../fit.ts';
import { ownButtons } from '../keep-views.ts';
import { buildOpenNeed } from '../open-need-views.ts';
import { type Hurdle, refuseExpert } from '../outcome.ts';
import { buildExpertRefusal, sayOwnClaim } from '../views.ts';
import { say } from '../words.ts';

/** A phone shows no more before people stop reading. */
const LINES = 10;
/** A year has 70 to 300 needs; the open ones are ranked together. */
const MOST_OPEN = 500;

/**
 * `/expert-claim` and `open_needs`: what I hold, then what I can take, the best fit first and why it fits; what is mine already comes
 * last. Somebody not yet verified sees the open needs and the one next step; needs of high-level talents appear only
 * here, and only to verified experts.
 */
export async function listForClaiming(deps: Deps, ask: Ask): Promise<void> {
  const { db } = deps;
  const { teamId, userId, locale } = ask;
  const programme = await findProgrammeOf(db, ask);
  if (!programme) return replySetUpFirst(ask);
  const years = await findLiveYears(db, programme);
  const expert = await findExpertByUser(db, teamId, userId);
  const day = today(programme, ask.now);
  const refusal = refuseExpert(expert, programme);

  const own = expert ? await listClaimsOfExpert(db, teamId, expert.id, day) : [];
  const isHeld = ({ id }: Demand) => own.some(({ demand }) => demand.id === id);
  const open = await listOpenDemands(db, teamId, day, { limit: MOST_OPEN, offset: 0 });
  const fitting = open.filter((demand) => expert?.state === 'verified' || isPublic(demand));
  const ranked = expert ? rankForExpert(fitting, expert) : fitting;
  const shown = ranked.toSorted((a, b) => Number(isHeld(a)) - Number(isHeld(b))).slice(0, LINES);

  const used = expert ? await countLiveClaims(db, teamId, expert.id, day) : 0;
  const more = fitting.length - shown.length;
  const actor = await findActor(db, ask.reader);
  const list = { expert, own, used, mayClaim: refusal === undefined, actor };
  await ask.reply(
    message(
      expert && own.length ? header(say(locale, 'mine', { used, limit: expert.maxActiveClaims })) : [],
      own.map((file) =>
        section(
          sayOwnClaim('mine_line', file, years.of(file.demand), locale),
          ownButtons(file, locale).at(-1),
        ),
      ),
      header(say(locale, 'list_title')),
      refusal ? buildExpertRefusal(refusal, locale) : context(say(locale, 'list_hint')),
      shown.length ? [] : section(say(locale, 'none_open')),
      await buildNeeds(db, shown, years, locale, list),
      more > 0 ? context(say(locale, 'more', { more, total: fitting.length })) : [],
    ),
  );
}

interface ForWhom {
  expert: Expert | undefined;
  own: ClaimFile[];
  used: number;
  mayClaim: boolean;
  actor: Actor;
}

async function buildNeeds(
  db: Db,
  demands: Demand[],
  years: LiveYears,
  locale: Locale,
  { expert, own, used, mayClaim, actor }: ForWhom,
): Promise<KnownBlock[]> {
  const ids = demands.map(({ id }) => id);
  const { teamId } = years.current;
  const seats = await countSeats(db, teamId, ids);
  const blocked = expert ? await listBlocked(db, teamId, expert.id, ids) : new Map();
  const limit = expert?.maxActiveClaims ?? 0;
  const hurdleOf = ({ id }: Demand): Hurdle | undefined => {
    const held = own.find(({ demand }) => demand.id === id);
    if (held) return { kind: 'already_yours', number: held.claim.number };
    const dates = blocked.get(id);
    if (mayClaim && dates) return { kind: 'blocked', dates };
    return mayClaim && used >= limit ? { kind: 'limit_reached', used, limit } : undefined;
  };
  return demands.flatMap((demand) => {
    const need = {
      demand,
      seats: seats.get(demand.id) ?? NO_SEATS,
      expert,
      mayClaim,
      hurdle: hurdleOf(demand),
      mayClaimFor: partFor(actor, 'claim_for', { district: demand.district }) !== undefined,
    };
    return buildOpenNeed(need, years.of(demand), locale);
  });
}
