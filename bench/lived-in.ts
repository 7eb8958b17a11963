import { sql } from 'kysely';
import type { Db } from '../src/db/open.ts';
import { seed } from './claims.ts';
import { TEAM } from './slack.ts';

/**
 * A workspace in use: accounts are known, Homes have been opened and stand, each need has its card, each of 40 home units
 * and 40 hosts has somebody on Slack, a coordinator looks after each district.
 */
export async function seedLivedIn(
  db: Db,
  size: { experts: number; demands: number; slots: number },
): Promise<void> {
  await seed(db, size);
  const now = sql`now()`;
  await sql`insert into slack_user (team_id, user_id, name, locale, tz, is_admin, is_guest, is_bot, deleted, read_at, home_opened_at)
    select ${TEAM}, u, u, 'zh-CN', 'Asia/Shanghai', false, false, false, false, ${now}, ${now} from (
      select 'U' || n as u from generate_series(0, ${size.experts}::int) n
      union select 'UO' || n from generate_series(1, 40) n union select 'UH' || n from generate_series(1, 40) n
      union select 'UC1' union select 'UB1') one`.execute(db);
  await sql`insert into organisation (team_id, id, kind, name, name_key, created_at)
    select ${TEAM}, 'home' || n, 'home_unit', 'home ' || n, 'home' || n, ${now} from generate_series(1, 40) n
    union all select ${TEAM}, 'host' || n, 'host_unit', 'host ' || n, 'host' || n, ${now} from generate_series(1, 40) n`.execute(
    db,
  );
  await sql`insert into organisation_contact (team_id, organisation_id, user_id, added_by, added_at)
    select ${TEAM}, 'home' || n, 'UO' || n, 'UB1', ${now} from generate_series(1, 40) n
    union all select ${TEAM}, 'host' || n, 'UH' || n, 'UB1', ${now} from generate_series(1, 40) n`.execute(
    db,
  );
  await sql`insert into role_grant (team_id, user_id, role, scope, granted_by, granted_at)
    values (${TEAM}, 'UB1', 'bureau', '', 'UB1', ${now}), (${TEAM}, 'UC1', 'district', 'binhai', 'UB1', ${now})`.execute(
    db,
  );
  await sql`update expert set employer_id = 'home' || (1 + substr(id, 2)::int % 40) where team_id = ${TEAM}`.execute(
    db,
  );
  await sql`update demand set host_unit_id = 'host' || (1 + substr(id, 2)::int % 40), poster = 'UH' || (1 + substr(id, 2)::int % 40),
      contact_user = 'UH' || (1 + substr(id, 2)::int % 40), claim_deadline = '2999-12-31', expert_requirement = 'one', place = 'here', description = 'a need', expected_outcome = 'one',
      contact_name = 'somebody', contact_phone = '13800000000'
    where team_id = ${TEAM}`.execute(db);
  await sql`insert into outgoing (team_id, key, shape, kind, target, lane, ref, state, channel_id, ts, wanted, shown)
    select ${TEAM}, 'demand_card:' || id, 'view', 'demand_card', 'C0', 'card:' || id, jsonb_build_object('demandId', id),
      'sent', 'C0', '1.' || substr(id, 2), 1, 1
    from demand where team_id = ${TEAM}
    union all
    select ${TEAM}, 'home:' || user_id, 'view', 'home', user_id, 'home:' || user_id, '{}', 'sent', null, null, 1, 1
    from slack_user where team_id = ${TEAM}`.execute(db);
  await sql`analyze`.execute(db);
}
