import { type Kysely, sql } from 'kysely';

const UP = [
  // What waits, by the call that shows it, in its order: the queue reads as far as it has room.
  sql`create index outgoing_next on outgoing (
    team_id,
    (case when kind = 'home' then 'views.publish' when ts is null then 'chat.postMessage' else 'chat.update' end),
    seq
  ) where state = 'waiting'`,
  sql`create index outgoing_busy on outgoing (team_id) where state in ('leased', 'sending')`,
];

const DOWN = [sql`drop index outgoing_busy`, sql`drop index outgoing_next`];

/** The first of each lane is found from the top, however much waits behind it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const statement of DOWN) await statement.execute(db);
}
