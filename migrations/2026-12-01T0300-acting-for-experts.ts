import { type Kysely, sql } from 'kysely';

/**
 * Who acts for an expert, for which of two employers a claim was made, and an expert's own promise in place of an
 * employer's consent (mission: decisions 18 and 29). An assistant never consents, nor is the expert.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table expert
    add column assistant_user text,
    add column second_employer_id text,
    add column second_home_unit_user text,
    add column own_pledge boolean not null default false,
    add constraint expert_assists_himself check (assistant_user <> user_id),
    add constraint assistant_consents check (assistant_user <> home_unit_user),
    add constraint assistant_consents_for_second check (assistant_user <> second_home_unit_user),
    add constraint expert_consents_for_second check (second_home_unit_user <> user_id),
    add constraint expert_employed_twice_by_one check (second_employer_id <> employer_id),
    add constraint second_contact_without_employer check (second_home_unit_user is null or second_employer_id is not null),
    add constraint pledge_beside_second_employer check (not (own_pledge and second_employer_id is not null)),
    add constraint expert_of_no_second_employer foreign key (team_id, second_employer_id) references organisation`.execute(
    db,
  );
  await sql`create index expert_of_assistant on expert (team_id, assistant_user) where assistant_user is not null`.execute(
    db,
  );
  await sql`create index expert_of_second_employer on expert (team_id, second_employer_id)
    where second_employer_id is not null`.execute(db);
  await sql`alter table claim
    add column employer_id text,
    add column assistant text,
    add constraint claim_for_no_employer foreign key (team_id, employer_id) references organisation`.execute(
    db,
  );
  await sql`alter table consent
    drop constraint consent_kind_check,
    add constraint consent_kind_check check (kind in ('letter', 'phone', 'online', 'blanket', 'own_pledge'))`.execute(
    db,
  );
  await sql`alter table report add column by_assistant boolean not null default false`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table report drop column by_assistant`.execute(db);
  await sql`delete from consent where kind = 'own_pledge'`.execute(db);
  await sql`alter table consent
    drop constraint consent_kind_check,
    add constraint consent_kind_check check (kind in ('letter', 'phone', 'online', 'blanket'))`.execute(db);
  await sql`alter table claim drop column employer_id, drop column assistant`.execute(db);
  await sql`alter table expert
    drop column assistant_user, drop column second_employer_id, drop column second_home_unit_user,
    drop column own_pledge`.execute(db);
}
