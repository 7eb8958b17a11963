import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { OwedMoment } from '../directory/duty.ts';
import type { Owed } from '../directory/owed.ts';
import { bureauAmong, coordinatorsAmong } from '../directory/roles.ts';
import { yearsLookedAfter } from '../programme/live-years.ts';
import { type Demand, hostsBefore } from './demand.ts';

interface WaitingRow {
  id: string;
  number: string;
  state: Demand['state'];
  district: string;
  poster: string;
  contact_user: string | null;
  recorded_by: string | null;
  submitted_at: Temporal.Instant;
  changed_at: Temporal.Instant;
}

/** Needs that nobody has decided about (mission: decision 33): mended, or passed on to the bureau, they are owed anew. */
export async function listOwedReviews(db: Db, { programme, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId } = programme;
  const { rows } = await sql<WaitingRow>`/* name: list_owed_reviews */
      select id, number, state, district, poster, contact_user, recorded_by, submitted_at, changed_at from demand
      where team_id = ${teamId} and year = any(${yearsLookedAfter(programme)}::integer[])
        and state in ('submitted', 'bureau_review')
      order by changed_at, id`.execute(db);
  return rows.map((row) => {
    const { id, number, state, district, submitted_at, changed_at: since } = row;
    const isFirst = state === 'submitted' && since.equals(submitted_at);
    const users = { poster: row.poster, contactUser: row.contact_user, recordedBy: row.recorded_by };
    return {
      kind: 'need_review',
      objectKind: 'demand',
      objectId: id,
      words: { number },
      owners: coordinatorsAmong(grants, state === 'bureau_review' ? {} : { district }),
      superiors: bureauAmong(grants),
      since,
      dueAt: undefined,
      whose: { district, hostUsers: hostsBefore(users) },
      ...(isFirst ? {} : { round: `${state}_${since.epochMilliseconds}` }),
    };
  });
}
