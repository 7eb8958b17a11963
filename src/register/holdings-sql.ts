import { sql } from 'kysely';
import type { Db, Trx } from '../db/open.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Reference, RegisterKind, Replacement } from '../people.ts';
import type { Room } from '../room.ts';
import { type Moved, standsIn } from './replace-sql.ts';

/** Where one of this kind stands, in the order of the story; of a person only what they hold, and not what they did. */
export function referencesTo(rooms: readonly Room[], kind: RegisterKind): Reference[] {
  return rooms
    .flatMap(({ people }) => people?.refers ?? [])
    .filter(({ to, stays }) => to.includes(kind) && !stays);
}

/** What would follow, in words, the most telling first: as the rooms say it. */
export async function sayWhatFollows(
  db: Db,
  references: readonly Reference[],
  one: Replacement,
  locale: Locale,
): Promise<string[]> {
  const told = references.filter(({ say }) => say);
  const counts = told.map(
    (reference, i) => sql`select ${i}::integer as i, count(*)::integer as n from ${sql.table(reference.table)}
      where team_id = ${one.teamId} and ${standsIn(reference, one)}`,
  );
  const { rows } = await sql<{ i: number; n: number }>`${sql.join(counts, sql` union all `)}`.execute(db);
  return rows
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => a.i - b.i)
    .flatMap(({ i, n }) => told[i]?.say?.(n, locale) ?? []);
}

/** What followed, in the same words. */
export function sayMoved(
  references: readonly Reference[],
  moved: readonly Pick<Moved, 'table' | 'column' | 'rows'>[],
  locale: Locale,
): string[] {
  return references.flatMap(({ table, column, say }) => {
    const rows = moved
      .filter((one) => one.table === table && one.column === column)
      .flatMap((one) => one.rows);
    return say && rows.length > 0 ? say(rows.length, locale) : [];
  });
}

/** Somebody who holds something: roles, contacts, duties. */
export interface Holder {
  userId: string;
  name: string;
  isGone: boolean;
  /** Each is 'district:<slug>', 'system:<slug>' or 'bureau:'. */
  places: string[];
}

/**
 * Everybody who holds anything that is told by itself, deactivated accounts included; or the one that is named.
 */
export async function listHolders(
  db: Db,
  teamId: string,
  references: readonly Reference[],
  userId?: string,
): Promise<Holder[]> {
  const held = references
    .filter(({ say }) => say)
    .map(
      ({ table, column, place = sql`null` }) => sql`
        select ${sql.ref(`${table}.${column}`)} as user_id, ${place} as place from ${sql.table(table)}
        where ${sql.ref(`${table}.team_id`)} = ${teamId} and ${sql.ref(`${table}.${column}`)} is not null
          and (${userId ?? null}::text is null or ${sql.ref(`${table}.${column}`)} = ${userId ?? null})`,
    );
  const { rows } = await sql<Holder>`
    select held.user_id as "userId", coalesce(u.name, held.user_id) as name, coalesce(u.deleted, false) as "isGone",
      coalesce(array_agg(distinct held.place) filter (where held.place is not null), '{}') as places
    from (${sql.join(held, sql` union all `)}) held
    left join slack_user u on u.team_id = ${teamId} and u.user_id = held.user_id
    group by held.user_id, u.name, u.deleted
    order by coalesce(u.deleted, false) desc, name, held.user_id`.execute(db);
  return rows;
}

/** Both accounts, so that nobody else hands over to or from either at this moment; always in one order. */
export async function holdAccounts(trx: Trx, teamId: string, userIds: readonly string[]): Promise<void> {
  await sql`select 1 from slack_user where team_id = ${teamId} and user_id = any(${[...userIds]}::text[])
    order by user_id for no key update`.execute(trx);
}

/** The requests that stand with somebody, of kinds that others can be asked instead; each thing once. */
export async function listAsked(trx: Trx, teamId: string, userId: string, kinds: readonly string[]) {
  const { rows } = await sql<{ key: string; kind: string; ref: Record<string, string> }>`
    select distinct on (kind, ref) key, kind, ref from outgoing
    where team_id = ${teamId} and target = ${userId} and shape = 'view' and kind = any(${[...kinds]}::text[])
      and state <> 'dropped'
    order by kind, ref, seq desc`.execute(trx);
  return rows;
}
