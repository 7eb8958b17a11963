import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import { listDemands } from '../demands/repository.ts';
import type { HomeAsk, HomePart } from '../directory/home-ask.ts';
import { buildAskingItem, buildInvitedItem } from './blocks.ts';
import { listInvitations, listOpenInvitations } from './invitations.ts';
import { listRoundsOf } from './repository.ts';
import type { AskRound } from './round.ts';

const MOST = 5;

/** What the person was asked for, and what they have others asked for. */
export async function listRoundsWaiting(db: Db, ask: HomeAsk): Promise<HomePart> {
  const { teamId, userId, expert, programme, locale } = ask;
  const invited = expert ? (await listOpenInvitations(db, teamId, expert.id)).slice(0, MOST) : [];
  const asking = (await listRoundsOf(db, teamId, userId)).slice(0, MOST);
  const invitations = await listInvitations(
    db,
    teamId,
    asking.map(({ id }) => id),
  );
  const demands = await listDemands(
    db,
    teamId,
    [...invited, ...asking].map(({ demandId }) => demandId),
  );
  const demandOf = ({ demandId }: AskRound) => demands.find(({ id }) => id === demandId);
  return {
    waiting: invited.flatMap((round): KnownBlock[] => {
      const demand = demandOf(round);
      return demand ? buildInvitedItem(round, demand, programme, locale) : [];
    }),
    holding: asking.flatMap((round) => {
      const demand = demandOf(round);
      const own = invitations.filter(({ roundId }) => roundId === round.id);
      return demand ? [buildAskingItem(round, demand, own, programme, locale)] : [];
    }),
  };
}
