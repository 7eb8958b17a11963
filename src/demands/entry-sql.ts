import { sql } from 'kysely';
import type { Db } from '../db/open.ts';
import { type Around, goneAmong, grantsNear } from '../directory/around.ts';
import { type OwnRole, ownRoles } from '../directory/roles.ts';
import type { Programme } from '../programme/programme.ts';
import { programmeOfYear, readProgramme, type StoredProgramme } from '../programme/stored.ts';
import type { Ask } from '../slack/interaction.ts';
import type { Demand } from './demand.ts';
import { type DemandJson, demandOfJson } from './demand-row.ts';
import { HOST_USERS } from './repository.ts';

/** Who stands around a need; the grants are those of its district and of the bureau. */
export interface DemandAround extends Around {
  hostUsers: string[];
}

/** A need with all whom it concerns. */
export interface DemandCase {
  demand: Demand;
  around: DemandAround;
  /** When its row was written last. */
  changedAt: string;
  /** How high its unit stands, as somebody said; see `isAboveCounty`. */
  hostLevel?: string | undefined;
}

/** What a press on a need brings together: the year, what the person may act as, and the need, if there is one. */
export interface DemandEntry {
  programme: Programme | undefined;
  roles: OwnRole[];
  case: DemandCase | undefined;
}

/** All that an act on a need wants to know, in one read. */
export async function readDemandEntry(
  db: Db,
  { teamId, userId, reader, now }: Pick<Ask, 'teamId' | 'userId' | 'reader' | 'now'>,
  demandId: string,
): Promise<DemandEntry> {
  interface Row {
    programme: StoredProgramme | null;
    roles: OwnRole[];
    demand: DemandJson | null;
    host_level: string | null;
    host_users: string[];
    gone: string[];
    grants: Around['grants'];
  }
  const team = sql<string>`${teamId}`;
  const users = sql<string[]>`(named.host_users || array[demand.contact_user, demand.poster])`;
  const { rows } = await sql<Row>`/* name: read_demand_entry */
    select ${programmeOfYear(teamId, sql`demand.year`)} as programme, ${ownRoles(teamId, userId, now)} as roles, to_jsonb(demand) as demand,
      (select host.level from organisation host
        where host.team_id = demand.team_id and host.id = demand.host_unit_id) as host_level, named.host_users, ${goneAmong(team, users)} as gone,
      ${grantsNear(team, sql`demand.district`, sql`null`)} as grants
    from (select 1) one
    left join demand on demand.team_id = ${teamId} and demand.id = ${demandId}
    cross join lateral (select ${HOST_USERS} as host_users) named`.execute(db);
  const { programme, roles, demand, host_level: level, host_users: hostUsers, gone, grants } = rows[0] as Row;
  const hostLevel = level ?? undefined;
  const around = { hostUsers, gone, grants };
  return {
    programme: programme ? await readProgramme(db, programme, reader.tz) : undefined,
    roles,
    case: demand
      ? { demand: demandOfJson(demand), around, changedAt: demand.changed_at, hostLevel }
      : undefined,
  };
}

/** By whose words a need's form speaks: of the need that is edited its own year, of a new one the year for new things. */
export async function findFormYear(
  db: Db,
  { teamId, reader }: Pick<Ask, 'teamId' | 'reader'>,
  demandId = '',
): Promise<Programme | undefined> {
  const year = sql<number | null>`(
    select edited.year from demand edited where edited.team_id = ${teamId} and edited.id = ${demandId})`;
  const { rows } = await sql<{ programme: StoredProgramme | null }>`/* name: find_form_year */
    select ${programmeOfYear(teamId, year)} as programme`.execute(db);
  const programme = rows[0]?.programme;
  return programme ? readProgramme(db, programme, reader.tz) : undefined;
}
