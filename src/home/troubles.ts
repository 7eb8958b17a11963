import type { KnownBlock } from '@slack/types';
import type { Db } from '../db/open.ts';
import type { HomeAsk } from '../directory/home-ask.ts';
import { findReader } from '../directory/readers.ts';
import { findExpert } from '../directory/repository.ts';
import { isPerson } from '../outbox/refusals.ts';
import { listFailed, listHeldUp, listUnknown, type TroubledMessage } from '../outbox/troubles.ts';
import { findRound } from '../rounds/repository.ts';
import { findSummary } from '../summaries/repository.ts';
import { unitName } from '../summaries/summary.ts';
import { buildTroubles, type NamedPlace, type NamedTrouble } from './trouble-blocks.ts';

/** What the bureau reads first in Home: messages that may not have arrived, did not, or can't for now. */
export async function listTroublesWaiting(db: Db, ask: HomeAsk): Promise<KnownBlock[]> {
  const { teamId, programme, locale } = ask;
  const unknown = await nameAll(db, ask, await listUnknown(db, teamId));
  const failed = await nameAll(db, ask, await listFailed(db, teamId));
  return buildTroubles({ unknown, failed, heldUp: await listPlaces(db, teamId) }, programme, locale);
}

async function listPlaces(db: Db, teamId: string): Promise<NamedPlace[]> {
  const places: NamedPlace[] = [];
  for (const one of await listHeldUp(db, teamId))
    places.push({ ...one, person: await findPerson(db, teamId, one.target) });
  return places;
}

async function nameAll(db: Db, ask: HomeAsk, messages: TroubledMessage[]): Promise<NamedTrouble[]> {
  const named: NamedTrouble[] = [];
  for (const one of messages) {
    const person = await findPerson(db, ask.teamId, one.target);
    named.push({ ...one, number: await findNumber(db, ask, one.ref), person });
  }
  return named;
}

/** Undefined for a channel. */
async function findPerson(db: Db, teamId: string, target: string): Promise<string | undefined> {
  return isPerson(target) ? ((await findReader(db, teamId, target))?.name ?? target) : undefined;
}

/** What people call the thing: the number of the need, else the claim's or the report's own; a unit's or an expert's name. */
async function findNumber(
  db: Db,
  { teamId, locale }: Pick<HomeAsk, 'teamId' | 'locale'>,
  { demandId, claimId, reportId, roundId, summaryId, expertId }: Record<string, string>,
): Promise<string | undefined> {
  if (demandId) return findIn(db, 'demand', teamId, demandId);
  if (claimId) return findIn(db, 'claim', teamId, claimId);
  if (reportId) return findIn(db, 'report', teamId, reportId);
  if (roundId) return findIn(db, 'demand', teamId, (await findRound(db, teamId, roundId))?.demandId ?? '');
  const summary = summaryId ? await findSummary(db, teamId, summaryId) : undefined;
  if (summary) return unitName(summary.unit, locale, summary.year);
  return expertId ? (await findExpert(db, teamId, expertId))?.name : undefined;
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
