import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Tables } from '../db/tables.ts';
import type { AskRound, EndReason } from './round.ts';

export async function findRound(db: Db, teamId: string, id: string): Promise<AskRound | undefined> {
  const row = await selectRounds(db, teamId).where('id', '=', id).executeTakeFirst();
  return row && roundOf(row);
}

/** The round that is going for this need, if any. */
export async function findRoundOf(db: Db, teamId: string, demandId: string): Promise<AskRound | undefined> {
  const row = await selectRounds(db, teamId)
    .where('demand_id', '=', demandId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return row && roundOf(row);
}

/** Every round that is going, the one whose next wave is due first before the others. */
export async function listLiveRounds(db: Db, teamId: string): Promise<AskRound[]> {
  const rows = await selectRounds(db, teamId).where('ended_at', 'is', null).orderBy('next_wave_at').execute();
  return rows.map(roundOf);
}

/** Undefined when a round is going for this need already. */
export async function insertRound(
  trx: Trx,
  round: {
    teamId: string;
    demandId: string;
    waveSize: number;
    by: string;
    firstWaveAt: Temporal.Instant;
    now: Temporal.Instant;
  },
): Promise<AskRound | undefined> {
  const row = await trx
    .insertInto('ask_round')
    .values({
      ...{ team_id: round.teamId, id: randomUUID(), demand_id: round.demandId, wave_size: round.waveSize },
      ...{ next_wave_at: round.firstWaveAt, started_by: round.by, started_at: round.now },
      ...{ ended_because: null, ended_at: null },
    })
    .onConflict((oc) => oc.columns(['team_id', 'demand_id']).where('ended_at', 'is', null).doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && roundOf(row);
}

/** The next wave is this one's: false when another process, or an earlier look, has sent it. */
export async function takeWave(
  trx: Trx,
  teamId: string,
  { id, waves }: AskRound,
  nextWaveAt: Temporal.Instant,
): Promise<boolean> {
  const taken = await trx
    .updateTable('ask_round')
    .set({ waves: waves + 1, next_wave_at: nextWaveAt })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('waves', '=', waves)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return taken !== undefined;
}

/** False when it had ended before. */
export async function endRound(
  trx: Trx,
  teamId: string,
  id: string,
  because: EndReason,
  now: Temporal.Instant,
): Promise<boolean> {
  const ended = await trx
    .updateTable('ask_round')
    .set({ ended_because: because, ended_at: now, next_wave_at: null })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

function selectRounds(db: Db, teamId: string) {
  return db.selectFrom('ask_round').selectAll().where('ask_round.team_id', '=', teamId);
}

export function roundOf(row: Selectable<Tables['ask_round']>): AskRound {
  return {
    id: row.id,
    demandId: row.demand_id,
    waveSize: row.wave_size,
    waves: row.waves,
    nextWaveAt: row.next_wave_at ?? undefined,
    endedBecause: row.ended_because ?? undefined,
    startedBy: row.started_by,
  };
}
