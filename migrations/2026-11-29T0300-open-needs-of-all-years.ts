import { type Kysely, sql } from 'kysely';

const LAST_DAY = sql`coalesce(claim_deadline, service_end, 'infinity'::date)`;

/** A need may run over the new year: what can still be claimed is looked up by its last day, whatever its year. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('demand_open_until').execute();
  await sql`create index demand_claimable on demand (team_id, (${LAST_DAY}), number) where state = 'published'`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex('demand_claimable').execute();
  await sql`create index demand_open_until on demand (team_id, year, (${LAST_DAY}), number) where state = 'published'`.execute(
    db,
  );
}
