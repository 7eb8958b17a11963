import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open.ts';
import type { Catalogue } from './catalogue.ts';
import { parseCatalogue } from './first-catalogue.ts';
import { isZone, type Programme } from './programme.ts';
import { parseRules } from './rules.ts';
import { ownDaysOf } from './working-days.ts';

/** A year as it is read for each press: everything but its catalogue, which is long and almost never changes. */
export interface StoredProgramme
  extends Omit<
    Programme,
    'deadline' | 'catalogue' | 'readerZone' | 'ownDays' | 'liveYears' | 'nextYear' | 'rules'
  > {
  deadline: string;
  ownDays: object;
  liveYears: number[] | null;
  nextYear: number | null;
  rules: unknown;
  /** Another one once the row was written anew, for whatever reason. */
  revision: string;
}

/**
 * For the query around it: a row `p` of `programme_year`, as `readProgramme` takes it. The work calendar is one for all
 * years: each of its days says its own.
 */
export const STORED_PROGRAMME: RawBuilder<StoredProgramme> = sql`jsonb_build_object(
  'teamId', p.team_id, 'year', p.year, 'name', p.name, 'documentNo', p.document_no,
  'targetExperts', p.target_experts, 'opensOn', p.opens_on, 'deadline', p.deadline, 'timeZone', p.time_zone,
  'channelId', p.channel_id, 'language', p.language, 'publishedBy', p.published_by,
  'ownDays', coalesce((select c.own_days from programme_year c where c.team_id = p.team_id and c.current), p.own_days),
  'state', p.state, 'isCurrent', p.current, 'rules', p.rules, 'liveYears', (select jsonb_agg(y.year order by y.year) from programme_year y
    where y.team_id = p.team_id and (y.current or y.state = 'closing')),
  'nextYear', (select min(y.year) from programme_year y where y.team_id = p.team_id and y.state = 'open' and not y.current),
  'revision', p.xmin::text || p.ctid::text)`;

/** For the query around it: the workspace's year for new things, or null before set-up. */
export function currentProgramme(teamId: string): RawBuilder<StoredProgramme | null> {
  return sql`(select ${STORED_PROGRAMME} from programme_year p where p.team_id = ${teamId} and p.current)`;
}

/**
 * For the query around it: the year of the thing that was asked for; where there is no such thing, so that the year
 * decides nothing, the one for new things.
 *
 * @param year an expression of the query around it; null where there is no such thing
 */
export function programmeOfYear(
  teamId: string,
  year: RawBuilder<number | null>,
): RawBuilder<StoredProgramme | null> {
  return sql`(select ${STORED_PROGRAMME} from programme_year p
    where p.team_id = ${teamId} and case when ${year} is null then p.current else p.year = ${year} end)`;
}

/** The year with its catalogue; for a reader who is known, moments are told by their own clock as well. */
export async function readProgramme(
  db: Db,
  stored: StoredProgramme,
  readerZone?: string,
): Promise<Programme> {
  const { revision, ...year } = stored;
  const programme = {
    ...year,
    deadline: Temporal.Instant.from(stored.deadline),
    ownDays: ownDaysOf(stored.ownDays),
    liveYears: stored.liveYears ?? [],
    nextYear: stored.nextYear ?? undefined,
    rules: parseRules(stored.rules),
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
