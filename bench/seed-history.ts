import { sql } from 'kysely';
import type { Db } from '../src/db/open.ts';
import { DISTRICTS, SYSTEMS } from '../src/programme/places.ts';
import { among, seedYear, upTo } from './seed-year.ts';

export const TEAM = 'T0HISTORY';
export const YEAR = 2013;
/** A Wednesday morning in the rush before the deadline: summaries are owed, services lie behind and ahead. */
export const NOW = Temporal.Instant.from('2013-11-13T02:30:00Z');

export interface History {
  years: number;
  /** 1 is a city: 300 experts, and a year of 500 needs, 800 claims and 600 reports. */
  size: number;
}

/** A workspace after so many years, the newest of them current. Plain SQL, the same rows every time. */
export async function seedHistory(db: Db, { years, size }: History): Promise<void> {
  await seedPeople(db, size);
  for (let year = YEAR - years + 1; year <= YEAR; year += 1)
    await seedYear(db, { teamId: TEAM, year, size, isCurrent: year === YEAR, now: NOW });
  await sql`analyze`.execute(db);
}

const DISTRICT = DISTRICTS.map(({ slug }) => slug);
const SYSTEM = SYSTEMS.map(({ slug }) => slug);
const FIELDS = ['ict', 'crops', 'medicine'];

async function seedPeople(db: Db, size: number): Promise<void> {
  const [experts, homes, hosts] = [300 * size, 60 * size, 100 * size];
  const counts = { UB: 2, UD: DISTRICT.length, US: SYSTEM.length, UE: experts, UO: homes, UH: hosts };
  for (const [prefix, count] of Object.entries(counts))
    await sql`insert into slack_user (team_id, user_id, name, locale, tz, is_admin, is_guest, is_bot, deleted, read_at, home_opened_at)
      select ${TEAM}, ${prefix}::text || n, ${prefix}::text || ' ' || n, 'zh-CN', 'Asia/Shanghai', false, false, false, false,
        ${NOW}::timestamptz, ${NOW}::timestamptz
      from ${upTo(count)}`.execute(db);
  await sql`insert into role_grant (team_id, user_id, role, scope, granted_by, granted_at)
    select ${TEAM}, 'UB' || n, 'bureau', '', 'UB1', ${NOW}::timestamptz from ${upTo(2)}
    union all select ${TEAM}, 'UD' || n, 'district', (${DISTRICT}::text[])[n], 'UB1', ${NOW} from ${upTo(DISTRICT.length)}
    union all select ${TEAM}, 'US' || n, 'system', (${SYSTEM}::text[])[n], 'UB1', ${NOW} from ${upTo(SYSTEM.length)}`.execute(
    db,
  );
  await sql`insert into organisation (team_id, id, kind, name, name_key, district, created_at)
    select ${TEAM}, 'home' || n, 'home_unit', 'Institute ' || n, 'institute' || n, '', ${NOW}::timestamptz from ${upTo(homes)}
    union all
    select ${TEAM}, 'host' || n, 'host_unit', 'Village ' || n, 'village' || n, ${among(DISTRICT, sql`n`)}, ${NOW}
    from ${upTo(hosts)}`.execute(db);
  await sql`insert into organisation_contact (team_id, organisation_id, user_id, added_by, added_at)
    select ${TEAM}, 'home' || n, 'UO' || n, 'UB1', ${NOW}::timestamptz from ${upTo(homes)}
    union all select ${TEAM}, 'host' || n, 'UH' || n, 'UB1', ${NOW} from ${upTo(hosts)}`.execute(db);
  await sql`insert into expert (team_id, id, user_id, name, employer_id, system, title, field, services,
      max_active_claims, state, verified_at, registered_at)
    select ${TEAM}, 'e' || n, 'UE' || n, 'Expert ' || n, 'home' || (1 + n % ${homes}::integer), ${among(SYSTEM, sql`n`)},
      'professor', ${among(FIELDS, sql`n`)}, array['training'], 5,
      case when n % 60 = 1 then 'registered' else 'verified' end, ${NOW}, ${NOW}
    from ${upTo(experts)}`.execute(db);
  await sql`insert into absence (team_id, user_id, from_at, until, ends_at, deputy)
    select ${TEAM}, 'UE' || n * 11, ${NOW}::timestamptz - interval '2 days', '2013-11-30'::date,
      '2013-11-30T16:00:00Z'::timestamptz, 'UB2' from ${upTo(10 * size)}`.execute(db);
}
