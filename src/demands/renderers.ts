import type { Db } from '../db/open.ts';
import { today } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { buildDemandCard } from './blocks.ts';
import { buildTakenBackCard } from './card-blocks.ts';
import { isPublic, isServiceOver, isUndecided, NO_SEATS, passesOn } from './demand.ts';
import { findAct } from './listings.ts';
import { countSeats, findDemand } from './repository.ts';
import { buildDemandNotice, buildDemandReview, DECISION_ACTS } from './review-blocks.ts';
import { findDecided, isBureau, listReviewers } from './tell.ts';

/** The card in the needs channel, from the seats of this moment. */
async function renderDemandCard(db: Db, { teamId, ref, now }: RenderAsk): Promise<Rendered> {
  const id = ref.demandId ?? '';
  const [demand, counted] = await Promise.all([findDemand(db, teamId, id), countSeats(db, teamId, [id])]);
  if (!demand || !isPublic(demand)) return undefined;
  const programme = await programmeOf(db, { teamId, year: demand.year });
  if (!demand.publishedAt) return { ...buildTakenBackCard(demand, programme.language), rests: true };
  const seats = counted.get(id) ?? NO_SEATS;
  const day = today(programme, now);
  const rests = !['published', 'postponed'].includes(demand.state) || isServiceOver(demand, day);
  return { ...buildDemandCard(demand, seats, programme, day), rests };
}

async function renderReview(
  db: Db,
  { teamId, target, ref, locale, zone, now, offersLinks }: RenderAsk,
): Promise<Rendered> {
  const id = ref.demandId ?? '';
  const [demand, counted] = await Promise.all([findDemand(db, teamId, id), countSeats(db, teamId, [id])]);
  if (!demand) return undefined;
  const programme = await programmeOf(db, { teamId, year: demand.year }, zone);
  const day = today(programme, now);
  const mayDecide = isUndecided(demand) && (await listReviewers(db, teamId, demand)).includes(target);
  const decided = await findDecided(db, teamId, demand);
  const forwards = passesOn(programme, await isBureau(db, teamId, target));
  return buildDemandReview(demand, programme, locale ?? programme.language, {
    today: day,
    seats: counted.get(id) ?? NO_SEATS,
    follows: demand.follows && (await findDemand(db, teamId, demand.follows))?.number,
    decided,
    mayDecide,
    forwards,
    offersLinks,
  });
}

async function renderNotice(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const demand = await findDemand(db, teamId, ref.demandId ?? '');
  const done = await findAct(db, teamId, Number(ref.auditId));
  const act = DECISION_ACTS.find((one) => one === done?.act);
  if (!demand || !done || !act) return undefined;
  const reason = typeof done.details.reason === 'string' ? done.details.reason : '';
  return buildDemandNotice(demand, locale ?? 'zh', { act, reason, from: done.details.from });
}

export const demandsRenderers: Record<string, Renderer> = {
  demand_card: renderDemandCard,
  demand_review: renderReview,
  demand_notice: renderNotice,
};
