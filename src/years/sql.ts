import type { Db, Trx } from '../db/open.ts';
import { listCorrections } from '../programme/corrections.ts';
import type { Programme } from '../programme/programme.ts';
import type { Room } from '../room.ts';
import { correctedCity } from '../summaries/frozen.ts';
import { findFrozen } from './corrected-sql.ts';
import { listHistory } from './edits-sql.ts';
import { countLeft } from './left.ts';
import type { YearShown } from './year.ts';

/** What each of these years still waits for before it can be closed. */
export async function readYears(
  db: Db,
  rooms: readonly Room[],
  years: readonly Programme[],
): Promise<YearShown[]> {
  return Promise.all(
    years.map(async (programme) => ({
      programme,
      history: await listHistory(db, programme.teamId, programme.year),
      closed: await findClosed(db, programme),
      left: programme.state === 'closing' ? await countLeft(db, rooms, programme) : [],
    })),
  );
}

async function findClosed(db: Db, programme: Programme): Promise<YearShown['closed']> {
  const frozen = await findFrozen(db, programme);
  if (!frozen) return undefined;
  const corrections = await listCorrections(db, programme.teamId, programme.year);
  return { city: correctedCity(frozen, corrections), corrections };
}

/** Writes a year's settings; false once it is closed. */
export async function keepSettings(trx: Trx, after: Programme): Promise<boolean> {
  const kept = await trx
    .updateTable('programme_year')
    .set({
      name: after.name,
      document_no: after.documentNo,
      target_experts: after.targetExperts,
      opens_on: after.opensOn,
      deadline: after.deadline,
      time_zone: after.timeZone,
      channel_id: after.channelId,
      language: after.language,
      published_by: after.publishedBy,
      catalogue: after.catalogue,
      rules: after.rules,
    })
    .where('team_id', '=', after.teamId)
    .where('year', '=', after.year)
    .where('state', '<>', 'closed')
    .returning('year')
    .executeTakeFirst();
  return kept !== undefined;
}
