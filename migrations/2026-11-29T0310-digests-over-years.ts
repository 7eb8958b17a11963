import { type Kysely, sql } from 'kysely';

/**
 * A channel's digest goes on when the year turns, under the settings of the next one: its ledger is the channel's, and of
 * a week one issue at most is posted there, whichever year it was settled in.
 */
const UP = [
  sql`alter table digest_channel add constraint digest_of_channel unique (team_id, id, channel_id)`,
  sql`alter table digest_issue add column channel_id text`,
  sql`update digest_issue set channel_id = c.channel_id from digest_channel c
    where c.team_id = digest_issue.team_id and c.id = digest_issue.digest_id`,
  sql`alter table digest_issue alter column channel_id set not null,
    drop constraint digest_issue_team_id_digest_id_fkey,
    add constraint digest_issue_of_another_channel foreign key (team_id, digest_id, channel_id)
      references digest_channel (team_id, id, channel_id)`,
  sql`create unique index digest_issue_posted_twice on digest_issue (team_id, channel_id, slot) where state = 'posted'`,
  sql`drop index digest_issue_posted`,
  sql`create index digest_issue_newest on digest_issue (team_id, channel_id, state, at desc)`,
  sql`create index digest_issue_of_channel on digest_issue (team_id, channel_id, slot desc)`,
];

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of UP) await statement.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const index of ['digest_issue_of_channel', 'digest_issue_newest', 'digest_issue_posted_twice'])
    await db.schema.dropIndex(index).execute();
  await sql`create index digest_issue_posted on digest_issue (team_id, digest_id, at desc) where state = 'posted'`.execute(
    db,
  );
  await sql`alter table digest_issue drop constraint digest_issue_of_another_channel, drop column channel_id,
    add constraint digest_issue_team_id_digest_id_fkey foreign key (team_id, digest_id) references digest_channel`.execute(
    db,
  );
  await sql`alter table digest_channel drop constraint digest_of_channel`.execute(db);
}
