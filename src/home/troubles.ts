import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import type { HomeAsk } from '../directory/home-ask.ts';
import { listFailed, listHeldUp, listUnknown, type TroubledMessage } from '../slack/outbox-troubles.ts';
import { isPerson } from '../slack/refusals.ts';
import { buildTroubles, type NamedTrouble } from './trouble-blocks.ts';

/** What the bureau reads first in Home: messages that may not have arrived, did not, or can't for now. */
export async function listTroublesWaiting(
  db: Db,
  { teamId, programme, locale }: HomeAsk,
): Promise<KnownBlock[]> {
  const unknown = await nameAll(db, teamId, await listUnknown(db, teamId));
  const failed = await nameAll(db, teamId, await listFailed(db, teamId));
  return buildTroubles({ unknown, failed, heldUp: await listHeldUp(db, teamId) }, programme, locale);
}

async function nameAll(db: Db, teamId: string, messages: TroubledMessage[]): Promise<NamedTrouble[]> {
  const named: NamedTrouble[] = [];
  for (const one of messages) {
    const person = isPerson(one.target) ? await findName(db, teamId, one.target) : undefined;
    named.push({ ...one, number: await findNumber(db, teamId, one.ref), person });
  }
  return named;
}

async function findName(db: Db, teamId: string, userId: string): Promise<string> {
  const row = await db
    .selectFrom('slack_user')
    .select('name')
    .where('team_id', '=', teamId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.name ?? userId;
}

/** The number that people know the thing by: the need's, else the claim's or the report's own. */
async function findNumber(
  db: Db,
  teamId: string,
  { demandId, claimId, reportId }: Record<string, string>,
): Promise<string | undefined> {
  if (demandId) return findIn(db, 'demand', teamId, demandId);
  if (claimId) return findIn(db, 'claim', teamId, claimId);
  return reportId ? findIn(db, 'report', teamId, reportId) : undefined;
}

async function findIn(
  db: Db,
  table: 'demand' | 'claim' | 'report',
  teamId: string,
  id: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom(table)
    .select('number')
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row?.number;
}
