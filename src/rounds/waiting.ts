import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { listDemands } from '../demands/repository.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { partFor } from '../directory/permissions.ts';
import { findReader } from '../directory/readers.ts';
import { today } from '../programme/programme.ts';
import { context } from '../slack/blocks.ts';
import { buildAskingItem, buildInvitedItem } from './blocks.ts';
import { listInvitations, listOpenInvitations } from './invitations.ts';
import { listLiveRounds } from './repository.ts';
import { type AskRound, overFor } from './round.ts';
import { say } from './words.ts';

const MOST = 5;

/** What the person was asked for; and, for coordinators, what experts are being asked for within their reach. */
export async function listRoundsWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  return { waiting: await listInvited(db, ask), holding: await listAsking(db, ask) };
}

/** Of the person's own, then of those whom they assist. */
async function listInvited(
  db: Db,
  { teamId, expert, assisted, years, locale, now }: HomeAsk,
): Promise<KnownBlock[]> {
  const named = [...(expert ? [expert] : []), ...assisted];
  const invited = await listOpenInvitations(
    db,
    teamId,
    named.map(({ id }) => id),
  );
  const demandOf = await readDemands(
    db,
    teamId,
    invited.map(({ round }) => round),
  );
  const open = invited.flatMap(({ round, expertId }) => {
    const demand = demandOf(round);
    const isOpen = demand && !overFor(round, demand, today(years.of(demand), now));
    return isOpen ? [{ round, demand, assisted: assisted.find(({ id }) => id === expertId) }] : [];
  });
  return open
    .slice(0, MOST)
    .flatMap(({ round, demand, assisted: whom }) =>
      buildInvitedItem(round, demand, { programme: years.of(demand), locale, assisted: whom }),
    );
}

/** Their own before others'. */
async function listAsking(db: Db, { teamId, userId, actor, years, locale }: HomeAsk): Promise<KnownBlock[]> {
  if (!partFor(actor, 'ask_experts')) return [];
  const live = await listLiveRounds(db, teamId);
  const demandOf = await readDemands(db, teamId, live);
  const isOthers = ({ startedBy }: AskRound) => startedBy !== userId;
  const within = live
    .filter((round) => {
      const district = demandOf(round)?.district;
      return district !== undefined && partFor(actor, 'ask_experts', { district }) !== undefined;
    })
    .toSorted((a, b) => Number(isOthers(a)) - Number(isOthers(b)));
  const shown = within.slice(0, MOST);
  const invitations = await listInvitations(
    db,
    teamId,
    shown.map(({ id }) => id),
  );
  const items: KnownBlock[] = [];
  for (const round of shown) {
    const demand = demandOf(round);
    if (!demand) continue;
    const own = invitations.filter(({ roundId }) => roundId === round.id);
    const starter = isOthers(round) ? await findReader(db, teamId, round.startedBy) : undefined;
    const content = { round, demand, invitations: own, who: starter?.name };
    items.push(buildAskingItem(content, years.of(demand), locale));
  }
  const n = within.length - shown.length;
  return n > 0 ? [...items, context(say(locale, 'home_asking_more', { n }))] : items;
}

async function readDemands(db: Db, teamId: string, rounds: readonly AskRound[]) {
  const demands = await listDemands(
    db,
    teamId,
    rounds.map(({ demandId }) => demandId),
  );
  return ({ demandId }: AskRound) => demands.find(({ id }) => id === demandId);
}
