import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Catalogue } from './catalogue.ts';
import { parseCatalogue } from './first-catalogue.ts';
import { isZone, type Programme } from './programme.ts';
import { ownDaysOf } from './working-days.ts';

/** A year as it is read for each press: everything but its catalogue, which is long and almost never changes. */
export interface StoredProgramme
  extends Omit<Programme, 'deadline' | 'catalogue' | 'readerZone' | 'ownDays'> {
  deadline: string;
  ownDays: object;
  /** Another one once the row was written anew, for whatever reason. */
  revision: string;
}

/** For the query around it: a row `p` of `programme_year`, as `programmeOf` takes it. */
export const STORED_PROGRAMME: RawBuilder<StoredProgramme> = sql`jsonb_build_object(
  'teamId', p.team_id, 'year', p.year, 'name', p.name, 'documentNo', p.document_no,
  'targetExperts', p.target_experts, 'opensOn', p.opens_on, 'deadline', p.deadline, 'timeZone', p.time_zone,
  'channelId', p.channel_id, 'language', p.language, 'publishedBy', p.published_by, 'ownDays', p.own_days,
  'revision', p.xmin::text || p.ctid::text)`;

/** For the query around it: the workspace's current year, or null before set-up. */
export function currentProgramme(teamId: string): RawBuilder<StoredProgramme | null> {
  return sql`(select ${STORED_PROGRAMME} from programme_year p where p.team_id = ${teamId} and p.current)`;
}

/** The year with its catalogue; for a reader who is known, moments are told by their own clock as well. */
export async function programmeOf(db: Db, stored: StoredProgramme, readerZone?: string): Promise<Programme> {
  const { revision, ...year } = stored;
  const programme = {
    ...year,
    deadline: Temporal.Instant.from(stored.deadline),
    ownDays: ownDaysOf(stored.ownDays),
    catalogue: await findCatalogue(db, stored.teamId, stored.year, revision),
  };
  return isZone(readerZone) ? { ...programme, readerZone } : programme;
}

/** More years than this no process shows at one time. */
const MOST_PARSED = 64;
const parsed = new Map<string, Catalogue>();

/** Read and parsed once for each revision of its row. */
async function findCatalogue(db: Db, teamId: string, year: number, revision: string): Promise<Catalogue> {
  const key = `${teamId} ${year} ${revision}`;
  const known = parsed.get(key);
  if (known) return known;
  const row = await db
    .selectFrom('programme_year')
    .select('catalogue')
    .where('team_id', '=', teamId)
    .where('year', '=', year)
    .executeTakeFirstOrThrow();
  const catalogue = parseCatalogue(row.catalogue);
  if (parsed.size >= MOST_PARSED) parsed.clear();
  parsed.set(key, catalogue);
  return catalogue;
}
