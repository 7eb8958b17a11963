import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { earliest } from '../clock.ts';
import type { Db, Trx } from '../db/open.ts';
import { type NewFile, ROWS_KEPT, VALID_HOURS, type Way } from './handed-file.ts';

/** Whose file, asked for by which interaction. */
export interface HandedTo {
  teamId: string;
  userId: string;
  cause: string;
  now: Temporal.Instant;
}

/** How it is handed over; the address of the pages, where it is by one. */
export interface Handing {
  way: Way;
  publicUrl: string | undefined;
}

/** Keeps the file for its person; undefined when this interaction brought it before. */
export async function insertFile(
  trx: Trx,
  { teamId, userId, cause, now }: HandedTo,
  { name, title, type, bytes, rows }: NewFile,
  { way, publicUrl }: Handing,
): Promise<string | undefined> {
  const secret = way === 'link' ? randomBytes(16).toString('base64url') : null;
  const kept = await trx
    .insertInto('handed_file')
    .values({
      team_id: teamId,
      id: crypto.randomUUID(),
      cause,
      user_id: userId,
      way,
      name,
      title,
      type,
      bytes,
      rows: JSON.stringify(way === 'rows' ? rows.slice(0, ROWS_KEPT) : []),
      address: secret && `${publicUrl}/files/${secret}`,
      secret,
      made_at: now,
      taken_at: null,
    })
    .onConflict((oc) => oc.constraint('handed_file_once_per_cause').doNothing())
    .returning('id')
    .executeTakeFirst();
  return kept?.id;
}

/** What its message says; undefined when it is forgotten. */
export async function findFile(db: Db, teamId: string, id: string) {
  return db
    .selectFrom('handed_file')
    .select(['id', 'user_id', 'way', 'name', 'title', 'rows', 'page', 'address'])
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The file, and where the message stands in whose thread it belongs. */
export async function findUpload(db: Db, teamId: string, id: string) {
  return db
    .selectFrom('handed_file as f')
    .innerJoin('outgoing as o', (join) =>
      join.onRef('o.team_id', '=', 'f.team_id').on('o.key', '=', messageKey(id)),
    )
    .select(['f.id', 'f.name', 'f.title', 'f.bytes', 'o.channel_id'])
    .where('f.team_id', '=', teamId)
    .where('f.id', '=', id)
    .executeTakeFirst();
}

/** The key of the message that tells of a file. */
export function messageKey(id: string): string {
  return `file:${id}`;
}

/** Takes a file by its secret, once and within its hour; undefined for everything else. */
export async function takeFile(db: Db, teamId: string, secret: string, now: Temporal.Instant) {
  return db
    .updateTable('handed_file')
    .set({ taken_at: now })
    .where('team_id', '=', teamId)
    .where('secret', '=', secret)
    .where('taken_at', 'is', null)
    .where('made_at', '>', now.subtract({ hours: VALID_HOURS }))
    .returning(['name', 'type', 'bytes'])
    .executeTakeFirst();
}

/** Whether this secret still opens a file; asking uses nothing. */
export async function opens(db: Db, teamId: string, secret: string, now: Temporal.Instant) {
  return db
    .selectFrom('handed_file')
    .select(['name', 'type', (eb) => eb.fn<number>('octet_length', ['bytes']).as('size')])
    .where('team_id', '=', teamId)
    .where('secret', '=', secret)
    .where('taken_at', 'is', null)
    .where('made_at', '>', now.subtract({ hours: VALID_HOURS }))
    .executeTakeFirst();
}

/** Shows another page of the rows, within what there is. False when it isn't this person's. */
export async function turnPage(
  trx: Trx,
  { teamId, userId, id, page }: { teamId: string; userId: string; id: string; page: number },
): Promise<boolean> {
  const turned = await trx
    .updateTable('handed_file')
    .set({ page })
    .where('team_id', '=', teamId)
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .where('way', '=', 'rows')
    .returning('id')
    .executeTakeFirst();
  return turned !== undefined;
}

/** After which nothing of a file is kept, whether it could be handed over or not. */
const KEPT_HOURS = 7 * 24;

/**
 * Forgets what was taken or has had its time; what waits to be shared in Slack has a week, as rows have.
 * Says when the next one has had it.
 */
export async function forgetFiles(
  db: Db,
  teamId: string,
  now: Temporal.Instant,
): Promise<Temporal.Instant | undefined> {
  const { rows } = await sql<{ links: Temporal.Instant | null; others: Temporal.Instant | null }>`
    select min(made_at) filter (where way = 'link') as links, min(made_at) filter (where way <> 'link') as others
    from handed_file where team_id = ${teamId}`.execute(db);
  const [oldest] = rows;
  const next = earliest(
    oldest?.links?.add({ hours: VALID_HOURS }),
    oldest?.others?.add({ hours: KEPT_HOURS }),
  );
  if (!next) return undefined;
  await sql`delete from handed_file f where f.team_id = ${teamId} and (
    f.made_at <= ${now.subtract({ hours: KEPT_HOURS })}
    or (f.way = 'link' and (f.made_at <= ${now.subtract({ hours: VALID_HOURS })} or f.taken_at is not null))
    or (f.way = 'upload' and exists (
      select 1 from outgoing o where o.team_id = f.team_id and o.key = 'upload:' || f.id and o.state = 'sent')))`.execute(
    db,
  );
  // Of what has just gone, the next look says that there is nothing.
  return Temporal.Instant.compare(next, now) > 0 ? next : now.add({ hours: VALID_HOURS });
}
