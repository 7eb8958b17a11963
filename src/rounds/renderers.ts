import { addressed } from '../claims/acting-views.ts';
import type { Db } from '../db/open.ts';
import { NO_SEATS } from '../demands/demand.ts';
import { countSeats, findDemand } from '../demands/repository.ts';
import { isAssistant } from '../directory/acts-for.ts';
import { findReader } from '../directory/readers.ts';
import { findExpert } from '../directory/repository.ts';
import { today } from '../programme/programme.ts';
import { programmeOf } from '../programme/repository.ts';
import type { RenderAsk, Rendered, Renderer } from '../slack/renderer.ts';
import { buildInvitation, buildNobodyLeft, buildProgress } from './blocks.ts';
import { listInvitations } from './invitations.ts';
import { findRound } from './repository.ts';
import { overFor } from './round.ts';

/** Nobody is invited any more who has a slot already, or for what is over; that rests, unless an act changes it. */
async function renderInvitation(db: Db, ask: RenderAsk): Promise<Rendered> {
  const { teamId, ref, locale } = ask;
  const about = await readRound(db, ask);
  const expert = await findExpert(db, teamId, ref.expertId ?? '');
  if (!about || !expert) return undefined;
  const { programme, round, demand, invitations } = about;
  const answer = invitations.find(({ expertId }) => expertId === expert.id)?.answer;
  const over = overFor(round, demand, today(programme, ask.now));
  if (ask.isNew && (answer || over || round.endedBecause)) return undefined;
  const seats = (await countSeats(db, teamId, [demand.id])).get(demand.id) ?? NO_SEATS;
  const who = (await findReader(db, teamId, round.startedBy))?.name ?? '';
  const language = locale ?? programme.language;
  const isForOther = isAssistant(ask.target, expert);
  const content = { round, demand, seats, expert, answer, over, who, isForOther };
  const built = buildInvitation(content, programme, language);
  const message = addressed(built, expert, ask.target, language) ?? built;
  return { ...message, rests: over !== undefined };
}

async function renderProgress(db: Db, ask: RenderAsk): Promise<Rendered> {
  const about = await readRound(db, ask);
  return about && buildProgress(about, about.programme, ask.locale ?? about.programme.language);
}

async function renderNobodyLeft(db: Db, { teamId, ref, locale }: RenderAsk): Promise<Rendered> {
  const demand = await findDemand(db, teamId, ref.demandId ?? '');
  return demand && buildNobodyLeft(demand, locale ?? 'zh');
}

async function readRound(db: Db, { teamId, ref, zone }: RenderAsk) {
  const round = await findRound(db, teamId, ref.roundId ?? '');
  const demand = round && (await findDemand(db, teamId, round.demandId));
  if (!round || !demand) return undefined;
  const programme = await programmeOf(db, { teamId, year: demand.year }, zone);
  return { programme, round, demand, invitations: await listInvitations(db, teamId, [round.id]) };
}

export const roundsRenderers: Record<string, Renderer> = {
  invitation: renderInvitation,
  ask_round: renderProgress,
  nobody_left: renderNobodyLeft,
};
