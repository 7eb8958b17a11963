import type { KnownBlock } from '@slack/types';
import type { Db } from '../../db/open.ts';
import { type Demand, isPublic, NO_SEATS } from '../../demands/demand.ts';
import { countSeats, listOpenDemands } from '../../demands/repository.ts';
import { findActedFor } from '../../directory/acting-sql.ts';
import { isAssistant } from '../../directory/acts-for.ts';
import type { Expert } from '../../directory/expert.ts';
import { type Actor, partFor } from '../../directory/permissions.ts';
import { findActor } from '../../directory/roles.ts';
import { replySetUpFirst } from '../../directory/set-up-first.ts';
import type { Locale } from '../../i18n/locale.ts';
import { findLiveYears, type LiveYears } from '../../programme/live-years.ts';
import { today } from '../../programme/programme.ts';
import { findProgrammeOf } from '../../programme/repository.ts';
import { context, header, message, section } from '../../slack/blocks.ts';
import type { Ask, Deps } from '../../slack/interaction.ts';
import { buildRefusalFor } from '../acting-views.ts';
import { listBlocked } from '../blocked-sql.ts';
import type { ClaimFile } from '../claim.ts';
import { countLiveClaims, listClaimsOf } from '../file-sql.ts';
import { rankForExpert } from '../fit.ts';
import { ownButtons } from '../keep-views.ts';
import { buildOpenNeed } from '../open-need-views.ts';
import { type Hurdle, refuseExpert } from '../outcome.ts';
import { sayOwnClaim } from '../views.ts';
import { say } from '../words.ts';
import { say as sayActing } from '../words-acting.ts';

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
  const { own: self, assisted } = await findActedFor(db, teamId, userId);
  // Somebody who only assists reads what fits the first whom they assist, and claims for any of them.
  const expert = self ?? assisted.find(({ state }) => state === 'verified') ?? assisted[0];
  const named = [...(self ? [self] : []), ...assisted];
  const day = today(programme, ask.now);
  const refusal = refuseExpert(expert, programme);

  const held = await listClaimsOf(
    db,
    teamId,
    named.map(({ id }) => id),
    day,
  );
  const own = held.filter(({ claim }) => claim.expertId === expert?.id);
  const isHeld = ({ id }: Demand) => own.some(({ demand }) => demand.id === id);
  const open = await listOpenDemands(db, teamId, day, { limit: MOST_OPEN, offset: 0 });
  const fitting = open.filter((demand) => expert?.state === 'verified' || isPublic(demand));
  const ranked = expert ? rankForExpert(fitting, expert) : fitting;
  const shown = ranked.toSorted((a, b) => Number(isHeld(a)) - Number(isHeld(b))).slice(0, LINES);

  const used = expert ? await countLiveClaims(db, teamId, expert.id, day) : 0;
  const more = fitting.length - shown.length;
  const mayClaim = named.some((one) => refuseExpert(one, programme) === undefined);
  const actor = await findActor(db, ask.reader);
  const list = { expert, own, used, mayClaim, isForSeveral: named.length > 1, actor };
  const isMine = self !== undefined && own.length > 0;
  await ask.reply(
    message(
      isMine ? header(say(locale, 'mine', { used, limit: self.maxActiveClaims })) : [],
      held.map((file) => buildHeld(file, years, ask)),
      header(say(locale, 'list_title')),
      refusal && !mayClaim
        ? buildRefusalFor(refusal, { expert, userId, locale })
        : context(say(locale, 'list_hint')),
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
  /** They act in several names: what one of them can't take another may. */
  isForSeveral: boolean;
  actor: Actor;
}

/** Held by the person, or by somebody whom they assist. */
function buildHeld(file: ClaimFile, years: LiveYears, { userId, locale }: Ask): KnownBlock {
  const { expert, demand } = file;
  const isForOther = isAssistant(userId, expert);
  const said = sayOwnClaim('mine_line', file, years.of(demand), locale);
  const whose = isForOther ? [sayActing(locale, 'claim_of', { expert: expert.name })] : [];
  return section([...whose, said].join('\n'), ownButtons(file, locale, isForOther).at(-1));
}

async function buildNeeds(
  db: Db,
  demands: Demand[],
  years: LiveYears,
  locale: Locale,
  { expert, own, used, mayClaim, isForSeveral, actor }: ForWhom,
): Promise<KnownBlock[]> {
  const ids = demands.map(({ id }) => id);
  const { teamId } = years.current;
  const seats = await countSeats(db, teamId, ids);
  const blocked = expert ? await listBlocked(db, teamId, expert.id, ids) : new Map();
  const limit = expert?.maxActiveClaims ?? 0;
  const hurdleOf = ({ id }: Demand): Hurdle | undefined => {
    if (isForSeveral) return undefined;
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
