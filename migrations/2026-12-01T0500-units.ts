import { type Kysely, sql } from 'kysely';

/**
 * Units as a register: level, parent, districts, contacts and deputies, and every name by which a unit is found, so that
 * a former name or an alias makes no second row. A home unit is one in the whole city, whatever its districts.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table organisation
    add column level text constraint organisation_level_unknown
      check (level in ('village', 'town', 'county', 'city', 'national')),
    add column parent_id text,
    add column districts text[] not null default '{}',
    add column version integer not null default 0,
    add constraint organisation_parent_unknown foreign key (team_id, parent_id) references organisation (team_id, id),
    add constraint organisation_its_own_parent check (parent_id <> id)`.execute(db);
  await sql`create index organisation_of_parent on organisation (team_id, parent_id) where parent_id is not null`.execute(
    db,
  );
  await sql`update organisation set districts = array[district] where district <> ''`.execute(db);
  await sql`alter table organisation_contact add column kind text not null default 'contact'
    constraint organisation_contact_kind_unknown check (kind in ('contact', 'deputy'))`.execute(db);
  await sql`create table organisation_name (
    team_id text not null,
    kind text not null,
    district text not null default '',
    name_key text not null,
    organisation_id text not null,
    name text not null,
    until_year integer,
    added_at timestamptz not null,
    constraint organisation_name_of_one_unit primary key (team_id, kind, district, name_key),
    foreign key (team_id, organisation_id) references organisation (team_id, id)
  )`.execute(db);
  await sql`create index organisation_name_of_unit on organisation_name (team_id, organisation_id)`.execute(
    db,
  );
  await sql`insert into organisation_name (team_id, kind, district, name_key, organisation_id, name, added_at)
    select team_id, kind, district, name_key, id, name, created_at from organisation`.execute(db);
  await sql`create index audit_host_reason on audit (team_id) where details ->> 'host_reason' is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index audit_host_reason`.execute(db);
  await sql`drop table organisation_name`.execute(db);
  await sql`alter table organisation_contact drop column kind`.execute(db);
  await sql`alter table organisation drop column version, drop column districts, drop column parent_id, drop column level`.execute(
    db,
  );
}
