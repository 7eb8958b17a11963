import { type Kysely, sql } from 'kysely';

/**
 * A province of ten years reads no more than a city of one: each claim, and each expert of a report, says its year, held
 * to that of its need or report by the key that refers to it; a claim says whether a report speaks of it.
 */
const UP = [
  sql`alter table demand add constraint demand_one_year unique (team_id, id, year)`,
  sql`alter table report add constraint report_one_year unique (team_id, id, year)`,
  sql`alter table claim add column year integer, add column reported boolean not null default false`,
  sql`update claim set year = d.year,
      reported = exists (
        select 1 from report r join report_expert re on re.team_id = r.team_id and re.report_id = r.id
        where r.team_id = claim.team_id and r.demand_id = claim.demand_id and re.expert_id = claim.expert_id)
    from demand d where d.team_id = claim.team_id and d.id = claim.demand_id`,
  sql`alter table claim alter column year set not null,
    drop constraint claim_team_id_demand_id_fkey,
    add constraint claim_of_another_year foreign key (team_id, demand_id, year) references demand (team_id, id, year)`,
  sql`alter table report_expert add column year integer`,
  sql`update report_expert set year = r.year
    from report r where r.team_id = report_expert.team_id and r.id = report_expert.report_id`,
  sql`alter table report_expert alter column year set not null,
    drop constraint report_expert_team_id_report_id_fkey,
    add constraint report_expert_of_another_year foreign key (team_id, report_id, year)
      references report (team_id, id, year)`,

  sql`create index claim_served on claim (team_id, year, demand_id) where state = 'confirmed'`,
  sql`create index claim_unreported on claim (team_id, year, demand_id) where state = 'confirmed' and not reported`,
  sql`create index demand_ends on demand (team_id, (coalesce(service_end, 'infinity'::date)))`,
  sql`create index demand_by_end on demand (team_id, year, service_end, number)`,
  sql`create index demand_open_until on demand (team_id, year, (coalesce(claim_deadline, service_end, 'infinity'::date)), number)
    where state = 'published'`,
  sql`create index demand_counted on demand (team_id, year, action_line, districts) where state in ('published', 'closed')`,
  sql`create index demand_of_unit on demand (team_id, host_unit_id, year)`,
  sql`create index report_newest on report (team_id, year, accepted_at desc) where state = 'accepted'`,
  sql`drop index report_accepted`,
  sql`create index report_with_story on report (team_id, year, accepted_at desc)
    where state = 'accepted' and typical_story <> ''`,
  sql`create index report_of_recorder on report (team_id, recorded_by) where recorded_by is not null`,
  sql`create index report_expert_of_year on report_expert (team_id, year, report_id, expert_id)`,
  sql`create index invitation_newest on invitation (team_id, invited_at)`,
  sql`create index nudge_handover_newest on nudge_handover (team_id, at)`,
  sql`create index outgoing_unsaid on outgoing (team_id, kind, target) where state = 'dropped' and ts is null`,
];

const INDEXES = [
  ...[
    'claim_served',
    'claim_unreported',
    'demand_ends',
    'demand_by_end',
    'demand_open_until',
    'demand_of_unit',
  ],
  ...['demand_counted', 'report_newest', 'report_with_story', 'report_of_recorder', 'report_expert_of_year'],
  ...['invitation_newest', 'nudge_handover_newest', 'outgoing_unsaid'],
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of INDEXES) await db.schema.dropIndex(index).execute();
  await sql`create index report_accepted on report (team_id, accepted_at) where accepted_at is not null`.execute(
    db,
  );
  await sql`alter table report_expert drop constraint report_expert_of_another_year, drop column year,
    add constraint report_expert_team_id_report_id_fkey foreign key (team_id, report_id) references report`.execute(
    db,
  );
  await sql`alter table claim drop constraint claim_of_another_year, drop column year, drop column reported,
    add constraint claim_team_id_demand_id_fkey foreign key (team_id, demand_id) references demand`.execute(
    db,
  );
  await sql`alter table report drop constraint report_one_year`.execute(db);
  await sql`alter table demand drop constraint demand_one_year`.execute(db);
}
