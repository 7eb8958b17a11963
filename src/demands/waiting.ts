import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { today } from '../programme/programme.ts';
import { actions, context, section } from '../slack/blocks.ts';
import { afterButtons } from './after-blocks.ts';
import { districtsOf, nameMissing, saySeats, showTime } from './blocks.ts';
import {
  type Demand,
  demandPhase,
  isCancellable,
  isOpenForEdits,
  NO_SEATS,
  passesOn,
  type Seats,
} from './demand.ts';
import { listDemandsOf, listDemandsToReview } from './listings.ts';
import { buildCancelButton } from './published-blocks.ts';
import { countSeats } from './repository.ts';
import { buildDecisionButtons, buildEditButton } from './review-blocks.ts';
import { say } from './words.ts';

const MOST = 8;

/** Needs to check, for coordinators; needs to mend, and the person's own needs with their seats. */
export async function listDemandsWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, userId, actor, programme, now } = ask;
  const toReview = (await listDemandsToReview(db, teamId, programme.liveYears, actor)).slice(0, MOST);
  const mine = (await listDemandsOf(db, programme, today(programme, now), actor)).slice(0, MOST);
  const seats = await countSeats(
    db,
    teamId,
    mine.map(({ id }) => id),
  );
  const isOwn = ({ poster, contactUser }: Demand) => poster === userId || contactUser === userId;
  const isReturned = (demand: Demand) => demand.state === 'returned' && isOwn(demand);
  return {
    waiting: [
      ...mine.filter(isReturned).flatMap((demand) => buildReturned(demand, ask)),
      ...toReview.flatMap((demand) => buildToReview(demand, ask)),
    ],
    holding: mine
      .filter((demand) => !isReturned(demand))
      .flatMap((demand) => {
        const counted = seats.get(demand.id) ?? NO_SEATS;
        return isOwn(demand) ? buildMine(demand, counted, ask) : [section(sayMine(demand, counted, ask))];
      }),
  };
}

function buildToReview(demand: Demand, { locale, years, actor }: HomeAsk): KnownBlock[] {
  const programme = years.of(demand);
  const fields = nameMissing(demand, locale);
  return [
    section(
      say(locale, 'home_review', {
        number: demand.number,
        title: demand.title,
        unit: demand.unitName,
        district: districtsOf(demand, programme, locale),
        when: showTime(demand, programme, locale),
      }),
    ),
    ...(fields ? [context(say(locale, 'home_missing', { fields }))] : []),
    ...buildDecisionButtons(demand, locale, { forwards: passesOn(programme, actor.bureau) }),
  ];
}

function buildReturned(demand: Demand, { locale }: HomeAsk): KnownBlock[] {
  const { number, title, reason = '' } = demand;
  return [
    section(say(locale, 'home_returned', { number, title, reason })),
    ...actions(buildEditButton(demand, locale, 'edit')),
  ];
}

/** A need in a line: all that coordinators of a district see that is named in it and doesn't own it. */
function sayMine(demand: Demand, seats: Seats, { locale, programme, now }: HomeAsk): string {
  const { number, title } = demand;
  const phase = say(locale, `phase_${demandPhase(demand, seats, today(programme, now))}`);
  return seats.total > 0
    ? say(locale, 'home_mine_seats', { number, title, phase, seats: saySeats(locale, seats) })
    : say(locale, 'home_mine', { number, title, phase });
}

function buildMine(demand: Demand, seats: Seats, ask: HomeAsk): KnownBlock[] {
  const { locale, programme, now } = ask;
  return [
    section(sayMine(demand, seats, ask)),
    ...actions(
      isOpenForEdits(demand) ? buildEditButton(demand, locale, 'edit') : undefined,
      ...afterButtons(demand, seats, today(programme, now), locale),
      isCancellable(demand, today(programme, now)) ? buildCancelButton(demand, locale) : undefined,
    ),
  ];
}
