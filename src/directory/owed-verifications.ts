import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { OwedMoment } from './duty.ts';
import { whoseRegistration } from './expert.ts';
import type { Owed } from './owed.ts';
import { bureauAmong, coordinatorsAmong } from './roles.ts';

interface RegisteredRow {
  id: string;
  name: string;
  user_id: string | null;
  home_unit_user: string | null;
  assistant_user: string | null;
  second_home_unit_user: string | null;
  system: string;
  recorded_by: string | null;
  registered_at: Temporal.Instant;
  handed_in_at: Temporal.Instant | null;
}

/**
 * Registrations that nobody has verified or returned (mission: decision 33); one that was changed is owed anew. They
 * are of no year, so the oldest that isn't closed looks after them.
 */
export async function listOwedVerifications(db: Db, { programme, grants }: OwedMoment): Promise<Owed[]> {
  const { teamId, year, liveYears } = programme;
  if (year !== Math.min(year, ...liveYears)) return [];
  const { rows } = await sql<RegisteredRow>`/* name: list_owed_verifications */
      select e.id, e.name, e.user_id, e.home_unit_user, e.assistant_user,
        e.second_home_unit_user, e.system, e.recorded_by, e.registered_at, (
        select max(a.at) from audit a where a.team_id = e.team_id and a.object_kind = 'expert' and a.object_id = e.id
          and a.outcome = 'done') as handed_in_at
      from expert e where e.team_id = ${teamId} and e.state = 'registered'
      order by e.registered_at, e.id`.execute(db);
  return rows.map((row) => {
    const { id, name, user_id, home_unit_user, system, recorded_by, registered_at, handed_in_at } = row;
    const since = handed_in_at ?? registered_at;
    return {
      kind: 'verification',
      objectKind: 'expert',
      objectId: id,
      words: { name },
      owners: coordinatorsAmong(grants, { systems: [system] }),
      superiors: bureauAmong(grants),
      since,
      dueAt: undefined,
      whose: whoseRegistration({
        userId: user_id ?? undefined,
        assistantUser: row.assistant_user ?? undefined,
        homeUnitUser: home_unit_user ?? undefined,
        secondHomeUnitUser: row.second_home_unit_user ?? undefined,
        system,
        recordedBy: recorded_by ?? undefined,
      }),
      ...(since.equals(registered_at) ? {} : { round: String(since.epochMilliseconds) }),
    };
  });
}
