import type { Db } from '../db/open.ts';
import { today } from '../programme/programme.ts';
import { findProgramme } from '../programme/repository.ts';
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
  const [programme, demand, counted] = await Promise.all([
    findProgramme(db, teamId),
    findDemand(db, teamId, id),
    countSeats(db, teamId, [id]),
  ]);
  if (!programme || !demand || !isPublic(demand)) return undefined;
  if (!demand.publishedAt) return { ...buildTakenBackCard(demand, programme.language), rests: true };
  const seats = counted.get(id) ?? NO_SEATS;
  const day = today(programme, now);
  const rests = demand.state !== 'published' || isServiceOver(demand, day);
  return { ...buildDemandCard(demand, seats, programme, day), rests };
}

async function renderReview(db: Db, { teamId, target, ref, locale, zone }: RenderAsk): Promise<Rendered> {
  const programme = await findProgramme(db, teamId, zone);
  const demand = await findDemand(db, teamId, ref.demandId ?? '');
  if (!programme || !demand) return undefined;
  const mayDecide = isUndecided(demand) && (await listReviewers(db, teamId, demand)).includes(target);
  const decided = await findDecided(db, teamId, demand);
  const forwards = passesOn(programme, await isBureau(db, teamId, target));
  return buildDemandReview(demand, programme, locale ?? programme.language, { decided, mayDecide, forwards });
}

async function renderNotice(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const demand = await findDemand(db, teamId, ref.demandId ?? '');
  const done = await findAct(db, teamId, Number(ref.auditId));
  const act = DECISION_ACTS.find((one) => one === done?.act);
  if (!demand || !done || !act) return undefined;
  const reason = typeof done.details.reason === 'string' ? done.details.reason : '';
  return buildDemandNotice(demand, locale ?? 'zh', { act, reason });
}

export const demandsRenderers: Record<string, Renderer> = {
  demand_card: renderDemandCard,
  demand_review: renderReview,
  demand_notice: renderNotice,
};
